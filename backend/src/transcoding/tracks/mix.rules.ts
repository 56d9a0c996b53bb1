// A description that came as sound alone, put over its film: ffmpeg's arguments as data. Nothing runs here.
import type { Bounds } from '../rules/bounds.rules.js';
import { common, inputArguments, NAMELESS, SOUND_IN } from '../rules/ffmpeg.rules.js';
import { gainFilters, type Gain } from '../rules/loudness.rules.js';
import type { SoundDemuxer } from '../rules/sniff.rules.js';

export interface MixPlan {
  /** The film as we made it, an MP4; its picture is kept as it is. */
  film: string;
  filmHasSound: boolean;
  /** The voice, a stranger's file. */
  voice: string;
  demuxer: SoundDemuxer;
  voiceIndex: number;
  /** What brings the voice to the loudness of films; null for silence. */
  gain: Gain | null;
  seconds: number;
  bounds: Bounds;
  target: string;
}

/**
 * While the voice speaks, the film steps back by about 15 dB: heard, and under the words. It comes back within a second of
 * the last word. Above -34 dB of full scale the voice counts as speaking; breath and room stay below that at -16 LUFS.
 */
const DUCK = 'sidechaincompress=threshold=0.02:ratio=12:attack=40:release=700:knee=4:detection=rms';
/** Two sounds may add up; what would break is held down before the whole is brought to its loudness. */
const HOLD = 'alimiter=level=false:limit=0.89:attack=2:release=60';

/** As long as the film, in stereo at one rate, so that every filter sees the same clock. */
const whole = (seconds: number): string =>
  `${SOUND_IN},aresample=48000,apad=whole_dur=${seconds.toFixed(3)},atrim=end=${seconds.toFixed(3)}`;

/** The graph whose end `[a]` is the film's new sound. */
export function mixGraph({ filmHasSound, voiceIndex, gain, seconds }: MixPlan): string {
  const voice = [`[0:${voiceIndex}]${whole(seconds)}`, ...gainFilters(gain)].join(',');
  if (!filmHasSound) return `${voice}[a]`;
  return [
    `${voice},asplit=2[key][voice]`,
    `[1:a:0]${whole(seconds)}[film]`,
    `[film][key]${DUCK}[ducked]`,
    // Added as they are: a mean of both would make each half as loud.
    `[ducked][voice]amix=inputs=2:duration=first:normalize=0,${HOLD}[a]`,
  ].join(';');
}

/** The film's picture with the mixed sound, without loss: it is encoded once, with the rungs. */
export function mixArguments(plan: MixPlan): string[] {
  const { film, voice, demuxer, bounds, seconds, target } = plan;
  return [
    ...[...common('info'), ...inputArguments(voice, demuxer, bounds), ...inputArguments(film, 'mov', bounds)],
    ...['-filter_complex', mixGraph(plan), '-map', '1:v:0', '-c:v', 'copy', '-map', '[a]', '-c:a', 'alac'],
    // Ours may have a store's card behind the film, which nobody describes.
    ...['-t', seconds.toFixed(3), ...NAMELESS, '-f', 'mp4', `file:${target}`],
  ];
}
