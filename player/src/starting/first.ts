// Asks for the first bytes of a video: chooses the rung, and fetches its init and first segment once.
import type { Clip } from '../core/types.js';
import { savesData } from '../element/saving.js';
import { chooseRung, isAv1, type Rung } from './rungs.js';

export interface Fetched {
  rung: Rung;
  stop: AbortController;
  /** There at once where the card brings it: then the browser can have its decoders ready before anyone asks. */
  init: Promise<BufferSource>;
  first: Promise<Response>;
  /** Sends the requests, if they wait for that. */
  ask(): void;
  /** Whoever feeds these bytes says so: asked again, they are fetched again. */
  taken(): void;
}

interface Managed {
  ManagedMediaSource?: typeof MediaSource;
}

/** Managed Media Source first, as hls.js prefers it. */
export function sourceClass(): typeof MediaSource | undefined {
  return (globalThis as Managed).ManagedMediaSource ?? globalThis.MediaSource;
}

/** Gives the element a media source; opening takes the browser a while, so it is asked for beside the bytes. */
export function openSource(video: HTMLVideoElement): MediaSource | undefined {
  const Source = sourceClass();
  if (!Source) return undefined;
  const source = new Source();
  // Managed Media Source asks for it.
  if ('ManagedMediaSource' in globalThis) video.disableRemotePlayback = true;
  const url = URL.createObjectURL(source);
  source.addEventListener('sourceopen', () => URL.revokeObjectURL(url), { once: true });
  video.src = url;
  video.preload = 'auto';
  return source;
}

export const mime = (rung: Rung): string => `video/mp4; codecs="${rung.codecs}"`;

/** Half of what the browser believes, because it believes at most 10 Mbit/s and rounds. */
export function guessedBitsPerSecond(): number {
  const { connection } = navigator as { connection?: { downlink?: number } };
  return Math.max(400_000, (connection?.downlink ?? 4) * 500_000);
}

const smooth: Record<string, Promise<boolean> | undefined> = {};

/** AV1 only where it runs smoothly; H.264 wherever the browser takes it. */
export function decodesWell(codecs: string, width: number, height: number, bitrate: number): Promise<boolean> {
  const contentType = `video/mp4; codecs="${codecs.split(',')[0]}"`;
  const question = { type: 'media-source', video: { contentType, width, height, bitrate, framerate: 30 } } as const;
  if (!isAv1(codecs)) return Promise.resolve(true);
  return (smooth[`${codecs} ${width}`] ??= (async () => {
    try {
      return (await navigator.mediaCapabilities.decodingInfo(question)).smooth;
    } catch {
      return false;
    }
  })());
}

async function choose(clip: Clip, frame: HTMLElement): Promise<Rung | undefined> {
  const pixels = Math.min(frame.clientWidth, frame.clientHeight) * Math.min(devicePixelRatio, 2);
  const known = (clip.start ?? []).filter((rung) => sourceClass()?.isTypeSupported(mime(rung)));
  const good = await Promise.all(known.map((r) => decodesWell(r.codecs, r.width, r.height, r.bitrate)));
  const playable = (rung: Rung): boolean => good[known.indexOf(rung)] === true;
  return chooseRung(known, { pixels, bitsPerSecond: savesData() ? 0 : guessedBitsPerSecond(), playable });
}

const chosen: Record<string, Promise<Rung | undefined> | undefined> = {};

/** The rung to begin with, decided once: the browser takes its time to say what it decodes well, so a tap should find it said. */
export function pick(clip: Clip, frame: HTMLElement): Promise<Rung | undefined> {
  return (chosen[clip.hlsUrl] ??= choose(clip, frame));
}

export function whole(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) throw new Error(`segment ${response.status}`);
  return response.arrayBuffer();
}

/** Something that is asked for once, when someone wants it; whoever never comes for it leaves no unheard failure behind. */
function later<Answer>(get: () => Promise<Answer>): { ask(): void; answer: Promise<Answer> } {
  let asked: ((answer: Promise<Answer>) => void) | undefined;
  const answer = new Promise<Answer>((resolve) => (asked = resolve));
  answer.catch(() => undefined);
  const ask = (): void => {
    asked?.(get());
    asked = undefined;
  };
  return { ask, answer };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

const prepared = new Map<string, Promise<Fetched | undefined>>();

/**
 * Begins to fetch what the first picture of this video needs, to be shown in `frame`; asked again before that was taken,
 * it answers with the same. With `waits` nothing is fetched before someone asks. Undefined when it cannot be played this way:
 * no media source, or a card without the names.
 */
export function prepare(clip: Clip, frame: HTMLElement, waits = false): Promise<Fetched | undefined> {
  const fetched = prepared.get(clip.hlsUrl) ?? promise(clip, frame);
  if (!waits) void fetched.then((f) => f?.ask());
  return fetched;
}

function promise(clip: Clip, frame: HTMLElement): Promise<Fetched | undefined> {
  const stop = new AbortController();
  const get = (file: string): Promise<Response> =>
    fetch(new URL(file, clip.hlsUrl), { credentials: 'omit', signal: stop.signal, priority: 'high' });
  const fetched = pick(clip, frame).then((rung) => {
    if (!rung) return undefined;
    const { initData } = rung;
    const init = later(async () => (initData ? bytesOf(initData) : whole(await get(rung.init))));
    const first = later(() => get(rung.first));
    if (initData) init.ask();
    // Not in a later turn: at the tap everything else can wait for the network, and the network for nothing.
    const ask = (): void => [init, first].forEach((one) => one.ask());
    return { rung, stop, init: init.answer, first: first.answer, ask, taken: () => void prepared.delete(clip.hlsUrl) };
  });
  prepared.set(clip.hlsUrl, fetched);
  return fetched;
}
