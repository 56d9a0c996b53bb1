// What staff do with people, who may not, and what the audit log keeps of it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeAccount, makeStaff, makeStore, type SignedStaff } from '../../../test/support/make.js';

const GRANT = `mutation($id: ID!, $r: Role!, $s: ID) {
  grantRole(personId: $id, role: $r, storeId: $s) { roles { role storeId } } }`;
const REVOKE = `mutation($id: ID!, $r: Role!, $s: ID) {
  revokeRole(personId: $id, role: $r, storeId: $s) { roles { role } } }`;
const BLOCK = 'mutation($id: ID!, $why: String!) { blockPerson(personId: $id, reason: $why) { blockedAt } }';
const UNBLOCK = 'mutation($id: ID!) { unblockPerson(personId: $id) { blockedAt } }';
const LIST = `query($search: String, $role: Role, $first: Int, $after: String) {
  people(search: $search, role: $role, first: $first, after: $after) {
    nodes { id email roles { role } } totalCount pageInfo { endCursor hasNextPage } } }`;
const AUDIT = `query($subjectId: String, $action: String, $first: Int, $after: String) {
  auditLog(subjectId: $subjectId, action: $action, first: $first, after: $after) {
    nodes { action actor actorName before after ip } totalCount pageInfo { endCursor hasNextPage } } }`;

type List = { people: { nodes: { id: string; email: string }[]; totalCount: number; pageInfo: { endCursor: string } } };
type Log = { auditLog: { nodes: { action: string; actorName: string; after: string }[]; totalCount: number } };

