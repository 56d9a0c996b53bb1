// Which renditions to make of a picture: sizes, frame rate and the top of the bit rate. Pure decisions, no arguments yet.
import { rateOf, type Fraction, type PictureFacts } from './probe.rules.js';

export interface LadderSettings {
  /** Short sides to make, largest first. */
  shortSides: readonly number[];
  maxFps: number;
  /**
   * AV1 on every size, and H.264 on the two that stand in for it where AV1 cannot be played. Measured on 20 s of
   * 1080x1920: the CPU of a full H.264 ladder, and half of its bytes to a viewer with AV1.
   */
  av1: boolean;
}

export const DEFAULT_LADDER: LadderSettings = { shortSides: [1080, 720, 480, 360], maxFps: 30, av1: true };

export type Codec = 'h264' | 'av1';

/** One rendition: a size in a codec. */
export interface Rung {
  /** `h264-720p`: begins the names of its files. */
  id: string;
  codec: Codec;
  /** `720p`: by the short side, so that a portrait and a landscape picture of one size share a name. */
  name: string;
  width: number;
  height: number;
  /** Constant quality, in the scale of the codec's encoder. */
  crf: number;
  maxrateKbps: number;
  bufsizeKbps: number;
  profile: 'baseline' | 'high' | 'main';
}

export interface Ladder {
  /** Largest size first, and of one size H.264 before AV1; at least one is H.264. */
  rungs: Rung[];
  fps: Fraction;
}

const even = (n: number): number => Math.max(2, Math.floor(n / 2) * 2);

/** The common rates that a measured average means; 29.83 of a phone is meant as 29.97 or 30. */
const MEANT: readonly Fraction[] = [
  { num: 24000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 30, den: 1 },
];

/**
 * One constant rate for every rung. A constant source keeps its own, divided by a whole number until it fits
 * (60 -> 30, 50 -> 25), so that no frame is shown twice and the next once. A variable source gets its nominal rate
 * where that is a usual one, else the maximum: its frames are repeated, which costs x264 almost nothing.
 */
export function chooseFps(
  picture: Pick<PictureFacts, 'fps' | 'nominalFps' | 'variableRate'>,
  maxFps: number,
): Fraction {
  const nominal = picture.nominalFps;
  // ffprobe guesses the nominal rate of files without a header; one below the average would drop real frames.
  const average = picture.fps ? rateOf(picture.fps) : 0;
  const usual = nominal !== null && rateOf(nominal) >= Math.max(10, average * 0.98) && rateOf(nominal) <= 121;
  if (picture.variableRate && !usual) return MEANT.at(-1) as Fraction;
  const source = (picture.variableRate ? nominal : (nominal ?? picture.fps)) ?? { num: 30, den: 1 };
  const rate = rateOf(source);
  // 1 % of slack: 30.02 of a camera is 30.
  if (rate > maxFps * 1.01) return { num: source.num, den: source.den * Math.ceil(rate / (maxFps * 1.01)) };
  // Below 10 the one-second grid of keyframes would be too coarse; whole multiples repeat each frame equally often.
  if (rate < 10) return { num: source.num * Math.ceil(10 / rate), den: source.den };
  return snap(source);
}

function snap(source: Fraction): Fraction {
  const rate = rateOf(source);
  return source.den < 2000 ? source : (MEANT.find((m) => Math.abs(rateOf(m) / rate - 1) < 0.003) ?? source);
}

/** Caps for 16:9 at 30 frames a second; from Apple's and YouTube's published ladders, lowered for short clips. */
const CAPS: readonly (readonly [shortSide: number, kbps: number])[] = [
  [240, 450],
  [360, 850],
  [480, 1500],
  [720, 3000],
  [1080, 5500],
];

/** The cap for a picture, in proportion to its area between the known sizes. */
export function capKbps(width: number, height: number): number {
  const short = Math.min(width, height);
  const above = CAPS.find(([side]) => side >= short) ?? (CAPS.at(-1) as readonly [number, number]);
  const area = (width * height) / (above[0] * above[0] * (16 / 9));
  return Math.max(150, Math.round(above[1] * Math.min(1, area ** 0.75)));
}

