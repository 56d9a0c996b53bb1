// The only file that knows hls.js; it is loaded on the first play.
import Hls from 'hls.js/light';

export interface Source {
  hlsUrl: string;
  mp4Url: string | null;
}

export interface Wishes {
  /** Data saver or a slow network: the lowest rung, and little ahead. */
  savesData: boolean;
  startAtS: number;
  onFatal(message: string): void;
}

/** Lets the media element go, with everything it holds. */
export type Release = () => void;

interface Connection {
  downlink?: number;
}

// Half of what the browser believes, because it believes at most 10 Mbit/s and rounds.
function guessedBitsPerSecond(): number {
  const { connection } = navigator as { connection?: Connection };
  return Math.max(400_000, (connection?.downlink ?? 2) * 500_000);
}

/**
 * Gives the video its source. hls.js is asked before the browser: Chromium answers "maybe" to HLS and plays it badly.
 *
 * No worker: hls.js makes it from a blob, which a strict policy refuses, and fMP4 needs no work worth one.
 */
export function attach(video: HTMLVideoElement, source: Source, wishes: Wishes): Release {
  if (Hls.isSupported()) return attachHls(video, source, wishes);
  const native = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  const url = native ? source.hlsUrl : source.mp4Url;
  const failed = (): void => wishes.onFatal(video.error?.message ?? 'no playable source');
  video.addEventListener('error', failed);
  if (url) video.src = url;
  else failed();
  if (wishes.startAtS > 0) video.currentTime = wishes.startAtS;
  return () => {
    video.removeEventListener('error', failed);
    video.removeAttribute('src');
    video.load();
  };
}

function attachHls(video: HTMLVideoElement, source: Source, wishes: Wishes): Release {
  if (!('MediaSource' in globalThis)) video.disableRemotePlayback = true; // Managed Media Source asks for it.
  const hls = new Hls({
    enableWorker: false,
    capLevelToPlayerSize: true,
    maxDevicePixelRatio: 2,
    testBandwidth: false,
    abrEwmaDefaultEstimate: guessedBitsPerSecond(),
    backBufferLength: 10,
    maxBufferLength: wishes.savesData ? 8 : 20,
    maxMaxBufferLength: 40,
    startPosition: wishes.startAtS > 0 ? wishes.startAtS : -1,
    ...(wishes.savesData ? { startLevel: 0 } : {}),
  });
  let recovered = false;
  hls.on(Hls.Events.ERROR, (_event, data) => {
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
    } else {
      wishes.onFatal(data.details);
    }
  });
  hls.loadSource(source.hlsUrl);
  hls.attachMedia(video);
  if (wishes.savesData) hls.once(Hls.Events.MANIFEST_PARSED, () => (hls.autoLevelCapping = 0));
  return () => hls.destroy();
}
