// The only file that knows hls.js; it is loaded after the first picture, or at once where the starter cannot be used.
import type { CapLevelController, HlsConfig, Level } from 'hls.js';
import Hls from 'hls.js/light';
import { tellQuality } from './element/menu/quality.js';
import { decodesWell, guessedBitsPerSecond } from './starting/first.js';
import { isAv1 } from './starting/rungs.js';
import type { Starter } from './starting/starter.js';

export interface Source {
  hlsUrl: string;
  mp4Url: string | null;
}

export interface Wishes {
  /** Data saver or a slow network: the lowest rung, and little ahead. */
  savesData: boolean;
  startAtS: number;
  /** A budget of the day is used up, now. */
  isSpared(): boolean;
  onFatal(message: string): void;
}

/** Lets the media element go, with everything it holds. */
export type Release = () => void;

/**
 * Gives the video its source. hls.js is asked before the browser: Chromium answers "maybe" to HLS and plays it badly.
 *
 * No worker: hls.js makes it from a blob, which a strict policy refuses, and fMP4 needs no work worth one.
 */
export function attach(video: HTMLVideoElement, source: Source, wishes: Wishes): Release {
  if (Hls.isSupported()) return attachHls(video, source, wishes);
  const native = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  return attachFiles(video, [native ? source.hlsUrl : null, source.mp4Url], wishes);
}

/** Gives the video the first of these addresses that the browser plays by itself, from that second on. */
export function attachFiles(
  video: HTMLVideoElement,
  urls: readonly (string | null)[],
  { startAtS, onFatal }: Pick<Wishes, 'startAtS' | 'onFatal'>,
): Release {
  const left = urls.filter((url) => url !== null);
  // Asked, not read from the element: an error pauses it, whoever wanted to see it.
  let isWanted = !video.paused;
  const over = new AbortController();
  const on = (name: string, act: () => void): void => video.addEventListener(name, act, { signal: over.signal });
  on('play', () => (isWanted = true));
  on('pause', () => (isWanted &&= video.error !== null));
  const next = (): void => {
    const url = left.shift();
    if (url === undefined) return onFatal(video.error?.message ?? 'no playable source');
    const atS = video.currentTime || startAtS;
    video.src = url;
    if (atS > 0) video.currentTime = atS;
    if (isWanted) void video.play().catch(() => undefined);
  };
  on('error', next);
  next();
  return () => {
    over.abort();
    video.removeAttribute('src');
    video.load();
  };
}

/** So far ahead is fetched where bytes are saved. */
const SPARED_S = 8;

function configuration(wishes: Wishes): Partial<HlsConfig> {
  const { savesData, startAtS } = wishes;
  return {
    ...heeding(wishes),
    enableWorker: false,
    capLevelToPlayerSize: true,
    maxDevicePixelRatio: 2,
    testBandwidth: false,
    abrEwmaDefaultEstimate: guessedBitsPerSecond(),
    backBufferLength: 10,
    maxBufferLength: savesData ? SPARED_S : 20,
    maxMaxBufferLength: 40,
    startPosition: startAtS > 0 ? startAtS : -1,
  };
}

/** A media error is mended once; anything else that hls.js gives up on is the end. */
function watchErrors(hls: Hls, onFatal: (message: string) => void): void {
  let recovered = false;
  hls.on(Hls.Events.ERROR, (_event, data) => {
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
    } else {
      onFatal(data.details);
    }
  });
}

/**
 * Leaves the levels of one codec: rungs of equal size in two codecs confuse the cap by player size (hls.js 5661, 6150).
 * H.264 stays unless every AV1 level runs smoothly; where there is only one codec, it stays.
 */
function keepFamily(hls: Hls, wantsAv1: boolean): void {
  const isOf = (level: Level): boolean => isAv1(level.videoCodec ?? '');
  if (hls.levels.every(isOf) || !hls.levels.some(isOf)) return;
  for (let at = hls.levels.length - 1; at >= 0; at -= 1) {
    const level = hls.levels[at];
    if (level && isOf(level) !== wantsAv1) hls.removeLevel(at);
  }
}

async function av1RunsWell(hls: Hls): Promise<boolean> {
  const levels = hls.levels.filter((level) => isAv1(level.videoCodec ?? ''));
  const answers = await Promise.all(
    levels.map((level) => decodesWell(level.videoCodec ?? '', level.width, level.height, level.maxBitrate)),
  );
  return answers.every(Boolean);
}