/** The encoders' settings for a size. CRF of x264 and SVT-AV1 are different scales; these two look alike (docs/decisions/0014). */
function encodingOf(codec: Codec, short: number, capKbps: number) {
  if (codec === 'av1') {
    const maxrateKbps = Math.round(capKbps * AV1_SHARE);
    return {
      crf: short <= 360 ? 38 : short <= 480 ? 36 : 35,
      maxrateKbps,
      bufsizeKbps: maxrateKbps * 2,
      profile: 'main' as const,
    };
  }
  const isSmall = short <= 360;
  return {
    // At 23, Baseline's picture is worse than that of High; that of 1080 a hair worse than PeerTube's.
    crf: isSmall ? 21.5 : short > 720 ? 22.3 : 22.9,
    ...{ maxrateKbps: isSmall ? Math.round(capKbps * 1.2) : capKbps, bufsizeKbps: capKbps * 2 },
    // Baseline decodes on the weakest phones; it is also the rung that plays first.
    profile: isSmall ? ('baseline' as const) : ('high' as const),
  };
}

/** What AV1 needs of the bits of H.264 for one picture. */
const AV1_SHARE = 0.6;

function rungOf(picture: { width: number; height: number }, shortSide: number, codec: Codec): Rung {
  const ratio = shortSide / Math.min(picture.width, picture.height);
  const portrait = picture.height > picture.width;
  const exact = Math.max(picture.width, picture.height) * ratio;
  // Nearest even; the source's own size is only ever cut, never stretched.
  const long = ratio === 1 ? even(exact) : Math.round(exact / 2) * 2;
  const short = even(shortSide);
  const name = `${short}p`;
  return {
    ...{ id: `${codec}-${name}`, codec, name, width: portrait ? short : long, height: portrait ? long : short },
    ...encodingOf(codec, short, capKbps(long, short)),
  };
}

/** The largest size of H.264 beside AV1: 1080 costs most, and who cannot play AV1 is served well with 720. */
const FALLBACK_SIDE = 720;
const FALLBACKS = 2;

/**
 * Rungs by short side, never larger than the source. A source between two rungs gets its own size on top; the next
 * rung is left out when it would be nearly the same (within 5 %).
 */
export function planLadder(picture: PictureFacts, settings: LadderSettings = DEFAULT_LADDER): Ladder {
  const own = Math.min(picture.width, picture.height);
  const top = Math.min(own, settings.shortSides[0] ?? 1080);
  const sides = [top, ...settings.shortSides.filter((side) => side < top * 0.95)];
  const fallbacks = sides.filter((side) => side <= FALLBACK_SIDE).slice(0, FALLBACKS);
  const codecs = (side: number): Codec[] => {
    if (!settings.av1) return ['h264'];
    return fallbacks.includes(side) || (fallbacks.length === 0 && side === sides.at(-1)) ? ['h264', 'av1'] : ['av1'];
  };
  return {
    rungs: sides.flatMap((side) => codecs(side).map((codec) => rungOf(picture, side, codec))),
    fps: chooseFps(picture, settings.maxFps),
  };
}

/** The ladder of a source that is its own top rung: H.264 stands there too. */
export function withCopiedTop(picture: PictureFacts, ladder: Ladder): Ladder {
  const [top] = ladder.rungs;
  if (!top || top.codec === 'h264') return ladder;
  return { ...ladder, rungs: [rungOf(picture, Math.min(top.width, top.height), 'h264'), ...ladder.rungs] };
}

/**
 * The rung that plays first, while the others are made: 480 in H.264, as a phone shows it and every browser decodes it,
 * or the lowest there is. Its place in the ladder.
 */
export function earlyRung({ rungs }: Pick<Ladder, 'rungs'>): number {
  const everywhere = [...rungs.entries()].filter(([, rung]) => rung.codec === 'h264');
  const found = everywhere.find(([, rung]) => Math.min(rung.width, rung.height) <= 480) ?? everywhere.at(-1);
  return found?.[0] ?? rungs.length - 1;
}
