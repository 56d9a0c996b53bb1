// Walks a list of the API page by page, forward and back, keeping the cursors behind us.
import { useState } from 'react';

export type Pages = {
  after: string | null;
  /** How many records come before this page. */
  before: number;
  back: (() => void) | null;
  onward: (cursor: string) => void;
  restart: () => void;
};

/** Cursors of a list of `size` records a page. Call `restart` when a filter changes. */
export function usePages(size: number): Pages {
  const [cursors, setCursors] = useState<string[]>([]);
  return {
    after: cursors.at(-1) ?? null,
    before: cursors.length * size,
    back: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : null,
    onward: (cursor) => setCursors([...cursors, cursor]),
    restart: () => setCursors([]),
  };
}
