// Shows how a file would be read, and checks the columns that a person chose, before a row of it counts.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../base/errors.js';
import { decimalsOf } from '../../base/money.js';
import { Storage } from '../../base/storage/storage.js';
import type { Store } from '../../stores/store.entity.js';
import { fileKey, type ChosenForm, type FoundFormat, type OrderFile } from './order-file.entity.js';
import { csvRows, isEmptyRow, UnreadableCsv } from './reading/csv-rows.js';
import { dateOrderOf, decimalMarkOf } from './reading/encoding.rules.js';
import { guessMapping, mappingFault, type Mapping } from './reading/headings.rules.js';

/** Enough to see what stands in a column; never kept. */
const SHOWN_ROWS = 5;
const LOOKED_AT = 200;
/** More columns than this are no export of orders. */
const MOST_COLUMNS = 200;

export interface Preview extends FoundFormat {
  headings: string[];
  rows: string[][];
  guess: Mapping;
  decimal: ',' | '.';
  dateOrder: 'dmy' | 'mdy';
}

@Injectable()
export class PreviewsService {
  constructor(private readonly storage: Storage) {}

  /** The beginning of a file as this format reads it. BAD_CSV when it cannot be read, or has no row below its heading. */
  async of(file: OrderFile, format: FoundFormat): Promise<Preview> {
    const found: string[][] = [];
    try {
      const { stream } = await this.storage.get(fileKey(file));
      for await (const row of csvRows(stream, format)) {
        if (!isEmptyRow(row)) found.push([...row.cells]);
        if (found.length > LOOKED_AT) break;
      }
    } catch (error) {
      if (error instanceof UnreadableCsv) throw new AppError('BAD_CSV', { detail: error.message });
      throw error;
    }
    const [headings = [], ...rows] = found;
    if (rows.length === 0) throw new AppError('BAD_CSV', { detail: 'There is no row below the headings.' });
    if (headings.length > MOST_COLUMNS) throw new AppError('BAD_CSV', { detail: `At most ${MOST_COLUMNS} columns.` });
    const guess = guessMapping(headings);
    const cells = (column: number | undefined) => (column === undefined ? [] : rows.map((row) => row[column] ?? ''));
    return {
      ...format,
      headings: headings.map((heading) => heading.trim()),
      rows: rows.slice(0, SHOWN_ROWS).map((row) => headings.map((_, i) => (row[i] ?? '').slice(0, 80))),
      guess,
      decimal: decimalMarkOf([...cells(guess.total), ...cells(guess.unitPrice)], format.delimiter),
      dateOrder: dateOrderOf(cells(guess.placedAt)),
    };
  }

  /** The form that a file is read by. BAD_INPUT, UNKNOWN_CURRENCY with the field. */
  async check(file: OrderFile, store: Store, chosen: Omit<ChosenForm, 'headings' | 'timezone'>): Promise<ChosenForm> {
    const { headings } = await this.of(file, chosen);
    const fault = mappingFault(chosen.mapping, headings.length);
    if (fault) throw new AppError('BAD_INPUT', fault);
    try {
      decimalsOf(chosen.currency);
    } catch {
      throw new AppError('UNKNOWN_CURRENCY', { field: 'currency' });
    }
    return { ...chosen, headings, timezone: store.timezone };
  }
}
