// ffmpeg's arguments for the storyboard, the preview clip and a creator's own picture, and the storyboard's track. Pure.

export interface Size {
  width: number;
  height: number;
}

/** Tiles of one size, left to right and down, sheet after sheet; tile `n` shows the video from `n * intervalMs` on. */
export interface StoryboardPlan {
  tileWidth: number;
  tileHeight: number;
  columns: number;
  rows: number;
  /** How many tiles there are on all sheets. */
  tiles: number;
  intervalMs: number;
}

const TILE_LONG_SIDE = 160;
const MOST_TILES = 100;
/** 25 tiles are some 50 KB: the first hover waits for one such sheet, not for all four. */
const TILES_A_SHEET = 25;
/** Keyframes are at most 4 s apart in every rung, so beyond that nothing else need be decoded. */
const KEYFRAMES_ONLY_MS = 4000;

/** No word of a path may be taken for a protocol. */
const file = (path: string): string => `file:${path}`;
const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2));

const QUIET = ['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', 'info', '-benchmark'];
const NAMELESS = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'];

/** The same shape with a short side of at most `side`; even numbers. */
export function shortSideAtMost({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.min(width, height));
  return { width: even(width * scale), height: even(height * scale) };
}

/** One tile a second; a hundred spread over a longer video. `fps` bounds the last tile: it must begin before the end. */
export function planStoryboard(durationS: number, fps: number, picture: Size): StoryboardPlan {
  const scale = TILE_LONG_SIDE / Math.max(picture.width, picture.height);
  const intervalMs = Math.max(1000, Math.ceil((durationS * 1000) / MOST_TILES));
  const lastFrameMs = Math.max(0, (durationS - 1.5 / fps) * 1000);
  const tiles = Math.min(MOST_TILES, Math.floor(lastFrameMs / intervalMs) + 1);
  const columns = Math.min(5, tiles);
  const rows = Math.ceil(Math.min(tiles, TILES_A_SHEET) / columns);
  const [tileWidth, tileHeight] = [even(picture.width * scale), even(picture.height * scale)];
  return { tileWidth, tileHeight, columns, rows, tiles, intervalMs };
}

/** How many sheets hold all tiles. */
export const sheetsOf = (plan: StoryboardPlan): number => Math.ceil(plan.tiles / (plan.columns * plan.rows));

/** Sheets as lossless pictures, from a rung of ours. `pattern` has the number of the sheet, from 1 on. */
export function storyboardArguments(rung: string, pattern: string, plan: StoryboardPlan): string[] {
  const { tileWidth, tileHeight, columns, rows, intervalMs } = plan;
  // The first frame at or after each tile's beginning; `fps` would round to the nearest and drift by half a tile.
  const select = `select='gte(t\\,selected_n*${(intervalMs / 1000).toFixed(3)})'`;
  return [
    ...[...QUIET, '-threads', '1', ...(intervalMs >= KEYFRAMES_ONLY_MS ? ['-skip_frame', 'nokey'] : [])],
    ...['-protocol_whitelist', 'file', '-f', 'mov', '-i', file(rung), '-map', '0:v:0'],
    ...['-vf', `${select},scale=w=${tileWidth}:h=${tileHeight}:flags=area,tile=${columns}x${rows}`],
    ...['-fps_mode', 'passthrough', '-frames:v', String(sheetsOf(plan)), ...NAMELESS],
    ...['-c:v', 'png', '-compression_level', '1', '-f', 'image2', file(pattern)],
  ];
}

