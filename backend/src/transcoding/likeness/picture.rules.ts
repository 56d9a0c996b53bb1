// Whether two pictures are the same one, cropped, framed, mirrored, faster or slower, and where.
import { align, changesOf, RATIOS, type Alignment } from './alignment.rules.js';
import { mirroredWord } from './blobs.rules.js';
import { readFrames, refinePlace, sharedPoints, type Place } from './place.rules.js';
import { SEEN_SIDE, KEPT_SIDE, type Blob, type PicturePrint } from './print.rules.js';

export interface PictureMatch extends Alignment {
  place: Place;
  /** Likeness of the still part of both, -1 to 1. */
  stillScore: number;
}

const THIRD = KEPT_SIDE / SEEN_SIDE;
/** Frames to both sides whose mean counts as standing still. */
const REACH = 10;
/** A change of this many levels, in pictures of deviation 48, is half noise. */
const FAINT = 1.5;
const ENOUGH = 0.25;
/** Places that are tried in full, each spoken for by at least two blobs. */
const TRIED = 5;
const LEAST_VOTES = 2;
/** Nothing better is looked for once a match is this good. */
const CERTAIN = 0.85;
const CERTAIN_TELLING = 12;

interface Vote {
  place: Place;
  votes: number;
}

/** Bins overlap by half, so that no true place is split between two. */
const SLOPS = [0, 0.5].flatMap((dl) => [0, 0.5].flatMap((dx) => [0, 0.5].map((dy) => [dl, dx, dy] as const)));

/** What one pair of blobs with equal words says: how large mine is in theirs, and where its middle lies. */
interface Opinion {
  mirrored: boolean;
  octaves: number;
  middleX: number;
  middleY: number;
  /** A blob that stands still says the same in every frame, and is counted once. */
  who: string;
}

function* opinionsOf(mine: PicturePrint, theirs: PicturePrint): Generator<Opinion> {
  const known = new Map<number, Blob[]>();
  for (const blob of theirs.blobs) {
    const same = known.get(blob.word);
    if (same) same.push(blob);
    else known.set(blob.word, [blob]);
  }
  const [width, height] = [mine.width / THIRD, mine.height / THIRD];
  for (const mirrored of [false, true]) {
    for (const blob of mine.blobs) {
      const x = mirrored ? width - 1 - blob.x : blob.x;
      for (const near of blob.near) {
        for (const other of known.get(mirrored ? mirroredWord(near) : near) ?? []) {
          const scale = other.size / blob.size;
          const at = (n: number) => Math.round(n / 3);
          yield {
            ...{ mirrored, octaves: Math.log2(scale) },
            // An error in the scale moves the middle less than a corner.
            ...{ middleX: other.x + scale * (width / 2 - x), middleY: other.y + scale * (height / 2 - blob.y) },
            who: `${at(x)} ${at(blob.y)} ${at(other.x)} ${at(other.y)}`,
          };
        }
      }
    }
  }
}

/** Which places the blobs with equal words speak for, the most frequent first. */
export function placesOf(mine: PicturePrint, theirs: PicturePrint): Vote[] {
  const bins = new Map<string, { mirrored: boolean; seen: Set<string>; octaves: number; x: number; y: number }>();
  for (const { mirrored, octaves, middleX, middleY, who } of opinionsOf(mine, theirs)) {
    for (const [dl, dx, dy] of SLOPS) {
      const bin = [octaves * 2.5 + dl, middleX / 14 + dx, middleY / 14 + dy].map(Math.floor);
      const key = `${mirrored} ${bin.join()}`;
      const found = bins.get(key) ?? { mirrored, seen: new Set<string>(), octaves: 0, x: 0, y: 0 };
      bins.set(key, found);
      if (found.seen.has(who)) continue;
      found.seen.add(who);
      found.octaves += octaves;
      found.x += middleX;
      found.y += middleY;
    }
  }
  const ranked = [...bins.values()].sort((a, b) => b.seen.size - a.seen.size).slice(0, TRIED);
  return ranked.map(({ mirrored, seen, octaves, x, y }) => {
    const scale = 2 ** (octaves / seen.size);
    const x0 = (x / seen.size) * THIRD - (scale * mine.width) / 2;
    const y0 = (y / seen.size) * THIRD - (scale * mine.height) / 2;
    return { votes: seen.size, place: { mirrored, scaleX: scale, scaleY: scale, x0, y0 } };
  });
}

const PAIRS = 16;

/** Pairs of frames along an alignment. */
function pairsOf({ mineFrom, theirsFrom, ratio, length }: Alignment): [number, number][] {
  const step = Math.max(1, length / PAIRS);
  return Array.from({ length: Math.min(PAIRS, length) }, (_, k) => {
    const i = Math.floor(k * step);
    return [mineFrom + i, Math.round(theirsFrom + ratio * i)];
  });
}

function alignAt(mine: PicturePrint, theirs: PicturePrint, place: Place, ratios = RATIOS): Alignment | null {
  const points = sharedPoints(mine, theirs, place);
  if (!points) return null;
  const a = changesOf(readFrames(mine, points.mine), REACH, FAINT);
  const b = changesOf(readFrames(theirs, points.theirs), REACH, FAINT);
  return align(a, b, ENOUGH, ratios);
}

/** The whole of mine on the whole of theirs: dark pictures have too few blobs to say so. */
function wholes(mine: PicturePrint, theirs: PicturePrint): Place[] {
  const [scaleX, scaleY] = [theirs.width / mine.width, theirs.height / mine.height];
  return [false, true].map((mirrored) => ({ mirrored, scaleX, scaleY, x0: 0, y0: 0 }));
}

/** The best match of two pictures, good or bad; null when nothing in them speaks for one. */
export function matchPictures(mine: PicturePrint, theirs: PicturePrint): PictureMatch | null {
  const voted = placesOf(mine, theirs).filter(({ votes }) => votes >= LEAST_VOTES);
  let best: PictureMatch | null = null;
  for (const place of [...voted.slice(0, TRIED).map((v) => v.place), ...wholes(mine, theirs)]) {
    const rough = alignAt(mine, theirs, place);
    if (!rough || rough.telling < 2) continue;
    const fine = refinePlace(mine, theirs, place, pairsOf(rough));
    const exact = alignAt(mine, theirs, fine.place);
    if (!exact) continue;
    const weight = (m: Alignment) => m.score * Math.sqrt(m.telling);
    if (!best || weight(exact) > weight(best)) best = { ...exact, place: fine.place, stillScore: fine.score };
    if (best.score > CERTAIN && best.stillScore > CERTAIN && best.telling > CERTAIN_TELLING) break;
  }
  return best;
}
