// Administrators take the audit log with them, and failed sign-ins stand in it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeAccount, makeCreator, makeStaff, signIn, type SignedStaff } from '../../../test/support/make.js';

let app: TestApp;
let admin: SignedStaff;

beforeAll(async () => {
  app = await startApp();
  admin = await makeStaff(app, 'administrator');
});
afterAll(() => app?.close());

const get = (query: string, cookie = admin.cookie) => app.http.get(`/staff/audit.csv${query}`).set({ cookie });
const codeOf = (answer: { body: unknown }) => (answer.body as { error: { code: string } }).error.code;
const rowsOf = (text: string) => text.trimEnd().split('\r\n').slice(1);

describe('the export of the audit log', () => {
  it('is for administrators with their second factor', async () => {
    const moderator = await makeStaff(app, 'moderator');
    const creator = await makeCreator(app);
    expect((await get('', '')).status).toBe(401);
    expect((await get('', creator.cookie)).status).toBe(403);
    expect((await get('', moderator.cookie)).status).toBe(403);
    expect((await get('').set('origin', 'https://evil.example')).status).toBe(403);
  });

  it('is a file of rows, oldest first, with harmless cells, and is audited itself', async () => {
    await app.db.query(
      `INSERT INTO audit_log (id, at, actor, action, subject_type, subject_id, after)
       VALUES ('aud_evil', '2020-01-02T03:04:05Z', '=cmd|calc', 'spec.done', 'video', '@x', '{"title": "=1+1"}')`,
    );
    const answer = await get('?from=2020-01-01&to=2020-01-02');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(rowsOf(answer.text)).toEqual([
      `"2020-01-02T03:04:05.000Z","'=cmd|calc","","spec.done","video","'@x","","","","{""title"": ""=1+1""}","aud_evil"`,
    ]);
    const own = rowsOf((await get(`?actor=${admin.accountId}&action=accounts.audit_`)).text);
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(own[0]).toContain('"accounts.audit_exported"');
    expect(own[0]).toContain('Staff administrator');
  });

  it('reads more than one page, every row once', async () => {
    await app.db.query(
      `INSERT INTO audit_log (id, at, actor, action, subject_type, subject_id)
       SELECT 'aud_many_' || n, '2019-01-01T00:00:00Z', 'spec', 'spec.many', 'x', n::text
         FROM generate_series(1, 2500) AS n`,
    );
    const rows = rowsOf((await get('?action=spec.many')).text);
    expect(rows).toHaveLength(2500);
    expect(new Set(rows).size).toBe(2500);
  });

  it.each(['from=yesterday', 'to=2026-02-31', 'from=a&from=b', `actor=${'x'.repeat(201)}`])(
    'refuses %s',
    async (query) => {
      const answer = await get(`?${query}`);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    },
  );
});

describe('a failed sign-in', () => {
  const failures = (subject: string): Promise<{ actor: string; after: object; ip: string }[]> =>
    app.db.query(
      `SELECT actor, after, ip FROM audit_log WHERE action = 'accounts.sign_in_failed' AND subject_id = $1 ORDER BY seq`,
      [subject],
    );

  it('is audited with its reason and count, without what was typed; refused ones once', async () => {
    const person = await makeAccount(app);
    const wrong = 'a wrong pass phrase';
    for (let i = 0; i < 10; i++) await expect(signIn(app, person.email, wrong)).rejects.toThrow('WRONG_CREDENTIALS');
    for (let i = 0; i < 5; i++) await expect(signIn(app, person.email, wrong)).rejects.toThrow('RATE_LIMITED');
    const rows = await failures(person.accountId);
    expect(rows).toHaveLength(11);
    expect(rows[2]).toEqual({
      actor: 'system:sign-in',
      after: { reason: 'WRONG_CREDENTIALS', tries: 3 },
      ip: '127.0.0.1',
    });
    expect(rows[10]?.after).toEqual({ reason: 'RATE_LIMITED' });
    expect(JSON.stringify(rows)).not.toContain(wrong);
  });

  it('of nobody keeps no e-mail', async () => {
    await expect(signIn(app, 'my-secret-pass@spec.example', 'x')).rejects.toThrow('WRONG_CREDENTIALS');
    const rows = await failures('unknown');
    expect(rows.length).toBeGreaterThan(0);
    const [found] = await app.db.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_log a WHERE a::text LIKE '%my-secret-pass%'`,
    );
    expect(found?.n).toBe(0);
  });

  it('of the second step is audited too', async () => {
    const moderator = await makeStaff(app, 'moderator');
    const cookie = await signIn(app, moderator.email);
    const wrong = await app.graphql('mutation { passSecondFactor(code: "000000") { id } }', {}, { as: cookie });
    expect(wrong.errors[0]?.extensions.code).toBe('WRONG_CODE');
    const rows = await app.db.query<object[]>(
      `SELECT after FROM audit_log WHERE action = 'accounts.second_factor_failed' AND subject_id = $1`,
      [moderator.accountId],
    );
    expect(rows).toEqual([{ after: { reason: 'WRONG_CODE', tries: 1 } }]);
  });
});
