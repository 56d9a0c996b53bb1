// A file for spreadsheets as the answer of a door, sent line by line.
import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** `name` is ours, never a person's: it stands in a header as it is. */
export function csvFile(lines: Iterable<string> | AsyncIterable<string>, name: string): StreamableFile {
  return new StreamableFile(Readable.from(lines, { objectMode: false }), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
}
