// A store's watermark and end card as filters and arguments of the one encoding process. Pure: nothing is drawn here.
import type { Corner } from '../../videos/branding/branding.rules.js';
import { SEEN_SIDE } from '../likeness/print.rules.js';
import type { Rung } from '../rules/ladder.rules.js';
import type { Fraction } from '../rules/probe.rules.js';

interface Size {
  width: number;
  height: number;
}

/** A transparent PNG that is as large as it will stand, its opacity in it; `x` and `y` are its corner in the top rung. */
export interface DrawnWatermark {
  file: string;
  x: number;
  y: number;
  onPosters: boolean;
}

/** A PNG of the top rung's size, shown for so many frames behind the film. */
export interface DrawnCard {
  file: string;
  frames: number;
}

/** At least one of the two is there. */
export interface DrawnBranding {
  watermark: DrawnWatermark | null;
  card: DrawnCard | null;
  /** Where small grey frames of the film without either go: prints and checks look at these. */
  filmFile: string;
}

const even = (n: number): number => Math.max(2, 2 * Math.round(n / 2));
const evenDown = (n: number): number => Math.max(0, 2 * Math.floor(n / 2));

/** However tall a logo is, it covers at most half of the short side. */
const MOST_HEIGHT = 0.5;

/** Size and corner of a watermark in the top rung; every smaller rung is scaled from that. Even, as 4:2:0 wants it. */
export function placeWatermark(
  settings: { corner: Corner; widthPct: number; marginPct: number },
  top: Size,
  logo: Size,
): Size & { x: number; y: number } {
  const short = Math.min(top.width, top.height);
  const wanted = (short * settings.widthPct) / 100;
  const scale = Math.min(wanted / logo.width, (short * MOST_HEIGHT) / logo.height);
  const size = { width: even(logo.width * scale), height: even(logo.height * scale) };
  const margin = evenDown((short * settings.marginPct) / 100);
  const [vertical, side] = settings.corner.split('_');
  const x = side === 'left' ? margin : evenDown(top.width - size.width - margin);
  const y = vertical === 'top' ? margin : evenDown(top.height - size.height - margin);
  return { ...size, x, y };
}

/** The end card lasts whole frames. */
export const cardFrames = (cardMs: number, fps: Fraction): number =>
  Math.max(1, Math.round((cardMs * fps.num) / (1000 * fps.den)));

/** Seconds by which a card makes every rung longer than its film. */
export const cardSeconds = (branding: DrawnBranding | null | undefined, fps: Fraction): number =>
  ((branding?.card?.frames ?? 0) * fps.den) / fps.num;

/** Pictures of ours as inputs behind the source: one frame each, at the rate of the rungs. */
export function brandingInputs(branding: DrawnBranding | null | undefined, fps: Fraction): string[] {
  const files = [branding?.watermark, branding?.card].flatMap((one) => (one ? [one.file] : []));
  return files.flatMap((path) => [
    ...['-protocol_whitelist', 'file', '-format_whitelist', 'png_pipe', '-codec_whitelist', 'png'],
    ...['-f', 'png_pipe', '-framerate', `${fps.num}/${fps.den}`, '-i', `file:${path}`],
  ]);
}

const TO_VIDEO = 'scale=in_range=pc:out_color_matrix=bt709:out_range=tv';

/** A watermark over the picture `[from]`. Its one frame is repeated to the end of the film. */
function overlay(mark: DrawnWatermark, from: string, name: string): [graph: string, out: string] {
  const logo = `[1:v]${TO_VIDEO},format=yuva420p[${name}]`;
  return [`${logo};[${from}][${name}]overlay=x=${mark.x}:y=${mark.y}:format=yuv420`, `${name}o`];
}

/**
 * Filters from the film `[b0]` in the top rung's size to `[s0]`, before the cascade: drawn once for all rungs. `[film]`
 * gets the film without them, small and grey.
 */
export function brandingFilters(branding: DrawnBranding, top: Rung, fps: Fraction): string[] {
  const { watermark, card } = branding;
  const scale = (2 * SEEN_SIDE) / Math.max(top.width, top.height);
  const seen = `scale=w=${even(top.width * scale)}:h=${even(top.height * scale)}:flags=area,format=gray`;
  const filters = ['[b0]split=2[b1][b2]', `[b2]${seen}[film]`];
  let at = 'b1';
  if (watermark) {
    const [graph, out] = overlay(watermark, at, 'wm');
    filters.push(`${graph}[${out}]`);
    at = out;
  }
  if (!card) return [...filters, `[${at}]null[s0]`];
  // One frame that is pointed at again and again: a looped input would be decoded and kept ninety times.
  const still = `loop=loop=${card.frames - 1}:size=1:start=0,setpts=N*${fps.den}/${fps.num}/TB`;
  filters.push(`[${watermark ? 2 : 1}:v]${TO_VIDEO},format=yuv420p,setsar=1,${still}[card]`);
  // concat counts in microseconds; frames are counted in frames.
  return [...filters, `[${at}][card]concat=n=2:v=1:a=0,settb=expr=${fps.den}/${fps.num},setpts=N[s0]`];
}

/** The same watermark over candidate posters, in their own graph: after `[from]`, a filter chain that goes on. */
export function onPosters(branding: DrawnBranding | null | undefined, from: string): string | null {
  const watermark = branding?.watermark;
  return watermark?.onPosters ? overlay(watermark, from, 'pm')[0] : null;
}

/** The sound ends with the film, softly over the last hundredth, and is silent behind it. */
export function cardSound(filmS: number, cardS: number): string[] {
  if (cardS === 0) return [];
  const whole = (filmS + cardS).toFixed(3);
  return [`afade=t=out:st=${(filmS - 0.01).toFixed(3)}:d=0.01`, `apad=whole_dur=${whole}`, `atrim=end=${whole}`];
}

/** The output that prints and checks read; lossless, and a hundredth of the points of a rung. */
export const filmArguments = (branding: DrawnBranding): string[] => [
  ...['-map', '[film]', '-fps_mode', 'passthrough', '-c:v', 'ffv1', '-flags:v', '+bitexact'],
  ...['-map_metadata', '-1', '-f', 'matroska', `file:${branding.filmFile}`],
];
