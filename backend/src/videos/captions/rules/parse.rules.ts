// Reads SRT and WebVTT as people really have them: missing hours, commas or dots, lost blank lines, notes and styles.
import type { CaptionProblem } from '../caption.reasons.js';
import { fitCues, MAX_CUES, type Cue, type ReadCue } from './cues.rules.js';
import { decodeCaptions } from './decode.rules.js';
import { cleanSettings, cleanText, isAtTop } from './markup.rules.js';

export type Parsed = { cues: ReadCue[] } | { problem: CaptionProblem };

const MOMENT = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?`;
const TIMES = new RegExp(String.raw`^\s*${MOMENT}\s*-->\s*${MOMENT}(?:\s+(.*))?$`);

function momentMs(parts: readonly (string | undefined)[]): number | null {
  const [hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts;
  if (Number(seconds) > 59 || (parts[0] !== undefined && Number(minutes) > 59)) return null;
  const wholeS = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return wholeS * 1000 + Number(fraction.padEnd(3, '0'));
}

interface Open {
  startMs: number;
  endMs: number;
  settings: string;
  lines: string[];
  line: number;
}

/** The times of a line with an arrow; null when they cannot be read. */
function openAt(text: string, line: number): Open | null {
  const match = TIMES.exec(text);
  if (!match) return null;
  const [startMs, endMs] = [momentMs(match.slice(1, 5)), momentMs(match.slice(5, 9))];
  if (startMs === null || endMs === null) return null;
  return { startMs, endMs, settings: match[9] ?? '', lines: [], line };
}

const isNumber = (line: string | undefined): boolean => /^\s*\d+\s*$/.test(line ?? '');
const hasArrow = (line: string | undefined): boolean => line?.includes('-->') ?? false;

function close({ lines, settings, ...cue }: Open): ReadCue {
  const raw = lines.join('\n');
  const place = cleanSettings(settings) || (isAtTop(raw) ? 'line:0' : '');
  return { ...cue, text: cleanText(raw), settings: place };
}

/** The number of the line after this block. */
function afterBlock(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && lines[at]?.trim() !== '' && !hasArrow(lines[at])) at++;
  return at;
}

/** Reads the cues of a file, whichever of the two formats it has. Cues without words are left out. */
export function parseCaptions(text: string): Parsed {
  const lines = text.split('\n');
  const isVtt = /^\ufeff?WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? '');
  const cues: Open[] = [];
  let begins = true;
  for (let at = isVtt ? afterBlock(lines, 1) : 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const open = cues.at(-1);
    if (line.trim() === '') {
      begins = true;
      continue;
    }
    if (hasArrow(line)) {
      const next = openAt(line, at + 1);
      if (!next) return { problem: { reason: 'BAD_TIME', line: at + 1 } };
      // Without a blank line between, the number of this cue was taken for the last words of the one before.
      if (!begins && isNumber(open?.lines.at(-1))) open?.lines.pop();
      cues.push(next);
      if (cues.length > MAX_CUES) return { problem: { reason: 'TOO_MANY', line: at + 1 } };
    } else if (!begins) {
      open?.lines.push(line);
      if (!open) return { problem: { reason: 'NO_TIME', line: at + 1 } };
    } else if (isVtt && /^(?:NOTE(?:\s|$)|(?:STYLE|REGION)\s*$)/.test(line)) {
      at = afterBlock(lines, at) - 1;
      continue;
    } else if (hasArrow(lines[at + 1]) || isNumber(line)) {
      // A name or number of the cue that follows.
      continue;
    } else if (open && !isVtt) {
      // Words after a blank line inside a cue.
      open.lines.push(line);
    } else return { problem: { reason: 'NO_TIME', line: at + 1 } };
    begins = false;
  }
  return { cues: cues.map(close).filter((cue) => cue.text !== '') };
}

/** From the bytes of a file to the cues of a video of this length, or what is wrong and in which line. */
export function readCaptions(bytes: Uint8Array, durationMs: number): { cues: Cue[] } | { problem: CaptionProblem } {
  const decoded = decodeCaptions(bytes);
  if ('problem' in decoded) return decoded;
  const parsed = parseCaptions(decoded.text);
  return 'problem' in parsed ? parsed : fitCues(parsed.cues, durationMs);
}
