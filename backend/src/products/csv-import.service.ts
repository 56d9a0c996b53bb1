// Takes a whole CSV of products in, in one transaction; a second import of the same file changes nothing.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CsvError, parse } from 'csv-parse/sync';
import type { DataSource } from 'typeorm';
import { audit } from '../base/audit.js';
import type { Actor } from '../base/auth.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { StoresService } from '../stores/stores.service.js';
import { COLUMNS, missingColumn, readRows, type CsvRow, type CsvRowError } from './csv.rules.js';
import { ProductsService } from './products.service.js';

export const MAX_CSV_BYTES = 5 * 1024 * 1024;
export const MAX_CSV_ROWS = 10_000;

export interface CsvImport {
  created: number;
  updated: number;
  unchanged: number;
  errors: CsvRowError[];
}

interface ParsedRow {
  record: Record<string, string>;
  info: { lines: number };
}

@Injectable()
export class CsvImportService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly products: ProductsService,
  ) {}

  /** Stores the good rows and tells the wrong ones. Throws TOO_LARGE or BAD_CSV for the file as a whole. */
  async import(who: Actor, storeId: string, csv: string): Promise<CsvImport> {
    const store = await this.stores.requireOwn(who, storeId);
    const { rows, lines } = readFile(csv);
    const { drafts, errors } = readRows(rows, lines, store.currency);
    return inTransaction(this.db, async (em) => {
      const saved = await this.products.write(em, store, drafts);
      const count = (change: string) => saved.filter((one) => one.change === change).length;
      const result = { created: count('created'), updated: count('updated'), unchanged: count('unchanged') };
      if (result.created + result.updated > 0) {
        const what = { subjectType: 'store', subjectId: storeId, storeId };
        await audit(em, {
          actor: who,
          action: 'products.imported',
          ...what,
          after: { ...result, wrong: errors.length },
        });
      }
      return { ...result, errors };
    });
  }
}

/** Comma or semicolon (a spreadsheet in Russian writes the latter), with or without a byte-order mark. */
function readFile(csv: string): { rows: CsvRow[]; lines: number[] } {
  if (Buffer.byteLength(csv) > MAX_CSV_BYTES) throw new AppError('TOO_LARGE', { detail: 'A CSV has at most 5 MB.' });
  const header = csv.slice(0, csv.search(/[\r\n]|$/));
  let parsed: ParsedRow[];
  try {
    parsed = parse(csv, {
      bom: true,
      delimiter: header.includes(';') && !header.includes(',') ? ';' : ',',
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_CSV_ROWS + 1,
    }) as unknown as ParsedRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('BAD_CSV', { detail: error.message });
  }
  if (parsed.length > MAX_CSV_ROWS)
    throw new AppError('TOO_LARGE', { detail: `A CSV has at most ${MAX_CSV_ROWS} rows.` });
  const first = parsed[0];
  if (!first) throw new AppError('BAD_CSV', { detail: 'There is no row below the header.' });
  const names = header.replace(/^\uFEFF/, '').toLowerCase();
  const missing = missingColumn(names.split(/[,;]/).map((name) => name.replaceAll('"', '').trim()));
  if (missing) throw new AppError('BAD_CSV', { detail: `The column ${missing} is missing.` });
  const rows = parsed.map(({ record }): CsvRow => {
    const known = COLUMNS.filter((name) => record[name] !== undefined);
    return Object.fromEntries(known.map((name) => [name, record[name]]));
  });
  return { rows, lines: parsed.map(({ info }) => info.lines) };
}
