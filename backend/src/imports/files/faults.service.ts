// The faults of a file: by pages for the screen, whole as CSV with plain words.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { PageArgs, Page } from '../../base/graphql/paging.js';
import { decodeCursor, pageSize, toPage } from '../../base/graphql/paging.js';
import { CSV_MARK, csvLine } from '../../base/csv/csv.rules.js';
import { faultWords, headWords } from './fault-words.rules.js';
import type { OrderFile } from './order-file.entity.js';
import type { FaultCode, RowFault } from './reading/draft.rules.js';

/** A fault as it is kept: the column by the heading it has in the file. */
export interface KeptFault {
  line: number;
  position: number;
  column: string | null;
  code: FaultCode;
  value: string | null;
}

interface FaultRow {
  line: number;
  position: number;
  column_name: string | null;
  code: FaultCode;
  value: string | null;
}

const shown = (row: FaultRow): KeptFault => ({
  ...{ line: row.line, position: row.position, column: row.column_name, code: row.code, value: row.value },
});

@Injectable()
export class FaultsService {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Keeps faults in the caller's transaction; the same ones again change nothing. */
  async keep(em: EntityManager, file: OrderFile, faults: readonly RowFault[]): Promise<void> {
    if (faults.length === 0) return;
    const positions = new Map<number, number>();
    const rows = faults.map((fault) => {
      const position = positions.get(fault.line) ?? 0;
      positions.set(fault.line, position + 1);
      const column = fault.field === null ? undefined : file.mapping?.mapping[fault.field];
      return { ...fault, position, heading: column === undefined ? null : (file.mapping?.headings[column] ?? null) };
    });
    await em.query(
      `INSERT INTO order_file_errors (file_id, line, position, column_name, code, value)
       SELECT $1, * FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[]) ON CONFLICT DO NOTHING`,
      [
        file.id,
        rows.map((row) => row.line),
        rows.map((row) => row.position),
        rows.map((row) => row.heading),
        rows.map((row) => row.code),
        rows.map((row) => row.value),
      ],
    );
  }

  /** Faults by line. Who may see them was decided with the file. */
  async page(file: OrderFile, args: PageArgs): Promise<Page<KeptFault>> {
    const after = decodeCursor(args, 2) ?? ['0', '0'];
    const rows: FaultRow[] = await this.db.query(
      `SELECT line, position, column_name, code, value FROM order_file_errors
       WHERE file_id = $1 AND (line, position) > ($2::int, $3::int) ORDER BY line, position LIMIT $4`,
      [file.id, after[0], after[1], pageSize(args) + 1],
    );
    const [count]: { n: number }[] = await this.db.query(
      'SELECT count(*)::int AS n FROM order_file_errors WHERE file_id = $1',
      [file.id],
    );
    return toPage(rows.map(shown), args, count?.n ?? 0, (row) => [row.line, row.position]);
  }

  /** All of them, readable by a spreadsheet: a byte-order mark, semicolons, and no cell that it would take for a formula. */
  async csv(file: OrderFile, locale: string): Promise<string> {
    const rows: FaultRow[] = await this.db.query(
      'SELECT line, position, column_name, code, value FROM order_file_errors WHERE file_id = $1 ORDER BY line, position',
      [file.id],
    );
    const lines = rows.map((row) => [
      ...[String(row.line), row.column_name ?? '', row.code, faultWords(row.code, locale), row.value ?? ''],
    ]);
    return CSV_MARK + [headWords(locale), ...lines].map((cells) => csvLine(cells, ';')).join('');
  }
}
