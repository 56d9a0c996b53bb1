// The example of docs/reward-shoppers.md, run as it stands by a shell with curl and openssl: a guide that does not work is worse than none.
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../support/app.js';
import { makeStore } from '../../support/make.js';
import { DAY, publishRules, rewardKey, terms } from '../../support/rewards/reward-desk.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
}, 180_000);
afterAll(() => app?.close());

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// A bare system has neither; the doors themselves are tested without them.
const isPossible = has('curl') && has('openssl');

(isPossible ? it : it.skip)('the example of the guide is taken', async () => {
  const store = await makeStore(app);
  const key = await rewardKey(app, store);
  await publishRules(app, store, terms(), new Date(app.clock.now().getTime() - DAY));
  const guide = readFileSync(join(import.meta.dirname, '../../../../docs/reward-shoppers.md'), 'utf8');
  const example = /```sh\n([^`]+)```/.exec(guide)?.[1] ?? '';
  const script = example
    .replace('KEY=key_...', `KEY=${key.id}`)
    .replace('SECRET=sk_live_...', `SECRET=${key.secret}`)
    .replace('https://YOUR-VITRINA', app.baseUrl);
  expect(script).not.toContain('...');
  const { stdout } = await promisify(execFile)('sh', ['-c', script]);
  expect(JSON.parse(stdout)).toMatchObject({
    events: [{ id: 'inv-1', outcome: 'recorded', verdict: 'NOTED', code: expect.stringMatching(/^[A-Z2-9]{8}$/) }],
  });
});
