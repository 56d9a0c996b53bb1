// The rows of a file of codes as a stream: read as they come and never stored, because codes are secrets.
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../base/errors.js';

/** About a hundred thousand codes. */
export const MAX_CODE_BYTES = 5 * 1024 * 1024;
export const MAX_CODE_ROWS = 100_000;
const LONGEST_ROW = 10_000;

export interface Row {
  line: number;
  cells: string[];
}

/** Spreadsheets write UTF-8, or UTF-16 with a mark in front. Without `fatal`: a letter that cannot be read is told with its row. */
async function* decoded(bytes: AsyncIterable<unknown>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let size = 0;
  let head: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    size += (piece as Buffer).length;
    if (size > MAX_CODE_BYTES) throw new AppError('TOO_LARGE', { boundBytes: MAX_CODE_BYTES });
    if (decoder) {
      yield decoder.decode(piece as Buffer, { stream: true });
      continue;
    }
    head = Buffer.concat([head, piece as Buffer]);
    if (head.length < 2) continue;
    decoder = new TextDecoder(head.readUInt16BE(0) === 0xfffe ? 'utf-16le' : 'utf-8');
    yield decoder.decode(head, { stream: true });
  }
  yield decoder ? decoder.decode() : head.toString('utf8');
}

/** Every row that holds something, with its line. Throws TOO_LARGE beyond the bounds, BAD_CSV with the line it breaks at. */
export async function* codeRows(bytes: AsyncIterable<unknown>): AsyncGenerator<Row> {
  const parser = parse({
    ...{ delimiter: [',', ';', '\t'], relax_column_count: true, skip_empty_lines: true, info: true, bom: true },
    ...{ relax_quotes: true, max_record_size: LONGEST_ROW },
  });
  const source = Readable.from(decoded(bytes));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let line = 1;
  let rows = 0;
  try {
    for await (const one of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (++rows > MAX_CODE_ROWS) throw new AppError('TOO_LARGE', { detail: `At most ${MAX_CODE_ROWS} rows a file.` });
      line = one.info.lines;
      if (one.record.some((cell) => cell.trim() !== '')) yield { line, cells: one.record };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new AppError('BAD_CSV', { detail: `It cannot be read on from line ${line}.` });
    throw error;
  } finally {
    source.destroy();
  }
}
