// Judges a chosen file before a single byte is sent, so that a refusal costs nobody an upload.
import type { Inside } from './looking/look-inside';

export type Bounds = { maxBytes: string; minDurationMs: number; maxDurationMs: number; minShortSide: number };
export type FileFacts = { name: string; type: string; sizeBytes: number };

/** The service cannot take such a file. */
export type PreflightError =
  'EMPTY' | 'NOT_VIDEO' | 'TOO_LARGE' | 'TOO_SHORT' | 'TOO_LONG' | 'TOO_SMALL' | 'NO_PICTURE';
/** The service takes it; a shopper, or a moderator, may not like it. */
export type PreflightWarning = 'CANNOT_LOOK' | 'LANDSCAPE' | 'LOW_RESOLUTION' | 'SILENT' | 'NOT_HEARD' | 'BLACK';

export type Findings = { errors: readonly PreflightError[]; warnings: readonly PreflightWarning[] };

const EXTENSIONS = /\.(mp4|m4v|mov|webm|mkv|avi|wmv|mpg|mpeg|3gp|3g2|ts|mts|m2ts|ogv|flv)$/i;
/** Below it the picture is soft on every phone sold today. */
const GOOD_SHORT_SIDE = 720;

/** What can be said without opening the file. */
export function judgeFile(file: FileFacts, bounds: Bounds): PreflightError[] {
  if (file.sizeBytes === 0) return ['EMPTY'];
  if (!file.type.startsWith('video/') && !EXTENSIONS.test(file.name)) return ['NOT_VIDEO'];
  return BigInt(file.sizeBytes) > BigInt(bounds.maxBytes) ? ['TOO_LARGE'] : [];
}

/**
 * What is found inside. `null`, a file that this browser cannot open, passes with a word about it: the service looks
 * again at the real bytes.
 */
export function judgeInside(inside: Inside | null, bounds: Bounds): Findings {
  if (!inside) return { errors: [], warnings: ['CANNOT_LOOK'] };
  const { durationMs, width, height } = inside;
  const shortSide = Math.min(width, height);
  const errors: PreflightError[] = [];
  const warnings: PreflightWarning[] = [];
  if (shortSide === 0) return { errors: ['NO_PICTURE'], warnings };
  if (durationMs > 0 && durationMs < bounds.minDurationMs) errors.push('TOO_SHORT');
  if (durationMs > bounds.maxDurationMs) errors.push('TOO_LONG');
  if (shortSide < bounds.minShortSide) errors.push('TOO_SMALL');
  else if (shortSide < GOOD_SHORT_SIDE) warnings.push('LOW_RESOLUTION');
  if (width > height) warnings.push('LANDSCAPE');
  if (inside.black) warnings.push('BLACK');
  if (inside.silent === null) warnings.push('NOT_HEARD');
  else if (inside.silent) warnings.push('SILENT');
  return { errors, warnings };
}

/** True when this may be the file that a half-done upload began with. */
export function isSameFile(
  file: { name: string; size: number },
  video: { fileName: string; sizeBytes: string },
): boolean {
  return file.name === video.fileName && BigInt(file.size) === BigInt(video.sizeBytes);
}
