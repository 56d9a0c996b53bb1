// The mutation run itself: it notices what a check notices, names what it does not, and changes nothing when no mutant is chosen.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const PICTURE = '.vitrina/bench/mutations-check.json';
const SMALL = ['--folder', 'backend/test/cases/mutated', '--picture', PICTURE, '--patience', '700'];

function run(...words: string[]): { code: number | null; out: string[]; asked: string[] } {
  const script = join(ROOT, 'scripts/mutate/run.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { cwd: ROOT, encoding: 'utf8' });
  const lines = (text: string): string[] => text.split('\n').slice(0, -1);
  return { code: status, out: lines(stdout), asked: lines(stderr) };
}

const why = (asked: string[], mutant: string): string | undefined =>
  asked.find((answer) => answer.includes(mutant))?.split(' <- ')[1];

const TABLE = [
  ...['9n', '3'].map((number) => `  backend/test/cases/mutated/small.rules.ts:10 one more: ${number}`),
  '  backend/test/cases/mutated/small.rules.ts:10 call left out: process.exit(3);',
  '  backend/test/cases/mutated/small.rules.ts:22 > as >=: amount > 1000n',
  '  backend/test/cases/mutated/small.rules.ts:22 > as <=: amount > 1000n',
  '  backend/test/cases/mutated/small.rules.ts:22 one more: 1000n',
  '.: 17 mutants, 17 asked, 11 noticed (3 lost), 6 not: 64.7 %',
  'all: 17 mutants, 17 asked, 11 noticed (3 lost), 6 not: 64.7 %',
].sort();

describe('the mutation run', () => {
  afterAll(() => rmSync(join(ROOT, PICTURE), { force: true }));

  it('tells what noticed a mutant, names the survivors by line, and asks only those again', () => {
    const { code, out, asked } = run(...SMALL);
    expect(code).toBe(1);
    expect(out.sort()).toEqual(TABLE);
    expect(why(asked, ':5 + as -')).toContain('half > of %s is %s');
    // What takes its thread along or never ends is one mutant noticed; those before and after it are answered for themselves.
    expect(why(asked, ':10 > as >=')).toBe('thread: ended with 3');
    expect(why(asked, ':16 -= as +=')).toBe('time: it never ended');

    const again = run('--again', ...SMALL);
    expect(again.asked.map((answer) => answer.split(' ')[1])).toEqual(Array<string>(6).fill('SURVIVED'));
    expect(again.out.sort()).toEqual(TABLE);
  });

  it('refuses a word it does not know', () => {
    expect(run('--what').code).not.toBe(0);
  });
});
