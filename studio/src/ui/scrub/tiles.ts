// Which tile of a storyboard shows a moment, and where it lies.
import type { StoryboardPartsFragment } from '../../api/generated';

export type Tile = { sheetUrl: string; x: number; y: number };

/** The tile of a moment; the first and the last stand for what lies before and after. Null without sheets. */
export function tileOf(storyboard: StoryboardPartsFragment, ms: number): Tile | null {
  const { columns, rows, tiles, intervalMs, tileWidth, tileHeight, sheetUrls } = storyboard;
  const number = Math.min(tiles - 1, Math.max(0, Math.floor(ms / intervalMs)));
  const place = number % (columns * rows);
  const sheetUrl = sheetUrls[Math.floor(number / (columns * rows))];
  if (!sheetUrl) return null;
  return { sheetUrl, x: (place % columns) * tileWidth, y: Math.floor(place / columns) * tileHeight };
}
