// What a player needs for the first picture before it has read a playlist: taken from the playlists that we wrote.

/** One rung. Files lie beside the master playlist. */
export interface StartRung {
  codecs: string;
  width: number;
  height: number;
  /** Bits a second at the peak. */
  bitrate: number;
  playlist: string;
  init: string;
  /** The init segment itself, in base64, of rungs that may be the first: with it the browser is ready before it is asked. */
  initData?: string;
  first: string;
}

export type StartVariant = Omit<StartRung, 'init' | 'initData' | 'first'>;

/** The player begins with nothing heavier (`player/src/starting/rungs.ts`), unless a codec has nothing lighter. */
const HEAVIEST_START_BPS = 500_000;

/** The rungs that a player may begin with: their init segments are worth 1.8 KB of the card each. */
export function mayBegin(rung: StartVariant, all: readonly StartVariant[]): boolean {
  const isLighter = (other: StartVariant): boolean =>
    other.codecs.slice(0, 4) === rung.codecs.slice(0, 4) && other.bitrate < rung.bitrate;
  return rung.bitrate <= HEAVIEST_START_BPS || !all.some(isLighter);
}

/** A plain file name: what a playlist of ours names lies in its own folder, and anything else is not given out. */
const NAME = /^\w[\w.-]*$/;

/** The rungs that a master playlist names; one without codecs or size cannot be started early and is left out. */
export function readVariants(master: string): StartVariant[] {
  const found = [...master.matchAll(/^#EXT-X-STREAM-INF:(.*)\r?\n(.+)$/gm)];
  return found.flatMap(([, attributes = '', uri = '']) => {
    const codecs = /CODECS="([^"]+)"/.exec(attributes)?.[1];
    const size = /RESOLUTION=(\d+)x(\d+)/.exec(attributes);
    const bitrate = /(?:^|,)BANDWIDTH=(\d+)/.exec(attributes)?.[1];
    const playlist = uri.trim();
    if (!codecs || !size || !bitrate || !NAME.test(playlist)) return [];
    return [{ codecs, width: Number(size[1]), height: Number(size[2]), bitrate: Number(bitrate), playlist }];
  });
}

/** The init segment and the first media segment; null while the playlist is not finished or is not fMP4. */
export function readFirst(media: string): { init: string; first: string } | null {
  const init = /^#EXT-X-MAP:URI="([^"]+)"/m.exec(media)?.[1];
  const first = /^#EXTINF:.*\r?\n(?:#.*\r?\n)*([^#\s].*)$/m.exec(media)?.[1]?.trim();
  if (!init || !first || !NAME.test(init) || !NAME.test(first) || !media.includes('#EXT-X-ENDLIST')) return null;
  return { init, first };
}
