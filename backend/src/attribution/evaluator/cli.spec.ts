// The command `npm run evaluate`: what it prints, and how it refuses bad input.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const script = fileURLToPath(new URL('../../../../scripts/evaluate.mjs', import.meta.url));
const cases = fileURLToPath(new URL('../../../test/cases/attribution.public.json', import.meta.url));

function evaluateText(input: string, ...flags: string[]): { code: number | null; out: unknown; refusal: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '-', ...flags], { input, encoding: 'utf8' });
  const error = stderr === '' ? null : (JSON.parse(stderr) as { error: { code: string; path: string } }).error;
  return {
    code: status,
    out: stdout === '' ? null : JSON.parse(stdout),
    refusal: error ? `${error.code} ${error.path}` : '',
  };
}

describe('npm run evaluate', () => {
  const file = JSON.parse(readFileSync(cases, 'utf8')) as { cases: { id: string; expected: unknown }[] };

  it('prints the results of a file of cases by case id, in the order of the file', () => {
    const { code, out } = evaluateText(JSON.stringify(file));
    expect([code, Object.entries(out as object)]).toEqual([0, file.cases.map(({ id, expected }) => [id, expected])]);
  });

  it('prints the result of one case, and what lies behind it when asked', () => {
    const [first] = file.cases;
    expect(evaluateText(JSON.stringify(first)).out).toEqual(first?.expected);
    const explained = evaluateText(JSON.stringify(first), '--explain').out as Record<string, unknown>;
    expect(explained).toMatchObject({
      alerts: [],
      explain: [{ order_id: 'o1', touches: [{ touch_id: 'e1', verdict: 'KEPT' }] }],
    });
  });

  it('keeps every digit of large amounts', () => {
    const input = `{"config":{"program":{"currency":"IRR"}},"as_of":"2026-01-02T00:00:00Z","facts":[
      {"type":"adjustment","id":"a","creator_id":"c","amount":9007199254740993,"occurred_at":"2026-01-01T00:00:00Z"}]}`;
    const { stdout } = spawnSync(process.execPath, [script, '-'], { input, encoding: 'utf8' });
    expect(stdout).toContain('"creator:c:payable@IRR": -9007199254740993');
  });

  it.each([
    ['{', 'NOT_JSON -'],
    ['[]', 'NOT_AN_OBJECT (file)'],
    ['{"facts":[],"as_of":0}', 'MISSING config'],
    ['{"config":{"program":{"currency":"USD"}},"facts":[],"as_of":"soon"}', 'NOT_A_TIME as_of'],
  ])('refuses %s', (input, refusal) => {
    expect(evaluateText(input)).toEqual({ code: 2, out: null, refusal });
  });

  it('lets a case that cannot be evaluated spoil no other', () => {
    const good = { id: 'good', config: { program: { currency: 'USD' } }, facts: [], as_of: 0 };
    const bad = { ...good, id: 'bad', config: { program: { currency: 'ABC' } } };
    const { code, out, refusal } = evaluateText(JSON.stringify({ cases: [bad, good, {}, good, null] }));
    const codes = Object.entries(out as Record<string, { error?: { code: string } }>).map(
      ([id, result]) => `${id} ${result.error?.code ?? 'done'}`,
    );
    expect(codes).toEqual([
      'bad UNKNOWN_CURRENCY',
      'good done',
      'cases[2] MISSING',
      'cases[3] DUPLICATE_ID',
      'cases[4] MISSING',
    ]);
    expect([code, refusal]).toEqual([2, 'UNKNOWN_CURRENCY cases[0].config.program.currency']);
  });
});