/** `01:02:03.456`, as WebVTT writes a moment. */
function moment(ms: number): string {
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds % 60)}.${pad(ms % 1000, 3)}`;
}

/** Where tile `n` lies: the number of its sheet, and its corner there. */
export function tileAt(plan: StoryboardPlan, n: number): { sheet: number; x: number; y: number } {
  const aSheet = plan.columns * plan.rows;
  const place = n % aSheet;
  const [column, row] = [place % plan.columns, Math.floor(place / plan.columns)];
  return { sheet: Math.floor(n / aSheet), x: column * plan.tileWidth, y: row * plan.tileHeight };
}

/** The track that players know: each cue names a sheet beside it and the part of it to show. */
export function storyboardTrack(plan: StoryboardPlan, sheets: readonly string[], durationMs: number): string {
  const cues = Array.from({ length: plan.tiles }, (_, n) => {
    const { sheet, x, y } = tileAt(plan, n);
    const end = n + 1 === plan.tiles ? Math.max(durationMs, n * plan.intervalMs + 1) : (n + 1) * plan.intervalMs;
    const times = `${moment(n * plan.intervalMs)} --> ${moment(end)}`;
    return `${times}\n${sheets[sheet]}#xywh=${x},${y},${plan.tileWidth},${plan.tileHeight}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

export const PREVIEW_S = 3;
const PREVIEW_SHORT_SIDE = 360;

/** Where the preview clip begins, in seconds: a second before the best moment, so that it has three where the video does. */
export function previewStart(bestS: number, durationS: number): number {
  return Math.max(0, Math.min(bestS - 1, durationS - PREVIEW_S));
}

/** Three silent seconds of a rung of ours, at most 600 kb/s: 225 KB when everything moves. */
export function previewArguments(rung: string, picture: Size, startS: number, target: string): string[] {
  const { width, height } = shortSideAtMost(picture, PREVIEW_SHORT_SIDE);
  return [
    ...[...QUIET, '-threads', '1', '-ss', startS.toFixed(3), '-protocol_whitelist', 'file', '-f', 'mov'],
    ...['-i', file(rung), '-map', '0:v:0', '-t', String(PREVIEW_S), '-an', '-sn', '-dn'],
    ...['-vf', `scale=w=${width}:h=${height}:flags=bicubic,setsar=1,format=yuv420p`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-crf', '28', '-threads', '1'],
    ...['-maxrate', '600k', '-bufsize', '600k', '-flags:v', '+bitexact', ...NAMELESS],
    ...['-color_range', 'tv', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    ...['-movflags', '+faststart', '-f', 'mp4', file(target)],
  ];
}

/** The largest poster that is kept. */
export const POSTER_BOX: Size = { width: 1080, height: 1920 };

/** ffmpeg's readers of single pictures; nothing else may open a creator's own picture. */
export const PICTURE_READERS = { jpeg: 'jpeg_pipe', png: 'png_pipe', webp: 'webp_pipe' } as const;

/** What turns a picture upright, by its EXIF orientation 1 to 8. */
const UPRIGHT: readonly string[] = [
  ...['', '', 'hflip', 'hflip,vflip', 'vflip', 'transpose=cclock_flip', 'transpose=clock', 'transpose=clock_flip'],
  'transpose=cclock',
];

/**
 * A creator's own picture, decoded behind the fences and written anew as a plain PNG that fits the poster's box. No
 * byte of the source passes: no place, no device, no colour profile.
 */
export function ownPictureArguments(
  source: string,
  picture: { kind: keyof typeof PICTURE_READERS; orientation: number },
  maxPixels: number,
  target: string,
): string[] {
  const reader = PICTURE_READERS[picture.kind];
  const upright = UPRIGHT[picture.orientation] ?? '';
  const fit = `scale=w='min(iw\\,${POSTER_BOX.width})':h='min(ih\\,${POSTER_BOX.height})'`;
  return [
    ...[
      ...QUIET,
      '-protocol_whitelist',
      'file',
      '-format_whitelist',
      reader,
      '-codec_whitelist',
      'mjpeg,png,apng,webp',
    ],
    ...['-max_pixels', String(maxPixels), '-noautorotate', '-threads', '1', '-f', reader, '-i', file(source)],
    ...['-map', '0:v:0', '-frames:v', '1', '-an', '-sn', '-dn'],
    ...[
      '-vf',
      [upright, `${fit}:force_original_aspect_ratio=decrease:flags=bicubic`, 'format=rgba'].filter(Boolean).join(','),
    ],
    ...[...NAMELESS, '-c:v', 'png', '-compression_level', '1', '-f', 'image2', '-update', '1', file(target)],
  ];
}
