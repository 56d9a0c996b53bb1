// Lists of chapters and hot-spots while they are edited: adding at a moment, places on a picture, what a refusal says.
import type { CombinedError } from 'urql';
import type { MarksPartsFragment } from '../../api/generated';

export type Chapter = MarksPartsFragment['chapters'][number];
export type Hotspot = MarksPartsFragment['hotspots'][number];

/** A new hot-spot is shown so long, if the video lasts as long. */
const SHOWN_MS = 3000;

/** As they are sent and compared: the client adds the names of types to what it got. */
export function plain<Marks extends MarksPartsFragment>(marks: Marks): Marks {
  return {
    ...marks,
    chapters: marks.chapters.map(({ startMs, title }) => ({ startMs, title })),
    hotspots: marks.hotspots.map(({ productId, fromMs, toMs, xBps, yBps }) => ({
      ...{ productId, fromMs, toMs },
      ...{ xBps, yBps },
    })),
  };
}

export const inOrder = (chapters: readonly Chapter[]): Chapter[] =>
  [...chapters].sort((one, other) => one.startMs - other.startMs);

/** One more chapter at this moment; the first of all begins at the beginning. */
export function withChapter(chapters: readonly Chapter[], nowMs: number): Chapter[] {
  const first = chapters.length === 0 || !chapters.some(({ startMs }) => startMs === 0);
  return inOrder([...chapters, { startMs: first ? 0 : nowMs, title: '' }]);
}

/** One more hot-spot from this moment on, in the middle of the picture. */
export function withHotspot(
  hotspots: readonly Hotspot[],
  productId: string,
  nowMs: number,
  durationMs: number,
): Hotspot[] {
  const fromMs = Math.max(0, Math.min(nowMs, durationMs - SHOWN_MS));
  const toMs = Math.min(durationMs, fromMs + SHOWN_MS);
  return [...hotspots, { productId, fromMs, toMs, xBps: 5000, yBps: 5000 }];
}

export const same = (one: readonly object[], other: readonly object[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export type Size = { width: number; height: number };
export type Box = Size & { left: number; top: number };

/** Where the picture lies in a box that shows all of it, with bars beside or above. */
export function pictureIn(box: Size, picture: Size): Box {
  const scale = Math.min(box.width / (picture.width || 1), box.height / (picture.height || 1));
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
}

/** A point of the box as a place on the picture; one beside the picture is its nearest edge. */
export function placeAt(point: { x: number; y: number }, picture: Box): { xBps: number; yBps: number } {
  const share = (value: number, from: number, length: number): number =>
    Math.round(Math.min(1, Math.max(0, (value - from) / (length || 1))) * 10_000);
  return {
    xBps: share(point.x, picture.left, picture.width),
    yBps: share(point.y, picture.top, picture.height),
  };
}

/** The reason of a refusal, and which chapter, hot-spot or line it is about. */
export function troubleOf(
  error: CombinedError | null,
): { reason: string; number: number | null; line: number | null } | null {
  const extensions = error?.graphQLErrors[0]?.extensions ?? {};
  const { reason, number, line } = extensions as Record<string, unknown>;
  if (typeof reason !== 'string') return null;
  const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return { reason, number: count(number), line: count(line) };
}
