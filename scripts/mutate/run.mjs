// npm run mutate -- [PART OF A FILE NAME] [--every N] [--from N] [--scenarios N] [--specs PART OF A SPEC'S NAME]: puts one wrong sign after
// another into the rules of the evaluator and counts how many the specs notice. --every N takes each Nth only, --specs asks those specs
// only. Survivors are listed; docs/mutations.md gives reasons.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../bundle.mjs';
import { askerOf } from './asker.mjs';
import { mutantsOf } from './mutants.mjs';

const GOAL = 0.95;

function parse(words) {
  const options = {
    part: '',
    every: 1,
    from: 0,
    scenarios: 150,
    specs: '',
    folder: 'backend/src/attribution/evaluator',
  };
  for (let at = 0; at < words.length; at++) {
    const name = words[at].replace(/^--/, '');
    if (name === words[at]) options.part = name;
    else if (name === 'folder' || name === 'specs') options[name] = words[++at];
    else if (name in options && /^\d+$/.test(words[at + 1] ?? '')) options[name] = Number(words[++at]);
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

function mutate(folder) {
  const texts = new Map();
  const mutants = [];
  for (const file of filesOf(folder, '.rules.ts').filter((name) => !NOT_MUTATED.test(name))) {
    const made = mutantsOf(relative(ROOT, file), readFileSync(file, 'utf8'), mutants.length + 1);
    texts.set(file, made.text);
    mutants.push(...made.mutants);
  }
  return { texts, mutants };
}

/** Every spec and every mutant in one file. The properties come last: they take longest. */
async function bundle(folder, texts, asked) {
  const specs = [...filesOf(folder, '.spec.ts'), ...filesOf(folder, '.check.ts')].filter(
    (name) => !NOT_ASKED.test(name) && name.includes(asked),
  );
  specs.sort((a, b) => Number(a.endsWith('properties.spec.ts')) - Number(b.endsWith('properties.spec.ts')));
  const globals = join(import.meta.dirname, 'globals.mjs');
  const outfile = join(ROOT, `node_modules/.cache/vitrina/mutants-${process.pid}.mjs`);
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
    `export { firstFailure } from ${JSON.stringify(globals)};`,
  ];
  await build({
    stdin: { contents: contents.join('\n'), resolveDir: ROOT, loader: 'ts' },
    ...{
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      outfile,
      plugins: [chosen],
      logLevel: 'error',
      packages: 'external',
    },
  });
  return pathToFileURL(outfile).href;
}

async function main(words) {
  const { part, every, from, scenarios, specs, folder } = parse(words);
  const { texts, mutants } = mutate(folder);
  const file = await bundle(folder, texts, specs);
  const { ask, end } = askerOf(file, scenarios);
  const whole = await ask(0);
  if (whole !== null) throw new Error(`Without any mutant the specs fail: ${whole}`);
  const asked = mutants.filter(({ id, file: name }) => name.includes(part) && id % every === from % every);
  const survivors = [];
  for (const [n, mutant] of asked.entries()) {
    const failure = await ask(mutant.id);
    if (failure === null) survivors.push(mutant);
    const place = `${mutant.file}:${mutant.line}`;
    console.error(
      `${n + 1}/${asked.length} ${failure === null ? 'SURVIVED' : 'killed'} ${place} ${mutant.what}: ${mutant.was}`,
    );
  }
  await end();
  const killed = asked.length - survivors.length;
  const share = asked.length === 0 ? 0 : killed / asked.length;
  console.log(
    `${mutants.length} mutants, ${asked.length} asked, ${killed} killed: ${(100 * share).toFixed(1)} % (goal ${100 * GOAL} %)`,
  );
  for (const { file: name, line, what, was } of survivors) console.log(`  ${name}:${line} ${what}: ${was}`);
  const target = join(ROOT, '.vitrina/bench');
  mkdirSync(target, { recursive: true });
  writeFileSync(
    join(target, 'mutations.json'),
    `${JSON.stringify({ mutants: mutants.length, asked: asked.length, killed, survivors }, null, 2)}\n`,
  );
  return share >= GOAL ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
