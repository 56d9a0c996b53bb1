// placeholder
import { describe, it, beforeAll, afterAll } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
describe('boot', () => {
  let app: TestApp;
  beforeAll(async () => { app = await startApp(); });
  afterAll(() => app?.close());
  it('boots', async () => {
    const t = Date.now();
    const p = app.graphql('mutation($i: SignUpInput!) { signUp(input: $i) }', { i: { email: 'a@example.com', password: 'tulip-2026', name: 'Dana', locale: 'ru' } });
    await new Promise((r) => setTimeout(r, 4000));
    console.log(JSON.stringify(await app.db.query("select pid, state, wait_event_type, wait_event, left(query,100) q from pg_stat_activity where datname = current_database()"), null, 1));
    const r2 = await Promise.race([p, new Promise((r) => setTimeout(() => r('late'), 8000))]);
    console.log(JSON.stringify(r2), Date.now() - t);
    console.log(await app.drainJobs());
    console.log((await app.http.get('/demo/mail.json')).text);
  }, 30000);
});
