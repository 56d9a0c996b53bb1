// Speech to text, the pure part: ffmpeg's arguments for the sound, and from an engine's answer to captions.
import type { Cue } from '../../videos/captions/rules/cues.rules.js';
import { MAX_CUES } from '../../videos/captions/rules/cues.rules.js';
import { cleanText } from '../../videos/captions/rules/markup.rules.js';

/** 16 kHz mono is what these models hear; as plain WAV because every engine reads it. Ten minutes are 19 MB. */
export function soundArguments(rendition: string, target: string, maxSeconds: number): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', 'info'],
    ...['-protocol_whitelist', 'file', '-f', 'mov', '-t', String(maxSeconds), '-i', `file:${rendition}`],
    ...['-map', '0:a:0', '-vn', '-ac', '1', '-ar', '16000', '-c:a', 'pcm_s16le', '-map_metadata', '-1'],
    ...['-fflags', '+bitexact', '-flags:a', '+bitexact', '-f', 'wav', `file:${target}`],
  ];
}

/** ffmpeg's words for a file without sound. */
export const saysNoSound = (log: string): boolean => /Stream map '[^']*' matches no streams/.test(log);

/** What an engine's answer means for the one who asked. */
export type Heard =
  | { kind: 'heard'; cues: Cue[] }
  /** Asking again would bring the same. */
  | { kind: 'refused'; reason: 'REFUSED' | 'NOT_UNDERSTOOD' }
  /** Worth another try later. */
  | { kind: 'unavailable'; why: string };

/** 408 and 429 ask for patience; other 4xx are about the key, the model or the address, and stay as they are. */
export function judgeStatus(status: number): 'read' | 'refused' | 'unavailable' {
  if (status >= 200 && status < 300) return 'read';
  return status >= 500 || status === 408 || status === 425 || status === 429 ? 'unavailable' : 'refused';
}

// Two lines of 42 characters are what a reader takes in at once.
const LINE = 42;
const MOST = 2 * LINE;

/** Words in lines of at most 42 characters; a longer word has a line of its own. */
function inLines(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** A long segment as several cues, its time shared out by length. */
function split(startMs: number, endMs: number, text: string): Cue[] {
  const parts: string[][] = [[]];
  for (const word of text.split(/\s+/)) {
    const last = parts.at(-1) as string[];
    const ended =
      last.join(' ').length + word.length >= MOST ||
      (/[.!?…]$/.test(last.at(-1) ?? '') && last.join(' ').length > LINE);
    if (last.length > 0 && ended) parts.push([word]);
    else last.push(word);
  }
  const all = parts.reduce((sum, words) => sum + words.join(' ').length, 0);
  let before = 0;
  return parts.map((words) => {
    const from = startMs + Math.round(((endMs - startMs) * before) / all);
    before += words.join(' ').length;
    const to = startMs + Math.round(((endMs - startMs) * before) / all);
    return { startMs: from, endMs: to, text: inLines(words), settings: '' };
  });
}

interface Segment {
  start: number;
  end: number;
  text: string;
  no_speech_prob?: unknown;
  avg_logprob?: unknown;
}

function isSegment(value: unknown): value is Segment {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end, text } = value as Record<string, unknown>;
  return Number.isFinite(start) && Number.isFinite(end) && typeof text === 'string';
}

/** The model itself believes that nobody spoke here: it invents words for silence. OpenAI's documented thresholds. */
const isSilence = ({ no_speech_prob: silence, avg_logprob: sure }: Segment): boolean =>
  typeof silence === 'number' && typeof sure === 'number' && silence > 0.6 && sure < -1;

/** Reads `verbose_json`: segments with seconds and text. Anything else is not understood. */
export function readTranscript(body: string, durationMs: number): Heard {
  const misread = { kind: 'refused', reason: 'NOT_UNDERSTOOD' } as const;
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return misread;
  }
  const segments = (json as { segments?: unknown } | null)?.segments;
  if (!Array.isArray(segments) || segments.length > MAX_CUES || !segments.every(isSegment)) return misread;
  const cues = segments
    .filter((segment) => !isSilence(segment))
    .flatMap(({ start, end, text }) => {
      const [startMs, endMs] = [Math.max(0, Math.round(start * 1000)), Math.min(durationMs, Math.round(end * 1000))];
      const words = cleanText(text).replaceAll('\n', ' ');
      // Shorter than a blink, or outside the video: there is nothing to read.
      return words === '' || endMs - startMs < 50 ? [] : split(startMs, endMs, words);
    });
  return cues.length > MAX_CUES ? misread : { kind: 'heard', cues };
}
