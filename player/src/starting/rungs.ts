// Decides with which rung a video begins, and reads the playlist that the rest of it stands in.

/** One rung of a video, as the card names it. Files lie beside the master playlist. */
export interface Rung {
  codecs: string;
  width: number;
  height: number;
  /** Bits a second. */
  bitrate: number;
  playlist: string;
  init: string;
  /** The init segment itself, in base64, where the card brings it. */
  initData?: string;
  /** The first segment: what the first picture needs. */
  first: string;
}

export interface Part {
  file: string;
  fromS: number;
  toS: number;
}

/** Above this a first second weighs more than it is worth: 480 instead of 360 costs 11 ms of 99 on a middling network; hls.js goes up. */
const HEAVIEST_START_BPS = 250_000;

export function isAv1(codecs: string): boolean {
  return codecs.startsWith('av01');
}

/**
 * The rung to begin with: the largest that the player can show, that comes in a quarter of its time and is not heavy;
 * else the lightest. `pixels` is the player's short side on the screen, `playable` says what this browser decodes well.
 */
export function chooseRung(
  rungs: readonly Rung[],
  { pixels, bitsPerSecond, playable }: { pixels: number; bitsPerSecond: number; playable(rung: Rung): boolean },
): Rung | undefined {
  const able = rungs.filter(playable).sort((a, b) => a.bitrate - b.bitrate);
  // Equal sizes in two codecs would confuse what follows: AV1 where it can be, else H.264.
  const family = able.some((rung) => isAv1(rung.codecs)) ? able.filter((rung) => isAv1(rung.codecs)) : able;
  const most = Math.min(HEAVIEST_START_BPS, bitsPerSecond / 4);
  const fitting = family.filter((rung) => rung.bitrate <= most && Math.min(rung.width, rung.height) <= pixels * 1.2);
  return fitting.at(-1) ?? family[0];
}

/** The segments of a finished media playlist of our own making. */
export function parseParts(text: string): Part[] {
  const parts: Part[] = [];
  let toS = 0;
  for (const [, seconds, file] of text.matchAll(/^#EXTINF:([\d.]+).*\n(?:#.*\n)*([^#\s].*)$/gm)) {
    const fromS = toS;
    toS += Number(seconds);
    parts.push({ file: file ?? '', fromS, toS });
  }
  return parts;
}

/** The part to fetch next: the first that ends after `atS` and of which the middle is missing. */
export function missingPart(parts: readonly Part[], atS: number, has: (atS: number) => boolean): Part | undefined {
  return parts.find((part) => part.toS > atS + 0.05 && !has((part.fromS + part.toS) / 2));
}
