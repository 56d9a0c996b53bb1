// The house itself: starts, answers, refuses what no rule allows, keeps its audit log whole.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { AuditSeal } from './audit.seal.js';
import { audit } from './audit.js';

describe('the base', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('says that it lives and can serve', async () => {
    await app.http.get('/healthz').expect(200, { ok: true });
    await app.http.get('/readyz').expect(200, { ok: true });
    const metrics = await app.http.get('/metrics').expect(200);
    expect(metrics.text).toContain('vitrina_jobs');
  });

  it('answers an unknown address with a code', async () => {
    const answer = await app.http.get('/nowhere').expect(404);
    expect(answer.body).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('refuses a request that another site makes', async () => {
    const answer = await app.http
      .post('/graphql')
      .set('origin', 'https://evil.example')
      .send({ query: '{__typename}' });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { code: 'FOREIGN_ORIGIN' } });
  });

  it('refuses a body above its bound', async () => {
    const answer = await app.http.post('/graphql').send({ query: `{__typename #${'x'.repeat(120_000)}\n}` });
    expect(answer.status).toBe(413);
  });

  it('refuses a query with too many aliases', async () => {
    const fields = Array.from({ length: 20 }, (_, i) => `a${i}: __typename`).join(' ');
    const { errors } = await app.graphql(`{ ${fields} }`);
    expect(errors[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it('knows a document by its hash after it came once, and refuses a wrong hash', async () => {
    const query = '{ version }';
    const hash = createHash('sha256').update(query).digest('hex');
    const send = (body: object) => app.http.post('/graphql').send(body);
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const unknown = await send({ extensions });
    expect(unknown.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const wrong = await send({ query: '{ __typename }', extensions });
    expect(wrong.body.errors).toHaveLength(1);
    expect((await send({ query, extensions })).body.data.version).toMatch(/^\d+\.\d+/);
    expect((await send({ extensions })).body.data.version).toMatch(/^\d+\.\d+/);
  });

  it('seals the audit log and names the row that was changed behind its back', async () => {
    const actor = { kind: 'system', name: 'spec' } as const;
    for (const action of ['spec.one', 'spec.two', 'spec.three']) {
      await audit(app.db.manager, { actor, action, subjectType: 'spec', subjectId: 's1', after: { action } });
    }
    const seal = app.get(AuditSeal);
    await seal.seal();
    expect(await seal.firstBroken(app.db.manager)).toBeNull();

    await expect(app.db.query(`UPDATE audit_log SET actor = 'x'`)).rejects.toThrow(/permission denied|append-only/);
    await expect(app.db.query(`DELETE FROM audit_log`)).rejects.toThrow(/permission denied|append-only/);

    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await expect(owner.query(`DELETE FROM audit_log`)).rejects.toThrow(/append-only/);
    await owner.query(`ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only`);
    const changed = await owner.query(`UPDATE audit_log SET actor = 'x' WHERE action = 'spec.two' RETURNING id`);
    await owner.end();
    expect(await seal.firstBroken(app.db.manager)).toBe((changed.rows[0] as { id: string }).id);
  });
});
