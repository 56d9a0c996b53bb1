// How the start speaks: one line per step, with the time it took; no stack traces.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const dataDir = () => resolve(ROOT, process.env.VITRINA_DATA || '.vitrina');
export const logDir = () => join(dataDir(), 'logs');

/** A failure that a person can mend: one line of what, one line of the way out, and perhaps the end of a log. */
export class StartError extends Error {
  constructor(what, { wayOut = '', log = [] } = {}) {
    super(what);
    this.wayOut = wayOut;
    this.log = log;
  }
}

const terminal = process.stdout.isTTY === true;
const coloured = terminal && !process.env.NO_COLOR;
const paint = (code) => (text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);

const open = new Set();
let drawn = false;

function draw() {
  if (!terminal) return;
  const now = [...open].map(({ text, since }) => `${text} ${Math.round((Date.now() - since) / 1000)} s`);
  const line = now.join(' · ').slice(0, (process.stdout.columns || 80) - 4);
  process.stdout.write(`\r\u001b[K${line ? dim(`… ${line}`) : ''}`);
  drawn = line !== '';
}

/** Prints one line without tearing the progress line. */
export function say(line = '') {
  if (drawn) process.stdout.write('\r\u001b[K');
  console.log(line);
  draw();
}

export const warn = (line) => say(`${yellow('!')} ${line}`);

/** Shows progress while `work` runs, then says how long it took. Returns what `work` returned. */
export async function step(text, work) {
  const entry = { text, since: Date.now() };
  open.add(entry);
  if (!terminal) say(`… ${text}`);
  const redraw = setInterval(draw, 500);
  // A log file has no moving line, so a long wait is said every 15 s.
  const reminder = terminal ? null : setInterval(() => say(`… ${text}, ${seconds(entry)} s so far`), 15_000);
  draw();
  try {
    const result = await work();
    open.delete(entry);
    say(`${green('✓')} ${text} ${dim(`${seconds(entry)} s`)}`);
    return result;
  } finally {
    open.delete(entry);
    clearInterval(redraw);
    clearInterval(reminder);
    draw();
  }
}

const seconds = (entry) => ((Date.now() - entry.since) / 1000).toFixed(1);

/** Says an error in plain words. What we did not foresee goes to a log, stack and all, and one line names that log. */
export function complain(error) {
  const foreseen = error instanceof StartError || String(error?.code ?? '').startsWith('EMBEDDED_POSTGRES_');
  say();
  say(`${red('✗')} ${foreseen ? error.message : `Something went wrong: ${error?.message ?? error}`}`);
  for (const line of error?.log ?? []) say(`    ${dim(line)}`);
  if (error?.wayOut) say(`  ${error.wayOut}`);
  if (foreseen) return;
  try {
    mkdirSync(logDir(), { recursive: true });
    const file = join(logDir(), 'start.log');
    appendFileSync(file, `${new Date().toISOString()} ${error?.stack ?? error}\n`);
    say(`  The details are in ${file}. Please report them.`);
  } catch {
    console.error(error);
  }
}
