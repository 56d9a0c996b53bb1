// Opens a chosen file in the browser and measures what a person would see and hear: length, picture, light, sound.

export type Inside = {
  durationMs: number;
  /** As shown, after the phone's rotation. */
  width: number;
  height: number;
  /** Every frame that was drawn was black; null when none could be drawn. */
  black: boolean | null;
  /** Null when nobody listened: the file is too large for the memory of a phone. */
  silent: boolean | null;
};

/** Decoding sound needs the whole file in memory. */
const MOST_TO_HEAR = 200 * 1024 ** 2;
const LONGEST_TO_HEAR_MS = 600_000;
/** 8 kHz: silence needs no treble, and ten minutes take 19 MB instead of 230. */
const HEARING_HZ = 8000;
/** -46 dB: below it even a quiet room's noise stands above. */
const SILENT_BELOW = 0.005;
/** Of 255. A dark scene has brighter spots than this somewhere. */
const BLACK_BELOW = 24;
const FRAMES_AT = [0.08, 0.3, 0.5, 0.7, 0.92];
const SIDE = 32;
/** A file that cannot be opened says so at once; only a busy device takes long. */
const OPEN_MS = 15_000;
const SEEK_MS = 4000;

function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  return Promise.race([work, new Promise<null>((resolve) => setTimeout(() => resolve(null), ms))]);
}

function open(address: string): Promise<HTMLVideoElement | null> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  const opened = new Promise<HTMLVideoElement | null>((resolve) => {
    video.onloadeddata = () => resolve(video);
    video.onerror = () => resolve(null);
  });
  video.src = address;
  return within(OPEN_MS, opened);
}

/** Recordings of a browser carry no length; a jump far beyond the end makes the browser find it. */
async function lengthOf(video: HTMLVideoElement): Promise<number> {
  if (video.duration === Infinity) await seek(video, 1e7);
  return Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : 0;
}

async function seek(video: HTMLVideoElement, seconds: number): Promise<boolean> {
  const there = new Promise<boolean>((resolve) => {
    video.onseeked = () => resolve(true);
  });
  video.currentTime = seconds;
  return (await within(SEEK_MS, there)) === true;
}

/** The brightest spot of a frame, 0 to 255. */
function brightest(video: HTMLVideoElement, canvas: CanvasRenderingContext2D): number {
  canvas.drawImage(video, 0, 0, SIDE, SIDE);
  const { data } = canvas.getImageData(0, 0, SIDE, SIDE);
  let most = 0;
  for (let at = 0; at < data.length; at += 4) {
    most = Math.max(most, 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0));
  }
  return most;
}

async function isBlack(video: HTMLVideoElement, durationMs: number): Promise<boolean | null> {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || video.videoWidth === 0) return null;
  let drawn = 0;
  for (const share of FRAMES_AT) {
    if (!(await seek(video, (durationMs / 1000) * share))) continue;
    drawn += 1;
    if (brightest(video, context) >= BLACK_BELOW) return false;
  }
  return drawn === 0 ? null : true;
}

async function isSilent(file: File, durationMs: number): Promise<boolean | null> {
  if (file.size > MOST_TO_HEAR || durationMs > LONGEST_TO_HEAR_MS) return null;
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate: HEARING_HZ });
  // A film without a sound track cannot be decoded as sound; its picture was, so that is what it means.
  const sound = await context.decodeAudioData(await file.arrayBuffer()).catch(() => null);
  if (!sound) return true;
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    for (const sample of sound.getChannelData(channel)) if (Math.abs(sample) >= SILENT_BELOW) return false;
  }
  return true;
}

/** Null when this browser cannot open the file: nothing is known then, and nothing is held against it. */
export async function lookInside(file: File): Promise<Inside | null> {
  const address = URL.createObjectURL(file);
  try {
    const video = await open(address);
    if (!video) return null;
    const { videoWidth: width, videoHeight: height } = video;
    const durationMs = await lengthOf(video);
    const [black, silent] = await Promise.all([
      isBlack(video, durationMs),
      isSilent(file, durationMs).catch(() => null),
    ]);
    video.removeAttribute('src');
    video.load();
    return { durationMs, width, height, black, silent };
  } finally {
    URL.revokeObjectURL(address);
  }
}
