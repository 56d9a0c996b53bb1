// ffmpeg's arguments for one look at the smallest rung: detectors, small grey frames and plain sound. Nothing runs here.
import { LEAST_S } from './checks.rules.js';
import { FRAMES_A_SECOND, MAX_SECONDS, SAMPLE_RATE } from '../likeness/print.rules.js';

export interface LookPlan {
  /** A rung of ours as ffmpeg wrote it. */
  rung: string;
  /** Its film alone, small and grey, where a store's watermark or end card is in the rung. */
  film?: { file: string; durationS: number } | undefined;
  /** The size of the grey frames. */
  width: number;
  height: number;
  framesFile: string;
  /** Null for a video without sound. */
  soundFile: string | null;
}

/**
 * One process decodes the rung once. Black and frozen stretches are looked for in the small frames: 7 % of the points of
 * the rung, and the noise of the encoder is gone from them. One frame a second at the size of the rung tells the blur.
 * Of a branded video the frames and checks are those of its film: a logo is no picture of the creator's, a card never moves.
 */
export function lookArguments(plan: LookPlan): string[] {
  const black = `blackdetect=d=${LEAST_S.black}:pix_th=0.10:pic_th=0.98`;
  const frozen = `freezedetect=n=0.0008:d=${LEAST_S.frozen}`;
  const { film } = plan;
  const graph = [
    film ? '[1:v]null[s];[0:v]null[b]' : '[0:v]split=2[s][b]',
    `[s]scale=${plan.width}:${plan.height}:flags=area,format=gray,${black},${frozen},fps=${FRAMES_A_SECOND}[f]`,
    '[b]fps=1,blurdetect[n]',
    ...(plan.soundFile
      ? [
          `[0:a]silencedetect=n=-50dB:d=${LEAST_S.silent},aresample=${SAMPLE_RATE},aformat=sample_fmts=s16:channel_layouts=mono[a]`,
        ]
      : []),
  ];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', 'info', '-benchmark'],
    ...['-protocol_whitelist', 'file', '-f', 'mov', ...(film ? ['-t', film.durationS.toFixed(3)] : [])],
    ...['-i', `file:${plan.rung}`],
    ...(film ? ['-protocol_whitelist', 'file', '-f', 'matroska', '-i', `file:${film.file}`] : []),
    ...['-filter_complex', graph.join(';')],
    ...['-map', '[f]', '-t', String(MAX_SECONDS), '-f', 'rawvideo', `file:${plan.framesFile}`],
    ...['-map', '[n]', '-f', 'null', '-'],
    ...(plan.soundFile ? ['-map', '[a]', '-t', String(MAX_SECONDS), '-f', 's16le', `file:${plan.soundFile}`] : []),
  ];
}
