// The second factor: enrolment, each code once, recovery codes, and staff without it have no powers.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { cookieOf, makeAccount, makeStaff, openSession, PASSWORD, type Signed } from '../../../test/support/make.js';
import { PeopleService } from '../people/people.service.js';
import { codeAt } from './totp.js';

const PASS = 'mutation($c: String!) { passSecondFactor(code: $c) { secondFactorPassed } }';
const ME = '{ me { secondFactorEnabled secondFactorPassed secondFactorRequired } }';
const PEOPLE = '{ people { totalCount } }';

describe('the second factor', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.db.query('DELETE FROM rate_counters'));

  const code = async (query: string, vars: object, as?: string): Promise<string | null> =>
    (await app.graphql(query, { ...vars }, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;
  const pass = (as: string, c: string) =>
    app.http.post('/graphql').set('cookie', as).send({ query: PASS, variables: { c } });
  const nextStep = () => app.clock.advance(30_000);

  async function enrol(person: Signed): Promise<{ secret: string; codes: string[] }> {
    type Shown = { enrolSecondFactor: { secret: string; otpauthUrl: string } };
    const shown = await app.graphql<Shown>(
      'mutation { enrolSecondFactor { secret otpauthUrl } }',
      {},
      { as: person.cookie },
    );
    const secret = shown.data?.enrolSecondFactor.secret ?? '';
    expect(shown.data?.enrolSecondFactor.otpauthUrl).toMatch(/^otpauth:\/\/totp\/Vitrina/);
    type Confirmed = { confirmSecondFactor: { codes: string[] } };
    const confirm = 'mutation($c: String!) { confirmSecondFactor(code: $c) { codes } }';
    expect(await code(confirm, { c: '000000' }, person.cookie)).toBe('WRONG_CODE');
    const vars = { c: codeAt(secret, app.clock.now()) };
    const done = await app.graphql<Confirmed>(confirm, vars, { as: person.cookie });
    return { secret, codes: done.data?.confirmSecondFactor.codes ?? [] };
  }

  it('is enrolled with a code of the app and gives ten recovery codes, each good once', async () => {
    const person = await makeAccount(app);
    const { codes } = await enrol(person);
    expect(new Set(codes).size).toBe(10);
    expect((await app.graphql(ME, {}, { as: person.cookie })).data).toEqual({
      me: { secondFactorEnabled: true, secondFactorPassed: true, secondFactorRequired: false },
    });
    const [first, second] = [await openSession(app, person.accountId), await openSession(app, person.accountId)];
    expect((await pass(first, ` ${codes[0]?.toUpperCase()} `)).body).toMatchObject({ data: { passSecondFactor: {} } });
    expect(await code(PASS, { c: codes[0] }, second)).toBe('WRONG_CODE');
    expect(await code(PASS, { c: codes[1] }, second)).toBeNull();
  });

  it('a code opens once: not again, not an older one, not at the same moment', async () => {
    const staff = await makeStaff(app, 'moderator');
    const sessions = await Promise.all([1, 2, 3, 4].map(() => openSession(app, staff.accountId)));
    const old = codeAt(staff.totpSecret, app.clock.now());
    nextStep();
    const fresh = codeAt(staff.totpSecret, app.clock.now());
    const [a = '', b = '', c = '', d = ''] = sessions;
    const both = await Promise.all([pass(a, fresh), pass(b, fresh)]);
    expect(both.filter((answer) => cookieOf(answer) !== '')).toHaveLength(1);
    expect(await code(PASS, { c: fresh }, c)).toBe('WRONG_CODE');
    expect(await code(PASS, { c: old }, d)).toBe('WRONG_CODE');
    nextStep();
    expect(await code(PASS, { c: codeAt(staff.totpSecret, app.clock.now()) }, d)).toBeNull();
  });

  it('a session that owes it is nobody at every other door, and is told so by me', async () => {
    const staff = await makeStaff(app, 'administrator');
    const answer = await app.http.post('/graphql').send({
      query: 'mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { secondFactorNeeded me { id } } }',
      variables: { e: staff.email, p: PASSWORD },
    });
    expect(answer.body).toMatchObject({ data: { signIn: { secondFactorNeeded: true, me: null } } });
    const half = cookieOf(answer);
    expect(await code(PEOPLE, {}, half)).toBe('UNAUTHENTICATED');
    expect(await code('mutation { enrolSecondFactor { secret } }', {}, half)).toBe('UNAUTHENTICATED');
    expect(await code('{ mySessions { id } }', {}, half)).toBe('UNAUTHENTICATED');
    expect((await app.graphql(ME, {}, { as: half })).data).toEqual({
      me: { secondFactorEnabled: true, secondFactorPassed: false, secondFactorRequired: true },
    });
    nextStep();
    const passed = cookieOf(await pass(half, codeAt(staff.totpSecret, app.clock.now())));
    expect(passed).not.toBe(half);
    expect(await code(PEOPLE, {}, passed)).toBeNull();
    expect(await code(ME, {}, half)).toBeNull();
    expect((await app.graphql(ME, {}, { as: half })).data).toEqual({ me: null });
  });

  it('staff who have none yet have no powers until they set it up', async () => {
    const person = await makeAccount(app);
    const system = { kind: 'system', name: 'spec' } as const;
    await app.get(PeopleService).grantRole(system, person.accountId, 'administrator', null);
    expect(await code(PEOPLE, {}, person.cookie)).toBe('SECOND_FACTOR_REQUIRED');
    await enrol(person);
    expect(await code(PEOPLE, {}, person.cookie)).toBeNull();
  });

  it('turning it on ends the other sessions', async () => {
    const person = await makeAccount(app);
    const other = await openSession(app, person.accountId);
    await enrol(person);
    expect((await app.graphql(ME, {}, { as: other })).data).toEqual({ me: null });
  });

  it('five wrong codes close the door for a while, also to the right one', async () => {
    const staff = await makeStaff(app, 'finance');
    const half = await openSession(app, staff.accountId);
    nextStep();
    for (let i = 0; i < 5; i++) expect(await code(PASS, { c: `00000${i}` }, half)).toBe('WRONG_CODE');
    expect(await code(PASS, { c: codeAt(staff.totpSecret, app.clock.now()) }, half)).toBe('RATE_LIMITED');
  });

  it('needs a session', async () => {
    expect(await code(PASS, { c: '123456' })).toBe('UNAUTHENTICATED');
    expect(await code('mutation { enrolSecondFactor { secret } }', {})).toBe('UNAUTHENTICATED');
  });

  it('keeps its secret sealed', async () => {
    const staff = await makeStaff(app, 'finance');
    const rows: { totp_sealed: Buffer }[] = await app.db.query('SELECT totp_sealed FROM accounts WHERE id = $1', [
      staff.accountId,
    ]);
    expect(rows[0]?.totp_sealed.toString('latin1')).not.toContain(staff.totpSecret);
  });
});
