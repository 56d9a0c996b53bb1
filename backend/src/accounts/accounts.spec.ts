// placeholder
import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
describe('boot', () => {
  let app: TestApp;
  beforeAll(async () => { app = await startApp(); });
  afterAll(() => app?.close());
  it('boots', async () => {
    const r = await app.graphql('{ me { id } }');
    console.log(JSON.stringify(r));
    const r2 = await app.graphql('mutation($i: SignUpInput!) { signUp(input: $i) }', { i: { email: 'a@example.com', password: 'tulip-2026', name: 'Dana', locale: 'ru' } });
    console.log(JSON.stringify(r2));
    console.log(await app.drainJobs());
    console.log((await app.http.get('/demo/mail.json')).text);
  });
});
