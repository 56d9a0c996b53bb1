// Writes captions as WebVTT: our own header, times, places and escaped words, and nothing that a file brought along.
import type { Cue } from './cues.rules.js';
import { toVttText } from './markup.rules.js';

/** `00:01:02.345` */
export function sayMoment(ms: number): string {
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds)}.${pad(Math.round(ms) % 1000, 3)}`;
}

/**
 * One file for the whole video. The map says that the clock of the captions is the clock of the segments, both from 0;
 * HLS players ask for it, and a plain `<track>` passes over it.
 */
export function writeWebVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ startMs, endMs, text, settings }) =>
      `${sayMoment(startMs)} --> ${sayMoment(endMs)}${settings ? ` ${settings}` : ''}\n${toVttText(text)}\n`,
  );
  return ['WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n', ...blocks].join('\n');
}
