// The mutation run itself: it notices what a check notices, names what it does not, and changes nothing when no mutant is chosen.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

function run(...words: string[]): { code: number | null; out: string } {
  const script = join(ROOT, 'scripts/mutate/run.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, ...words], { cwd: ROOT, encoding: 'utf8' });
  return { code: status, out: stdout };
}

describe('the mutation run', () => {
  it('counts what the check kills and names the survivors by line', () => {
    const { code, out } = run('--folder', 'backend/test/cases/mutated');
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, -1)).toEqual([
      '7 mutants, 7 asked, 4 killed: 57.1 % (goal 95 %)',
      '  backend/test/cases/mutated/small.rules.ts:10 > as >=: amount > 1000n',
      '  backend/test/cases/mutated/small.rules.ts:10 > as <=: amount > 1000n',
      '  backend/test/cases/mutated/small.rules.ts:10 one more: 1000n',
    ]);
  });

  it('refuses a word it does not know', () => {
    expect(run('--what').code).not.toBe(0);
  });
});
