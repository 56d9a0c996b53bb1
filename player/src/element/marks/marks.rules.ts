// Where marks are in time and on the screen, without DOM.
import type { Chapter, Hotspot, Product } from '../../core/types.js';

/** The chapter that this moment belongs to. */
export function chapterAt(chapters: readonly Chapter[], ms: number): Chapter | undefined {
  return chapters.findLast(({ startMs }) => startMs <= ms) ?? chapters[0];
}

/** The hot-spots that are shown now. */
export function spotsAt<Spot extends Hotspot>(hotspots: readonly Spot[], ms: number): Spot[] {
  return hotspots.filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** Where the picture lies in a frame that shows all of it, with bars beside or above it. */
export function pictureIn(frame: Size, picture: Size): Box {
  const scale = Math.min(frame.width / (picture.width || 1), frame.height / (picture.height || 1));
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: (frame.width - width) / 2, top: (frame.height - height) / 2, width, height };
}

export interface Margins {
  top: number;
  bottom: number;
  side: number;
}

/** The middle of a hot-spot in the frame; one that would lie under what belongs to the player is moved beside it. */
export function placeOf(
  { xBps, yBps }: Hotspot,
  picture: Box,
  frame: Size,
  margins: Margins,
): { x: number; y: number } {
  const within = (value: number, least: number, most: number): number =>
    Math.max(least, Math.min(value, Math.max(least, most)));
  const x = picture.left + (picture.width * xBps) / 10_000;
  const y = picture.top + (picture.height * yBps) / 10_000;
  return {
    x: within(x, margins.side, frame.width - margins.side),
    y: within(y, margins.top, frame.height - margins.bottom),
  };
}

/** By how much a hot-spot at this height has to move to be clear of a band in the middle of the frame, in pixels. */
export function clearOf(y: number, frame: Size, band: number): number {
  const below = y - frame.height / 2;
  return Math.abs(below) >= band ? 0 : (below < 0 ? -band : band) - below;
}

/** What an end card offers: the card's own product first, then others of the video that can be bought, three at most. */
export function offeredAtEnd(own: Product | null, others: readonly Product[]): Product[] {
  const rest = others.filter(({ id, inStock }) => inStock && id !== own?.id);
  return [...(own ? [own] : []), ...rest].slice(0, 3);
}
