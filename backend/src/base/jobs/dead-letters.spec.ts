// Jobs that failed every try: seen, sent back, dropped, and each of it audited.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeStaff, type SignedStaff } from '../../../test/support/make.js';
import { inTransaction } from '../database/transaction.js';
import { idIn, lastErrorLine } from './dead-letter.rules.js';
import { definedJobs } from './handles.js';
import { JobsService } from './jobs.service.js';

let app: TestApp;
let admin: SignedStaff;

const LIST = `query($first: Int, $after: String) { deadLetters(first: $first, after: $after) { totalCount
  pageInfo { endCursor hasNextPage } nodes { id name failedAt lastError payloadId tries } } }`;
const REDRIVE = 'mutation($id: ID!) { redriveJob(id: $id) }';
const DISCARD = 'mutation($id: ID!) { discardJob(id: $id) }';

interface Listed {
  deadLetters: {
    totalCount: number;
    pageInfo: { endCursor: string; hasNextPage: boolean };
    nodes: { id: string; name: string; lastError: string; payloadId: string | null; tries: number }[];
  };
}

const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const list = async (vars: object = {}) =>
  (await app.graphql<Listed>(LIST, { ...vars }, { as: admin.cookie })).data?.deadLetters;
const does = (query: string, id: string | undefined) => app.graphql(query, { id }, { as: admin.cookie });
const trail = (id: string | undefined): Promise<{ action: string; actor: string; before: object }[]> =>
  app.db.query('SELECT action, actor, before FROM audit_log WHERE subject_id = $1 ORDER BY seq', [id]);

/** A job about a video that does not exist, tried for the last time. */
async function letDie(videoId: string): Promise<void> {
  const job = definedJobs().find((j) => j.name === 'videos.uploaded');
  if (!job) throw new Error('No such job.');
  await inTransaction(app.db, (em) => app.get(JobsService).announce(em, job, { videoId, version: 1 }));
  await app.db.query(`UPDATE pgboss.job SET retry_limit = 0 WHERE name = 'videos.uploaded'`);
  await expect(app.drainJobs()).rejects.toThrow('Nothing is here');
}

beforeAll(async () => {
  app = await startApp();
  admin = await makeStaff(app, 'administrator');
});
afterAll(() => app?.close());
beforeEach(() => app.db.query(`DELETE FROM pgboss.job WHERE name = 'dead_letters'`));

describe('dead letters', () => {
  it('are for administrators', async () => {
    const moderator = await makeStaff(app, 'moderator');
    for (const query of [LIST, REDRIVE, DISCARD]) {
      expect(code(await app.graphql(query, { id: 'x' }))).toBe('UNAUTHENTICATED');
      expect(code(await app.graphql(query, { id: 'x' }, { as: moderator.cookie }))).toBe('FORBIDDEN');
    }
  });

  it('are listed with name, last error and the id of their record, page by page', async () => {
    for (const n of [1, 2, 3]) await letDie(`vid_000000000000000000000${n}`);
    const one = await list({ first: 2 });
    const two = await list({ first: 2, after: one?.pageInfo.endCursor });
    expect(one?.totalCount).toBe(3);
    const nodes = [...(one?.nodes ?? []), ...(two?.nodes ?? [])];
    expect(nodes.map((n) => n.payloadId?.at(-1))).toEqual(['3', '2', '1']);
    expect(nodes[0]).toMatchObject({ name: 'videos.uploaded', lastError: 'Nothing is here.', tries: 1 });
    expect(code(await app.graphql(LIST, { after: 'WyJhIiwiYiJd' }, { as: admin.cookie }))).toBe('BAD_INPUT');
  });

  it('go back to their queue, once', async () => {
    await letDie('vid_0000000000000000000001');
    const id = (await list())?.nodes[0]?.id;
    expect((await does(REDRIVE, id)).data).toEqual({ redriveJob: true });
    expect((await list())?.totalCount).toBe(0);
    const waiting = await app.db.query<object[]>(
      `SELECT data, retry_limit FROM pgboss.job WHERE name = 'videos.uploaded' AND state = 'created'`,
    );
    expect(waiting).toEqual([{ data: { videoId: 'vid_0000000000000000000001', version: 1 }, retry_limit: 5 }]);
    expect(code(await does(REDRIVE, id))).toBe('NOT_FOUND');
    expect(await trail(id)).toMatchObject([
      { action: 'jobs.redriven', actor: admin.accountId, before: { name: 'videos.uploaded' } },
    ]);
    await app.db.query(`DELETE FROM pgboss.job WHERE name = 'videos.uploaded'`);
  });

  it('whose queue is gone stay where they are', async () => {
    await letDie('vid_0000000000000000000001');
    await app.db.query(`UPDATE pgboss.job SET source_name = 'videos.forgotten' WHERE name = 'dead_letters'`);
    const id = (await list())?.nodes[0]?.id;
    expect(code(await does(REDRIVE, id))).toBe('CONFLICT');
    expect((await list())?.totalCount).toBe(1);
    expect(await trail(id)).toEqual([]);
  });

  it('are dropped for good, and the audit log says which', async () => {
    await letDie('vid_0000000000000000000001');
    const id = (await list())?.nodes[0]?.id;
    expect((await does(DISCARD, id)).data).toEqual({ discardJob: true });
    expect((await list())?.totalCount).toBe(0);
    expect(code(await does(DISCARD, id))).toBe('NOT_FOUND');
    expect(code(await does(DISCARD, 'not-a-job'))).toBe('NOT_FOUND');
    expect(await trail(id)).toMatchObject([
      { action: 'jobs.discarded', before: { payloadId: 'vid_0000000000000000000001' } },
    ]);
  });
});

describe('what is shown of a job', () => {
  it.each([
    [{ email: 'dana@mail.example', purpose: 'reset_password' }, null],
    [{ version: 1, videoId: 'vid_0mg2k1x9v0abcdefghijkl' }, 'vid_0mg2k1x9v0abcdefghijkl'],
    [null, null],
  ])('of payload %j the id %j', (payload, expected) => expect(idIn(payload)).toBe(expected));

  it.each([
    ['\n 550 <dana@mail.example> is unknown\nat send', '550 <…@…> is unknown'],
    [null, ''],
    ['x'.repeat(400), `${'x'.repeat(299)}…`],
  ])('of error %j one line', (error, expected) => expect(lastErrorLine(error)).toBe(expected));
});
