// Computes commissions, balances and payouts for a case file: npm run evaluate -- FILE.json [--explain]
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createHash } from 'node:crypto';

const HELP = `Usage: npm run evaluate -- FILE.json [--explain]

Evaluates commissions as a pure function of configuration, facts and a moment. Nothing is read but FILE.json ("-": standard input).

FILE.json is one of
  {"config": {...}, "facts": [...], "as_of": "2026-10-02T00:00:00Z"}   one case
  {"cases": [{"id": "P01", "config": ..., "facts": ..., "as_of": ...}, ...]}   several cases
and may carry more keys, such as "expected" and "title", which are ignored.

Output, on standard output:
  one case       the computed result in the form of "expected": commissions, exclusions, creators, accounts, payouts, skipped
  several cases  one object with a result per case, keyed by case id, in the order of the file
  --explain      each result also has "alerts", "entries" (every posting) and "explain" (why each line was or was not credited)
Amounts are integers in minor units.

A case of several that cannot be evaluated has {"error":{"code","path","message"}} for its result; the others are not affected.

Exit code: 0 done; 2 bad input, with {"error":{"code","path","message"}} on standard error; 1 a defect of the evaluator.
`;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const evaluator = path.join(root, 'backend/src/attribution/evaluator');

class BadInput extends Error {
  constructor(code, at, message) {
    super(message);
    Object.assign(this, { code, path: at });
  }
}

/** The evaluator is TypeScript: it is bundled in a few milliseconds, so that no build of the service is needed first. */
async function load() {
  const { build } = await import('esbuild');
  const entry = `export * from './evaluate.rules.ts'; export * from './expected.rules.ts';
    export { toTime } from './input/reader.rules.ts'; export { toExplained } from './explained.rules.ts';`;
  const bundle = await build({
    stdin: { contents: entry, resolveDir: evaluator, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
    logLevel: 'silent',
  });
  const [{ contents }] = bundle.outputFiles;
  const folder = path.join(root, 'node_modules/.cache/evaluate');
  const file = path.join(folder, `${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`);
  mkdirSync(folder, { recursive: true });
  await writeOnce(file, contents);
  return import(pathToFileURL(file).href);
}

/** Two commands may run at once: the file appears whole or not at all. */
async function writeOnce(file, contents) {
  const { renameSync, writeFileSync } = await import('node:fs');
  if (statSync(file, { throwIfNoEntry: false })) return;
  writeFileSync(`${file}.${process.pid}`, contents);
  renameSync(`${file}.${process.pid}`, file);
}

/** npm runs the command in the project's folder: a file that is not there is looked for where the person stands. */
function located(file) {
  const own = path.resolve(process.env.INIT_CWD ?? '.', file);
  return !statSync(file, { throwIfNoEntry: false }) && statSync(own, { throwIfNoEntry: false }) ? own : file;
}

function read(file) {
  let text;
  try {
    text = readFileSync(file === '-' ? 0 : located(file), 'utf8');
  } catch (error) {
    throw new BadInput('CANNOT_READ_FILE', file, error.code === 'ENOENT' ? 'there is no such file' : error.message);
  }
  try {
    return JSON.parse(text, keepDigits);
  } catch (error) {
    throw new BadInput('NOT_JSON', file, error.message);
  }
}

/** Integers above 2^53 keep their digits: JSON has them, JavaScript's number has not. */
function keepDigits(_key, value, context) {
  const isLarge = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge && context && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

/** JSON with bigint written as a plain integer. */
function write(value, indent = '') {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => write(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${write(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return items.length === 0 ? open + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}

function evaluateCase(api, item, at, explain) {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) {
    throw new BadInput('NOT_AN_OBJECT', at || '(file)', 'must be an object with config, facts and as_of');
  }
  const prefix = at ? `${at}.` : '';
  for (const key of ['config', 'facts', 'as_of']) {
    if (item[key] === undefined || item[key] === null) throw new BadInput('MISSING', `${prefix}${key}`, 'is required');
  }
  const config = api.parseConfig(item.config, `${prefix}config`);
  const facts = api.parseFacts(item.facts, `${prefix}facts`);
  const result = api.evaluate(config, facts, api.toTime(item.as_of, `${prefix}as_of`));
  return explain ? { ...api.toExpected(result), ...api.toExplained(result) } : api.toExpected(result);
}

/** Results by case id, in the order of the file. A case that fails leaves its error in its place and a word in `failed`. */
function evaluateAll(api, cases, explain, failed) {
  const results = {};
  cases.forEach((item, index) => {
    const at = `cases[${index}]`;
    const id = item?.id;
    const isTwin = typeof id === 'string' && Object.hasOwn(results, id);
    const key = typeof id === 'string' && id !== '' && !isTwin ? id : at;
    try {
      if (isTwin) throw new BadInput('DUPLICATE_ID', `${at}.id`, `"${id}" stands twice`);
      if (key !== id) throw new BadInput('MISSING', `${at}.id`, 'every case needs an id');
      results[key] = evaluateCase(api, item, at, explain);
    } catch (error) {
      results[key] = { error: shownError(error) };
      failed.push(results[key].error);
    }
  });
  return results;
}

function shownError(error) {
  const isInput = typeof error.code === 'string' && typeof error.path === 'string' && !error.syscall;
  return isInput
    ? { code: error.code, path: error.path, message: error.detail ?? error.message }
    : { code: 'DEFECT', path: '', message: error.stack ?? String(error) };
}

function complain(error) {
  process.stderr.write(`${JSON.stringify({ error })}\n`);
  process.exitCode = error.code === 'DEFECT' ? 1 : 2;
}

async function main(args) {
  const files = args.filter((arg) => arg === '-' || !arg.startsWith('-'));
  const flags = args.filter((arg) => arg !== '-' && arg.startsWith('-'));
  if (flags.includes('--help') || flags.includes('-h')) return process.stdout.write(HELP);
  const unknown = flags.find((flag) => flag !== '--explain');
  if (unknown) throw new BadInput('UNKNOWN_OPTION', unknown, 'see --help');
  if (files.length !== 1) throw new BadInput('NO_FILE', '(command line)', 'give exactly one file; see --help');
  const input = read(files[0]);
  const api = await load();
  const explain = flags.includes('--explain');
  const failed = [];
  const isMany = Array.isArray(input?.cases);
  const result = isMany ? evaluateAll(api, input.cases, explain, failed) : evaluateCase(api, input, '', explain);
  process.stdout.write(`${write(result)}\n`);
  const [first] = failed;
  if (!first) return;
  complain({ ...(failed.find(({ code }) => code === 'DEFECT') ?? first), failed_cases: failed.length });
}

main(process.argv.slice(2)).catch((error) => complain(shownError(error)));
