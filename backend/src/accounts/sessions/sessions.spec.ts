// Sessions: the cookie, its life, its end, and how often a password may be tried.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { cookieOf, makeAccount, makeStaff, openSession, PASSWORD, signIn } from '../../../test/support/make.js';

const SIGN_IN =
  'mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { secondFactorNeeded me { email } } }';
const ME = '{ me { email } }';
const MINE = '{ mySessions { id current userAgent } }';
const DAY_MS = 86_400_000;

describe('sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.reset();
    await app.db.query('DELETE FROM rate_counters');
  });

  const post = (email: string, password: string, headers = {}) =>
    app.http
      .post('/graphql')
      .set(headers)
      .send({ query: SIGN_IN, variables: { e: email, p: password } });
  const codeOf = (body: unknown): string | null =>
    (body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code ?? null;

  it('sign-in sets a cookie that scripts and other sites cannot use', async () => {
    const person = await makeAccount(app);
    const answer = await post(person.email, PASSWORD);
    expect(answer.body).toMatchObject({ data: { signIn: { secondFactorNeeded: false, me: { email: person.email } } } });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Path=\//);
    expect(cookie).not.toMatch(/Secure/);
  });

  it('over https the cookie is Secure', async () => {
    const person = await makeAccount(app);
    const before = app.config.publicUrl;
    app.config.publicUrl = 'https://vitrina.example';
    const answer = await post(person.email, PASSWORD);
    app.config.publicUrl = before;
    expect(String(answer.headers['set-cookie'])).toMatch(/Secure/);
  });

  it('a wrong password and an unknown e-mail get one answer', async () => {
    const person = await makeAccount(app);
    const [wrong, unknown] = [await post(person.email, 'wrong-password'), await post('nobody@spec.example', PASSWORD)];
    expect(codeOf(wrong.body)).toBe('WRONG_CREDENTIALS');
    expect((wrong.body as { errors: unknown }).errors).toEqual((unknown.body as { errors: unknown }).errors);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('an unknown e-mail costs as much time as a wrong password', async () => {
    const person = await makeAccount(app);
    const time = async (email: string): Promise<number> => {
      const start = performance.now();
      await post(email, 'wrong-password');
      return performance.now() - start;
    };
    const median = (values: number[]): number => values.sort((a, b) => a - b)[2] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    await time(person.email);
    for (let i = 0; i < 5; i++) {
      known.push(await time(person.email));
      unknown.push(await time('nobody@spec.example'));
      await app.db.query('DELETE FROM rate_counters');
    }
    // Without the decoy hash the ratio is about 0.1.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
  });

  it('signing in again in one browser replaces its session', async () => {
    const person = await makeAccount(app);
    const first = await signIn(app, person.email);
    const second = cookieOf(await post(person.email, PASSWORD, { cookie: first }));
    expect((await app.graphql(ME, {}, { as: first })).data).toEqual({ me: null });
    expect((await app.graphql(ME, {}, { as: second })).data).toEqual({ me: { email: person.email } });
  });

  it('a session in use rolls on, an idle one ends after 30 days, and none outlives 90', async () => {
    const used = await makeAccount(app);
    const idle = await makeAccount(app);
    const isIn = async (as: string) => (await app.graphql<{ me: unknown }>(ME, {}, { as })).data?.me !== null;
    for (let day = 0; day < 80; day += 20) {
      app.clock.advance(20 * DAY_MS);
      expect(await isIn(used.cookie)).toBe(true);
    }
    expect(await isIn(idle.cookie)).toBe(false);
    app.clock.advance(11 * DAY_MS);
    expect(await isIn(used.cookie)).toBe(false);
  });

  it('a person sees and ends the own sessions, and nobody else’s', async () => {
    const person = await makeAccount(app);
    const other = await makeAccount(app);
    const second = await openSession(app, person.accountId);
    type Mine = { mySessions: { id: string; current: boolean }[] };
    const list = (await app.graphql<Mine>(MINE, {}, { as: person.cookie })).data?.mySessions ?? [];
    expect(list.map((s) => s.current).sort()).toEqual([false, true]);
    const end = 'mutation($id: ID!) { endSession(id: $id) }';
    const id = list.find((s) => !s.current)?.id;
    expect((await app.graphql(end, { id }, { as: other.cookie })).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await app.graphql(end, { id }, { as: person.cookie })).data).toEqual({ endSession: true });
    expect((await app.graphql(ME, {}, { as: second })).data).toEqual({ me: null });
    expect((await app.graphql(MINE)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('sign-out ends the session and clears the cookie', async () => {
    const person = await makeAccount(app);
    const answer = await app.http.post('/graphql').set('cookie', person.cookie).send({ query: 'mutation { signOut }' });
    expect(String(answer.headers['set-cookie'])).toMatch(/vitrina_session=;/);
    expect((await app.graphql(ME, {}, { as: person.cookie })).data).toEqual({ me: null });
  });

  it('a made-up cookie is nobody', async () => {
    expect((await app.graphql(ME, {}, { as: 'vitrina_session=made-up' })).data).toEqual({ me: null });
  });

  it('the eleventh wrong password in a quarter of an hour is refused, also the right one, and the wait is told', async () => {
    const person = await makeAccount(app);
    for (let i = 0; i < 10; i++)
      expect(codeOf((await post(person.email, 'wrong-password')).body)).toBe('WRONG_CREDENTIALS');
    const refused = await post(person.email.toUpperCase(), PASSWORD);
    expect(codeOf(refused.body)).toBe('RATE_LIMITED');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect(refused.headers['ratelimit-limit']).toBe('10');
    expect(refused.headers['ratelimit-remaining']).toBe('0');
    app.clock.advance(900_000);
    expect(codeOf((await post(person.email, PASSWORD)).body)).toBeNull();
  });

  it('a right password forgets the wrong ones before it', async () => {
    const person = await makeAccount(app);
    for (let i = 0; i < 9; i++) await post(person.email, 'wrong-password');
    await signIn(app, person.email);
    for (let i = 0; i < 9; i++) await post(person.email, 'wrong-password');
    await signIn(app, person.email);
  });

  it('many e-mails from one address are refused too, and the count holds over processes', async () => {
    const other = await startApp({ DATABASE_URL: app.ownerUrl });
    try {
      await post('a@spec.example', 'x');
      await app.db.query(`UPDATE rate_counters SET hits = 98 WHERE bucket LIKE 'signIn:address:%'`);
      expect(codeOf((await post('b@spec.example', 'x')).body)).toBe('WRONG_CREDENTIALS');
      const there = { query: SIGN_IN, variables: { e: 'd@spec.example', p: 'x' } };
      expect(codeOf((await other.http.post('/graphql').send(there)).body)).toBe('WRONG_CREDENTIALS');
      expect(codeOf((await post('c@spec.example', 'x')).body)).toBe('RATE_LIMITED');
    } finally {
      await other.close();
    }
  });

  it('a blocked person cannot sign in and is out at once', async () => {
    const admin = await makeStaff(app, 'administrator');
    const person = await makeAccount(app);
    const block = 'mutation($id: ID!) { blockPerson(personId: $id, reason: "spam") { blockedAt } }';
    await app.graphql(block, { id: person.accountId }, { as: admin.cookie });
    expect((await app.graphql(ME, {}, { as: person.cookie })).data).toEqual({ me: null });
    await expect(signIn(app, person.email)).rejects.toThrow('ACCOUNT_BLOCKED');
    await expect(signIn(app, person.email, 'wrong-password')).rejects.toThrow('WRONG_CREDENTIALS');
  });
});
