// The rows of a CSV file as a stream: bytes are decoded and parsed as they come, so that a large file needs little memory.
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Delimiter, Encoding } from './encoding.rules.js';
import type { FileRow } from './draft.rules.js';

export interface CsvForm {
  encoding: Encoding;
  delimiter: Delimiter;
}

/** A field longer than this is a quote that was never closed. */
const LONGEST_RECORD = 100_000;

/** Thrown when the file cannot be read on from some line. */
export class UnreadableCsv extends Error {
  constructor(readonly line: number) {
    super(`The file cannot be read as CSV from line ${line}.`);
    this.name = 'UnreadableCsv';
  }
}

async function* decoded(bytes: AsyncIterable<unknown>, encoding: Encoding): AsyncGenerator<string> {
  // Without `fatal`: a letter that cannot be read becomes a mark, and its row is told.
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}

/** Every row, the heading too, with the line it begins in. Throws UnreadableCsv. */
export async function* csvRows(bytes: Readable, form: CsvForm): AsyncGenerator<FileRow> {
  const parser = parse({
    ...{ delimiter: form.delimiter, relax_column_count: true, skip_empty_lines: true, info: true, bom: true },
    ...{ relax_quotes: true, max_record_size: LONGEST_RECORD },
  });
  const source = Readable.from(decoded(bytes, form.encoding));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let line = 1;
  try {
    for await (const one of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line, cells: one.record };
      line = one.info.lines + 1;
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableCsv(line);
    throw error;
  } finally {
    source.destroy();
    bytes.destroy();
  }
}

/** True for a row in which nothing stands: spreadsheets leave them at the end. */
export const isEmptyRow = (row: FileRow): boolean => row.cells.every((cell) => cell.trim() === '');
