// Sign-up, confirmation, new password: the way through and every refusal, with nothing told about who has an account.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeAccount, PASSWORD, signIn } from '../../test/support/make.js';
import type { DemoMail } from './mails/demo.controller.js';

const SIGN_UP = 'mutation($i: SignUpInput!) { signUp(input: $i) }';
const CONFIRM = 'mutation($t: String!) { confirmEmail(token: $t) }';
const ASK_RESET = 'mutation($e: String!) { requestPasswordReset(email: $e) }';
const RESET = 'mutation($t: String!, $p: String!) { resetPassword(token: $t, password: $p) }';
const ME = '{ me { id email name locale emailConfirmed roles { role storeId } creator { displayName } } }';

describe('accounts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const mailsTo = async (to: string): Promise<DemoMail[]> => {
    const answer = await app.http.get('/demo/mail.json').expect(200);
    return (answer.body as DemoMail[]).filter((mail) => mail.to === to);
  };
  const tokenIn = (mail: DemoMail | undefined): string => /token=([\w-]+)/.exec(mail?.links[0] ?? '')?.[1] ?? '';
  const newcomer = (email: string, more = {}) => ({ email, password: PASSWORD, name: 'Dana', locale: 'ru', ...more });
  const codeOf = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code ?? null;

  it('a form sent twice at once opens one account', async () => {
    const i = newcomer('twice@spec.example');
    const answers = await Promise.all(Array.from({ length: 3 }, () => app.graphql(SIGN_UP, { i })));
    expect(answers.map((a) => a.data)).toEqual(answers.map(() => ({ signUp: true })));
    expect(await app.db.query(`SELECT count(*)::int AS n FROM accounts WHERE email = $1`, [i.email])).toEqual([
      { n: 1 },
    ]);
  });

  it('a newcomer signs up, confirms, signs in and is a creator', async () => {
    expect((await app.graphql(SIGN_UP, { i: newcomer(' Dana@Spec.Example ') })).data).toEqual({ signUp: true });
    await expect(signIn(app, 'dana@spec.example')).rejects.toThrow('EMAIL_NOT_CONFIRMED');
    const [mail] = await mailsTo('dana@spec.example');
    expect(mail).toMatchObject({ kind: 'confirm_email', subject: 'Подтвердите почту' });
    const token = tokenIn(mail);
    expect((await app.graphql(CONFIRM, { t: token })).data).toEqual({ confirmEmail: true });
    expect((await app.graphql(CONFIRM, { t: token })).data).toEqual({ confirmEmail: true });
    const as = await signIn(app, 'DANA@spec.example');
    await app.drainJobs();
    expect((await app.graphql(ME, {}, { as })).data).toMatchObject({
      me: {
        ...{ email: 'dana@spec.example', name: 'Dana', locale: 'ru', emailConfirmed: true },
        roles: [{ role: 'creator', storeId: null }],
        creator: { displayName: 'Dana' },
      },
    });
  });

  it.each([
    ['an e-mail that is none', { email: 'dana@' }, 'BAD_INPUT'],
    ['a short password', { password: 'short' }, 'WEAK_PASSWORD'],
    ['a password everyone tries', { password: 'qwertyuiop' }, 'WEAK_PASSWORD'],
    ['a name that carries a link', { name: 'win at evil.example' }, 'BAD_INPUT'],
    ['a locale that is none', { locale: '??' }, 'BAD_INPUT'],
  ])('sign-up refuses %s', async (_, change, code) => {
    expect(codeOf(await app.graphql(SIGN_UP, { i: newcomer(`x${Math.random()}@spec.example`, change) }))).toBe(code);
  });

  it('sign-up with a known e-mail answers as always and tells only the owner', async () => {
    const known = await makeAccount(app);
    const answer = await app.graphql(SIGN_UP, { i: newcomer(known.email, { password: 'another-password' }) });
    expect(answer).toEqual({ data: { signUp: true }, errors: [] });
    expect((await mailsTo(known.email)).map((mail) => mail.kind)).toEqual(['already_registered']);
    await expect(signIn(app, known.email, 'another-password')).rejects.toThrow('WRONG_CREDENTIALS');
  });

  it('the password of the very sign-up counts whose mail is pressed; the other mail is then worth nothing', async () => {
    const email = 'twofold@spec.example';
    const [mine, theirs] = ['my own long phrase', 'their own long phrase'];
    await app.graphql(SIGN_UP, { i: newcomer(email, { password: mine }) });
    await app.graphql(SIGN_UP, { i: newcomer(email, { password: theirs, name: 'Stranger' }) });
    const [second, first] = (await mailsTo(email)).map(tokenIn);
    expect((await app.graphql(CONFIRM, { t: first })).data).toEqual({ confirmEmail: true });
    await app.graphql(CONFIRM, { t: second });
    await expect(signIn(app, email, theirs)).rejects.toThrow('WRONG_CREDENTIALS');
    const as = await signIn(app, email, mine);
    expect((await app.graphql(ME, {}, { as })).data).toMatchObject({ me: { name: 'Dana' } });
  });

  it('a confirmation asked for again brings the password of the newest sign-up', async () => {
    const email = 'again@spec.example';
    await app.graphql(SIGN_UP, { i: newcomer(email, { password: 'the first long phrase' }) });
    await app.graphql(SIGN_UP, { i: newcomer(email, { password: 'the second long phrase' }) });
    await app.graphql('mutation($e: String!) { resendConfirmation(email: $e) }', { e: email });
    await app.drainJobs();
    const [newest] = (await mailsTo(email)).map(tokenIn);
    expect((await app.graphql(CONFIRM, { t: newest })).data).toEqual({ confirmEmail: true });
    await signIn(app, email, 'the second long phrase');
  });

  it('a confirmation link is not good after a day, nor is a made-up one', async () => {
    await app.graphql(SIGN_UP, { i: newcomer('late@spec.example') });
    const token = tokenIn((await mailsTo('late@spec.example'))[0]);
    app.clock.advance(24 * 3_600_000);
    expect(codeOf(await app.graphql(CONFIRM, { t: token }))).toBe('TOKEN_EXPIRED');
    expect(codeOf(await app.graphql(CONFIRM, { t: 'made-up' }))).toBe('TOKEN_EXPIRED');
    await app.graphql('mutation($e: String!) { resendConfirmation(email: $e) }', { e: 'late@spec.example' });
    await app.drainJobs();
    const fresh = tokenIn((await mailsTo('late@spec.example'))[0]);
    expect((await app.graphql(CONFIRM, { t: fresh })).data).toEqual({ confirmEmail: true });
  });

  it('a new password is set once, within the hour, and ends every session', async () => {
    const person = await makeAccount(app);
    await app.graphql(ASK_RESET, { e: person.email });
    await app.drainJobs();
    const token = tokenIn((await mailsTo(person.email))[0]);
    expect(codeOf(await app.graphql(RESET, { t: token, p: 'short' }))).toBe('WEAK_PASSWORD');
    const fresh = 'a-new-password';
    expect((await app.graphql(RESET, { t: token, p: fresh })).data).toEqual({ resetPassword: true });
    expect((await app.graphql(ME, {}, { as: person.cookie })).data).toEqual({ me: null });
    expect(codeOf(await app.graphql(RESET, { t: token, p: 'yet-another-one' }))).toBe('TOKEN_EXPIRED');
    await expect(signIn(app, person.email)).rejects.toThrow('WRONG_CREDENTIALS');
    await signIn(app, person.email, fresh);
    expect((await mailsTo(person.email))[0]?.kind).toBe('password_changed');

    await app.graphql(ASK_RESET, { e: person.email });
    await app.drainJobs();
    app.clock.advance(3_600_000);
    const late = tokenIn((await mailsTo(person.email))[0]);
    expect(codeOf(await app.graphql(RESET, { t: late, p: 'yet-another-one' }))).toBe('TOKEN_EXPIRED');
  });

  it('asking for a new password tells nothing about who has an account', async () => {
    const answers = await Promise.all([
      app.graphql(ASK_RESET, { e: 'nobody@spec.example' }),
      app.graphql(ASK_RESET, { e: (await makeAccount(app)).email }),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    await app.drainJobs();
    expect(await mailsTo('nobody@spec.example')).toEqual([]);
  });

  it('changes one’s own name and language and nobody else’s', async () => {
    const person = await makeAccount(app);
    const update = 'mutation($n: String, $l: String) { updateMe(name: $n, locale: $l) { name locale } }';
    const answer = await app.graphql(update, { n: ' Dana  A. ', l: 'kk' }, { as: person.cookie });
    expect(answer.data).toEqual({ updateMe: { name: 'Dana A.', locale: 'kk' } });
    expect(codeOf(await app.graphql(update, { n: '<b>' }, { as: person.cookie }))).toBe('BAD_INPUT');
    expect(codeOf(await app.graphql(update, { n: 'Eve' }))).toBe('UNAUTHENTICATED');
  });

  it('stores no password, token or link as it is', async () => {
    const rows: { dump: string }[] = await app.db.query(
      `SELECT string_agg(t, '') AS dump FROM (
         SELECT a::text AS t FROM accounts a UNION ALL SELECT s::text FROM sessions s
         UNION ALL SELECT l::text FROM one_time_links l) x`,
    );
    const person = await makeAccount(app);
    expect(rows[0]?.dump).not.toContain(PASSWORD);
    expect(rows[0]?.dump).not.toContain(person.cookie.split('=')[1]);
    expect(rows[0]?.dump).toContain('$argon2id$');
  });
});