/** Tells which rungs can be chosen. A choice holds from the next segment on. */
function offerQuality(hls: Hls, video: HTMLVideoElement): void {
  const sideOf = ({ width, height }: Level): number => Math.min(width, height);
  const sides = [...new Set(hls.levels.map(sideOf))].sort((a, b) => b - a);
  let chosen: number | null = null;
  tellQuality(video, {
    sides,
    get chosen() {
      return chosen;
    },
    choose(side) {
      chosen = side;
      hls.nextLevel = side === null ? -1 : hls.levels.findLastIndex((level) => sideOf(level) === side);
    },
  });
  hls.once(Hls.Events.DESTROYING, () => tellQuality(video, null));
}

const SizeCap = Hls.DefaultConfig.capLevelController as typeof CapLevelController;

/**
 * A budget that is used up while it plays: the lowest rung and little ahead from the next segment on; and back, when it is lifted. Asked
 * where hls.js asks for the player's size, every second, so that neither bound undoes the other.
 */
function heeding({ savesData, isSpared }: Wishes): Partial<HlsConfig> {
  // The shopper's own reasons hold as long as the video does.
  const saves = savesData && !isSpared();
  return {
    capLevelController: class extends SizeCap {
      override getMaxLevel(last: number): number {
        return saves || isSpared() ? 0 : super.getMaxLevel(last);
      }
    },
  };
}

function heedBudget(hls: Hls, { isSpared }: Wishes): void {
  const { maxBufferLength } = hls.config;
  hls.on(Hls.Events.FRAG_LOADED, () => {
    hls.config.maxBufferLength = isSpared() ? SPARED_S : maxBufferLength;
  });
}

function attachHls(video: HTMLVideoElement, source: Source, wishes: Wishes): Release {
  if (!('MediaSource' in globalThis)) video.disableRemotePlayback = true; // Managed Media Source asks for it.
  const hls = new Hls({ ...configuration(wishes), autoStartLoad: false });
  let isOver = false;
  watchErrors(hls, wishes.onFatal);
  heedBudget(hls, wishes);
  hls.once(Hls.Events.MANIFEST_PARSED, () => {
    void av1RunsWell(hls).then((runsWell) => {
      if (isOver) return;
      keepFamily(hls, runsWell);
      if (wishes.savesData) hls.autoLevelCapping = hls.startLevel = 0;
      hls.startLoad(wishes.startAtS > 0 ? wishes.startAtS : -1);
      offerQuality(hls, video);
    });
  });
  hls.loadSource(source.hlsUrl);
  hls.attachMedia(video);
  return () => {
    isOver = true;
    hls.destroy();
  };
}

/**
 * Goes on where the starter is: hls.js reads the playlists beside it, then takes its media source as it stands, so that
 * the picture never stops. Whatever fails before that leaves the starter in charge, unless the starter failed too.
 */
export function takeOver(video: HTMLVideoElement, source: Source, wishes: Wishes, starter: Starter): Release {
  const hls = new Hls({ ...configuration(wishes), autoStartLoad: false });
  let release: Release = () => {
    hls.destroy();
    starter.stop();
  };
  let owns = false;
  let isOver = false;
  watchErrors(hls, (message) => {
    if (isOver) return;
    if (owns || starter.failure !== null) wishes.onFatal(message);
    else {
      hls.destroy();
      starter.playAlone();
      release = () => starter.stop();
    }
  });
  heedBudget(hls, wishes);
  hls.once(Hls.Events.MANIFEST_PARSED, () => {
    keepFamily(hls, isAv1(starter.rung.codecs));
    const at = hls.levels.findIndex((level) => level.uri.endsWith(`/${starter.rung.playlist}`));
    hls.startLevel = at;
    hls.startLoad(video.currentTime, true);
  });
  hls.once(Hls.Events.LEVEL_LOADED, () => {
    void starter.handOver().then((handed) => {
      if (isOver) return;
      owns = true;
      offerQuality(hls, video);
      if (!handed) {
        const { currentTime, paused, error } = video;
        starter.stop();
        hls.attachMedia(video);
        hls.startLoad(currentTime);
        // Letting the old source go has paused it, and a broken one was never played, whoever asked for it.
        if (!paused || error) void video.play().catch(() => undefined);
        release = () => hls.destroy();
        return;
      }
      const track = { id: 'main', container: 'video/mp4', codec: handed.codecs, buffer: handed.buffer, listeners: [] };
      const name = handed.codecs.includes(',') ? 'audiovideo' : 'video';
      hls.attachMedia({ media: video, mediaSource: handed.mediaSource, tracks: { [name]: track } });
      release = () => hls.destroy();
    });
  });
  hls.loadSource(source.hlsUrl);
  return () => {
    isOver = true;
    release();
  };
}
