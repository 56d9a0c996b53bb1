// What is known of every mutant, kept in a file from run to run: so that survivors alone can be asked again and one whole picture stands.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An answer holds as long as the text of its file does. */
const digestOf = (source) => createHash('sha256').update(source).digest('hex').slice(0, 16);

/**
 * The picture kept at `path`, of `files`: name, source and mutants of each. `noticed` tells what noticed a mutant, null when nothing
 * did, undefined when it was not asked since its file changed; `hear` takes an answer in.
 */
export function pictureAt(path, files) {
  const old = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const known = files.map(({ name, source, mutants }) => {
    const digest = digestOf(source);
    const answers = old[name]?.digest === digest ? old[name].answers : mutants.map(() => undefined);
    return { name, digest, mutants, answers };
  });
  const places = new Map(
    known.flatMap((file) => file.mutants.map(({ id }, at) => [id, { answers: file.answers, at }])),
  );

  const noticed = ({ id }) => {
    const { answers, at } = places.get(id);
    // Not asked and not noticed are two things; JSON knows one of them.
    return answers[at] === undefined || answers[at] === null ? undefined : answers[at].by;
  };
  const hear = ({ id }, by) => {
    const { answers, at } = places.get(id);
    answers[at] = { by };
  };
  const keep = () => {
    mkdirSync(dirname(path), { recursive: true });
    const kept = known.map(({ name, digest, mutants, answers }) => [
      name,
      { digest, answers: answers.map((answer, at) => (answer ? { ...answer, ...mutants[at] } : null)) },
    ]);
    writeFileSync(path, `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
  };

  /** A row for each folder and one for all: mutants, asked, noticed, of those lost (never ended, or took the thread along), not noticed. */
  const table = (folderOf) => {
    const rows = new Map();
    const count = (label, by) => {
      const row = rows.get(label) ?? { mutants: 0, asked: 0, noticed: 0, lost: 0, survived: 0 };
      row.mutants += 1;
      if (by !== undefined) row.asked += 1;
      if (by) row.noticed += 1;
      if (/^(time|thread):/.test(by ?? '')) row.lost += 1;
      if (by === null) row.survived += 1;
      rows.set(label, row);
    };
    for (const { name, mutants } of known) for (const mutant of mutants) count(folderOf(name), noticed(mutant));
    for (const { mutants } of known) for (const mutant of mutants) count('all', noticed(mutant));
    return rows;
  };
  return { noticed, hear, keep, table };
}
