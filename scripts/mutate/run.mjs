// npm run mutate -- [PART OF A FILE NAME] [--again] [--every N] [--specs PART OF A SPEC'S NAME] [--scenarios N] [--patience MS]
// [--folder FOLDER] [--picture FILE]: puts one wrong sign after another into the rules of the evaluator and counts how many the specs
// notice. --again asks only those that nothing noticed yet, --every N takes each Nth, --specs asks those specs only. docs/mutations.md
// gives reasons.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../bundle.mjs';
import { askerOf } from './asker.mjs';
import { mutantsOf } from './mutants.mjs';
import { pictureAt } from './picture.mjs';

const GOAL = 0.95;

function parse(words) {
  const options = {
    part: '',
    again: false,
    every: 1,
    from: 0,
    scenarios: 150,
    patience: 5_000,
    specs: '',
    folder: 'backend/src/attribution/evaluator',
    picture: '.vitrina/bench/mutations.json',
  };
  for (let at = 0; at < words.length; at++) {
    const name = words[at].replace(/^--/, '');
    const kind = typeof options[name];
    if (name === words[at]) options.part = name;
    else if (kind === 'boolean') options[name] = true;
    else if (kind === 'string' && name !== 'part') options[name] = words[++at];
    else if (kind === 'number' && /^\d+$/.test(words[at + 1] ?? '')) options[name] = Number(words[++at]);
    else throw new Error(`Unknown word ${words[at]}.`);
  }
  return options;
}

function filesOf(folder, ending) {
  const names = readdirSync(join(ROOT, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => join(ROOT, folder, name))
    .sort();
}

/** Rules only: what checks the rules, and what shows their result to people, is asked elsewhere. */
const NOT_MUTATED = /(invariants|explained|expected|alerts)\.rules\.ts$/;
/** Starts programs of its own; says nothing about rules. */
const NOT_ASKED = /cli\.spec\.ts$/;

/** Every file of rules: its name, its source, its mutants and the text that holds them. */
function mutate(folder) {
  const files = [];
  let first = 1;
  for (const path of filesOf(folder, '.rules.ts').filter((name) => !NOT_MUTATED.test(name))) {
    const name = relative(ROOT, path);
    const source = readFileSync(path, 'utf8');
    const file = { path, name, source, ...mutantsOf(name, source, first) };
    first += file.mutants.length;
    files.push(file);
  }
  return files;
}

/** Every spec and every mutant in one file. The properties come last: they take longest. */
async function bundle(folder, files, asked) {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const specs = [...filesOf(folder, '.spec.ts'), ...filesOf(folder, '.check.ts')].filter(
    (name) => !NOT_ASKED.test(name) && name.includes(asked),
  );
  specs.sort((a, b) => Number(a.endsWith('properties.spec.ts')) - Number(b.endsWith('properties.spec.ts')));
  const globals = join(import.meta.dirname, 'globals.mjs');
  const outfile = join(ROOT, `node_modules/.cache/vitrina/mutants-${process.pid}.cjs`);
  const chosen = {
    name: 'mutants',
    setup(on) {
      on.onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: globals }));
      on.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: (texts.get(path) ?? readFileSync(path, 'utf8'))
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
        loader: 'ts',
      }));
    },
  };
  const contents = [
    ...specs.map((file) => `import ${JSON.stringify(file)};`),
    `export { count, firstFailure } from ${JSON.stringify(globals)};`,
  ];
  await build({
    stdin: { contents: contents.join('\n'), resolveDir: ROOT, loader: 'ts' },
    ...{
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      outfile,
      plugins: [chosen],
      logLevel: 'error',
      packages: 'external',
    },
  });
  return outfile;
}

/** Asks, and takes each answer into the picture. That some of the specs are silent says nothing: only what they notice counts. */
async function askAll(asked, { ask, picture, isPart }) {
  for (const [n, mutant] of asked.entries()) {
    const failure = await ask(mutant.id);
    if (failure !== null || !isPart) picture.hear(mutant, failure);
    if (n % 20 === 0) picture.keep();
    const { file, line, what, was } = mutant;
    const said = failure === null ? 'SURVIVED' : 'killed';
    console.error(
      `${n + 1}/${asked.length} ${said} ${file}:${line} ${what}: ${was}${failure === null ? '' : ` <- ${failure}`}`,
    );
  }
  picture.keep();
}

const percent = (part, whole) => `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;

/** The survivors by line and the whole picture by folder. */
function print(mutants, picture, folder) {
  for (const mutant of mutants) {
    if (picture.noticed(mutant) !== null) continue;
    const { file, line, what, was } = mutant;
    console.log(`  ${file}:${line} ${what}: ${was}`);
  }
  const rows = picture.table((name) => relative(folder, dirname(name)) || '.');
  for (const [label, { mutants: all, asked, noticed, lost, survived }] of rows) {
    const share = percent(noticed, asked);
    console.log(
      `${label}: ${all} mutants, ${asked} asked, ${noticed} noticed (${lost} lost), ${survived} not: ${share}`,
    );
  }
  return rows.get('all');
}

async function main(words) {
  const { part, again, every, from, scenarios, patience, specs, folder, picture: kept } = parse(words);
  const files = mutate(folder);
  const mutants = files.flatMap((file) => file.mutants);
  const picture = pictureAt(join(ROOT, kept), files);
  const file = await bundle(folder, files, specs);
  const { ask, end } = askerOf({ bundle: file, scenarios, patience });
  const whole = await ask(0);
  if (whole !== null) throw new Error(`Without any mutant the specs fail: ${whole}`);
  const asked = mutants
    .filter(({ id, file: name }) => name.includes(part) && id % every === from % every)
    .filter((mutant) => !again || !picture.noticed(mutant));
  await askAll(asked, { ask, picture, isPart: specs !== '' });
  await end();
  const all = print(mutants, picture, folder);
  return all.asked === all.mutants && all.noticed >= GOAL * all.asked ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
