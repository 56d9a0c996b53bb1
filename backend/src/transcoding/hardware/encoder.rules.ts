// The arguments of software encoding turned into those of a hardware encoder. Data only: nothing runs here.

/** H.264 encoders of graphics processors that may stand in for libx264; VIDEO_ENCODER names one. */
export const HARDWARE_ENCODERS = ['h264_nvenc', 'h264_qsv', 'h264_vaapi'] as const;
export type HardwareEncoder = (typeof HARDWARE_ENCODERS)[number];

/** Words of libx264 that the others do not know; each has one value. Threads and look-ahead are the hardware's affair. */
const SOFTWARE_ONLY = new Set(['-preset', '-tune', '-x264-params', '-sc_threshold', '-threads', '-pix_fmt']);

/** `-crf:v:2` is said of the third picture of the output. */
const OF_PICTURE = /^(-.+?)(:v:\d+)$/;

interface Mapping {
  /** Replaces `-crf N`: constant quality, still under `-maxrate`. */
  quality: (crf: string) => string[];
  /** A forced keyframe must be an IDR frame, or segments could not be cut there. */
  always: string[];
  forcedIdr: string[];
  /** Baseline by the name that this encoder knows. */
  baseline: string;
}

const MAPPINGS: Readonly<Record<HardwareEncoder, Mapping>> = {
  h264_nvenc: {
    quality: (crf) => ['-rc', 'vbr', '-cq', crf],
    // No B-frames and no scene cuts: every rung has its keyframes where we put them and nowhere else.
    always: ['-preset', 'p4', '-no-scenecut', '1', '-bf', '0', '-pix_fmt', 'yuv420p'],
    forcedIdr: ['-forced-idr', '1'],
    baseline: 'baseline',
  },
  h264_qsv: {
    quality: (crf) => ['-global_quality', crf],
    always: ['-preset', 'veryfast', '-look_ahead', '0', '-bf', '0', '-pix_fmt', 'nv12'],
    forcedIdr: ['-forced_idr', '1'],
    baseline: 'baseline',
  },
  h264_vaapi: {
    quality: (crf) => ['-rc_mode', 'QVBR', '-global_quality', crf],
    // Its frames are uploaded by a filter (below); every forced keyframe is an IDR frame.
    always: ['-bf', '0'],
    forcedIdr: [],
    baseline: 'constrained_baseline',
  },
};

/** The first device that renders; machines with several choose by what they give to the container. */
const RENDERER = '/dev/dri/renderD128';

/** The words of one picture: pairs of a name and a value, those of other pictures and of the sound as they are. */
function pictureWords(words: readonly string[], encoder: HardwareEncoder): string[] {
  const mapping = MAPPINGS[encoder];
  const mapped: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word, value] = [words[i] as string, words[i + 1] ?? ''];
    const [, name, suffix = ''] = OF_PICTURE.exec(word) ?? [];
    const say = (replaced: readonly string[]) =>
      mapped.push(...replaced.map((each, at) => (at % 2 === 0 ? each + suffix : each)));
    if (name === '-c') say(['-c', encoder, ...mapping.always]);
    else if (name === '-crf') say(mapping.quality(value));
    else if (name === '-forced-idr') say(mapping.forcedIdr);
    else if (name === '-profile') say([name, value === 'baseline' ? mapping.baseline : value]);
    else if (!name || !SOFTWARE_ONLY.has(name)) {
      mapped.push(word);
      continue;
    }
    i++;
  }
  return mapped;
}

/** Where each picture's words begin: at its `-map`. */
function splitPictures(words: readonly string[]): string[][] {
  const pictures: string[][] = [[]];
  words.forEach((word, i) => {
    if (word === '-map' && /^\[v\d+\]$/.test(words[i + 1] ?? '')) pictures.push([]);
    pictures.at(-1)?.push(word);
  });
  return pictures;
}

/**
 * ffmpeg's arguments with every libx264 picture made by `encoder` instead; others (AV1, posters, sound) stay as they
 * are. Returns the very same array when nothing in it is encoded with libx264.
 */
export function hardwareArguments(words: readonly string[], encoder: HardwareEncoder): readonly string[] {
  const [input, ...pictures] = splitPictures(words);
  const isOurs = (words: readonly string[]) =>
    words[words.findIndex((word) => /^-c:v:\d+$/.test(word)) + 1] === 'libx264';
  if (!input || !pictures.some(isOurs)) return words;
  const uploaded = encoder === 'h264_vaapi' ? pictures.filter(isOurs).map((picture) => picture[1] as string) : [];
  const hardware = (label: string) => label.replace(']', 'hw]');
  const graph = input.indexOf('-filter_complex') + 1;
  const uploads = uploaded.map((label) => `;${label}format=nv12,hwupload${hardware(label)}`).join('');
  const begun = input.map((word, i) => (i === graph ? word + uploads : word));
  const device = uploaded.length > 0 ? ['-vaapi_device', RENDERER] : [];
  const rest = pictures.map((picture) => {
    if (!isOurs(picture)) return picture;
    const named = uploaded.length > 0 ? ['-map', hardware(picture[1] as string), ...picture.slice(2)] : picture;
    return pictureWords(named, encoder);
  });
  return [...device, ...begun, ...rest.flat()];
}