describe('people', () => {
  let app: TestApp;
  let admin: SignedStaff;
  beforeAll(async () => {
    app = await startApp();
    admin = await makeStaff(app, 'administrator');
  });
  afterAll(() => app.close());

  const code = async (query: string, vars: object, as?: string): Promise<string | null> =>
    (await app.graphql(query, { ...vars }, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;

  it.each([
    ['people', LIST, {}],
    ['the audit log', AUDIT, {}],
    ['granting', GRANT, { id: 'acc_x', r: 'moderator' }],
    ['revoking', REVOKE, { id: 'acc_x', r: 'moderator' }],
    ['blocking', BLOCK, { id: 'acc_x', why: 'x' }],
    ['unblocking', UNBLOCK, { id: 'acc_x' }],
  ])('%s is for administrators only', async (_, query, vars) => {
    const creator = await makeAccount(app);
    const moderator = await makeStaff(app, 'moderator');
    expect(await code(query, vars)).toBe('UNAUTHENTICATED');
    expect(await code(query, vars, creator.cookie)).toBe('FORBIDDEN');
    expect(await code(query, vars, moderator.cookie)).toBe('FORBIDDEN');
  });

  it('a role is granted, counts at once, is revoked, and is gone at once', async () => {
    const person = await makeAccount(app);
    const granted = await app.graphql(GRANT, { id: person.accountId, r: 'moderator' }, { as: admin.cookie });
    expect(granted.data).toEqual({
      grantRole: {
        roles: [
          { role: 'creator', storeId: null },
          { role: 'moderator', storeId: null },
        ],
      },
    });
    expect(await code(GRANT, { id: person.accountId, r: 'moderator' }, admin.cookie)).toBeNull();
    const revoked = await app.graphql(REVOKE, { id: person.accountId, r: 'moderator' }, { as: admin.cookie });
    expect(revoked.data).toEqual({ revokeRole: { roles: [{ role: 'creator' }] } });
    expect(await code(REVOKE, { id: person.accountId, r: 'moderator' }, admin.cookie)).toBe('NOT_FOUND');
  });

  it.each([
    ['a store owner of no store', { r: 'store_owner' }],
    ['a moderator of one store', { r: 'moderator', s: 'sto_x' }],
  ])('refuses %s', async (_, vars) => {
    expect(await code(GRANT, { id: admin.accountId, ...vars }, admin.cookie)).toBe('BAD_INPUT');
  });

  it('an unknown person is not found', async () => {
    expect(await code(GRANT, { id: 'acc_nobody', r: 'finance' }, admin.cookie)).toBe('NOT_FOUND');
    expect(await code(BLOCK, { id: 'acc_nobody', why: 'x' }, admin.cookie)).toBe('NOT_FOUND');
  });

  it('the last administrator stays', async () => {
    expect(await code(REVOKE, { id: admin.accountId, r: 'administrator' }, admin.cookie)).toBe('LAST_ADMINISTRATOR');
    const second = await makeStaff(app, 'administrator');
    expect(await code(BLOCK, { id: second.accountId, why: 'left' }, admin.cookie)).toBeNull();
    expect(await code(REVOKE, { id: admin.accountId, r: 'administrator' }, admin.cookie)).toBe('LAST_ADMINISTRATOR');
  });

  it('two administrators who remove each other at once leave one', async () => {
    const second = await makeStaff(app, 'administrator');
    const both = await Promise.all([
      code(REVOKE, { id: second.accountId, r: 'administrator' }, admin.cookie),
      code(REVOKE, { id: admin.accountId, r: 'administrator' }, second.cookie),
    ]);
    expect(both.filter((one) => one === null)).toHaveLength(1);
    const rows: { account_id: string }[] = await app.db.query(
      `SELECT account_id FROM role_grants g JOIN accounts a ON a.id = g.account_id
       WHERE role = 'administrator' AND blocked_at IS NULL`,
    );
    expect(rows).toHaveLength(1);
    if (rows[0]?.account_id !== admin.accountId) admin = second;
  });

  it('a blocked person is let in again', async () => {
    const person = await makeAccount(app);
    expect(await code(BLOCK, { id: person.accountId, why: ' ' }, admin.cookie)).toBe('BAD_INPUT');
    expect(await code(BLOCK, { id: admin.accountId, why: 'me' }, admin.cookie)).toBe('CONFLICT');
    await app.graphql(BLOCK, { id: person.accountId, why: 'spam' }, { as: admin.cookie });
    expect((await app.graphql(UNBLOCK, { id: person.accountId }, { as: admin.cookie })).data).toEqual({
      unblockPerson: { blockedAt: null },
    });
  });

  it('people are found by part of name or e-mail and by role, page by page', async () => {
    const marks = await Promise.all([1, 2, 3].map((n) => makeAccount(app, { name: `Zhanar_${n}%` })));
    const find = async (vars: object) =>
      (await app.graphql<List>(LIST, { ...vars }, { as: admin.cookie })).data?.people;
    expect((await find({ search: 'zhanar_' }))?.totalCount).toBe(3);
    expect((await find({ search: 'zhanarx' }))?.totalCount).toBe(0);
    expect((await find({ search: '3%' }))?.nodes[0]?.email).toBe(marks[2]?.email);
    const one = await find({ search: 'Zhanar', first: 2 });
    const two = await find({ search: 'Zhanar', first: 2, after: one?.pageInfo.endCursor });
    const ids = [...(one?.nodes ?? []), ...(two?.nodes ?? [])].map((node) => node.id);
    expect([...new Set(ids)].sort()).toEqual(marks.map((m) => m.accountId).sort());
    const { owner } = await makeStore(app);
    expect((await find({ role: 'store_owner' }))?.nodes.map((node) => node.email)).toContain(owner.email);
    expect(await code(LIST, { first: 101 }, admin.cookie)).toBe('BAD_INPUT');
    expect(await code(LIST, { after: 'x' }, admin.cookie)).toBe('BAD_INPUT');
  });

  it('the audit log says who did it, why, and in which order', async () => {
    const person = await makeAccount(app);
    await app.graphql(BLOCK, { id: person.accountId, why: 'spam' }, { as: admin.cookie });
    await app.graphql(UNBLOCK, { id: person.accountId }, { as: admin.cookie });
    const log = await app.graphql<Log>(AUDIT, { subjectId: person.accountId }, { as: admin.cookie });
    expect(log.data?.auditLog.nodes.map((entry) => entry.action)).toEqual(['accounts.unblocked', 'accounts.blocked']);
    expect(log.data?.auditLog.nodes[1]).toMatchObject({ actorName: 'Staff administrator', ip: '127.0.0.1' });
    expect(log.data?.auditLog.nodes[1]?.after).toContain('spam');
    const some = await app.graphql<Log>(AUDIT, { action: 'accounts.role_' }, { as: admin.cookie });
    expect(some.data?.auditLog.nodes.every((entry) => entry.action.startsWith('accounts.role_'))).toBe(true);
  });
});
