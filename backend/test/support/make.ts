// Makers of people, stores, keys and products for specs: through the services, or straight to the row where a door is tested elsewhere.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Response } from 'supertest';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { normaliseEmail } from '../../src/accounts/credentials.rules.js';
import { Account, RoleGrant } from '../../src/accounts/account.entity.js';
import { hashPassword } from '../../src/accounts/password.js';
import { PeopleService } from '../../src/accounts/people/people.service.js';
import { SecondFactorService } from '../../src/accounts/second-factor/second-factor.service.js';
import { newSecret } from '../../src/accounts/second-factor/totp.js';
import { Session } from '../../src/accounts/sessions/session.entity.js';
import { SessionsService } from '../../src/accounts/sessions/sessions.service.js';
import type { AccountActor, Role } from '../../src/base/auth.js';
import { CreatorsService } from '../../src/creators/creators.service.js';
import type { Product } from '../../src/products/product.entity.js';
import type { ProductInput } from '../../src/products/product.rules.js';
import { ProductsService } from '../../src/products/products.service.js';
import { ApiKeysService } from '../../src/stores/keys/api-keys.service.js';
import type { Store } from '../../src/stores/store.entity.js';
import { StoresService } from '../../src/stores/stores.service.js';
import type { TestApp } from './app.js';

export const PASSWORD = 'vitrina-spec';
const passwordHash = hashPassword(PASSWORD);
let counter = 0;

/** A person with an open session. `cookie` is for `app.graphql(..., {as})` and for a Cookie header. */
export interface Signed {
  accountId: string;
  email: string;
  name: string;
  cookie: string;
}

export interface SignedCreator extends Signed {
  creatorId: string;
}

export interface SignedStaff extends Signed {
  /** Base32; `codeAt(totpSecret, app.clock.now())` gives the code. */
  totpSecret: string;
}

export interface KeyPair {
  id: string;
  secret: string;
}

export interface MadeStore {
  id: string;
  store: Store;
  owner: Signed;
  publishableKey: string;
  testPublishableKey: string;
  /** Scopes orders:write and products:write. */
  live: KeyPair;
  /** Scope orders:write. */
  test: KeyPair;
}

/** A confirmed account with the creator role and the password PASSWORD, signed in. */
export async function makeAccount(app: TestApp, input: { email?: string; name?: string } = {}): Promise<Signed> {
  const n = ++counter;
  const email = normaliseEmail(input.email ?? `person${n}-${randomBytes(3).toString('hex')}@spec.example`) ?? '';
  const name = input.name ?? `Person ${n}`;
  const details = { email, name, locale: 'en', passwordHash: await passwordHash, confirmedAt: app.clock.now() };
  const account = await app.db.transaction((em) => app.get(AccountsService).open(em, details));
  return { accountId: account.id, email, name, cookie: await openSession(app, account.id) };
}

/** One more session of an account, without its second factor. */
export async function openSession(app: TestApp, accountId: string): Promise<string> {
  const account = await app.db.manager.findOneByOrFail(Account, { id: accountId });
  const from = { ip: '127.0.0.1', userAgent: 'spec' };
  const { token } = await app.get(SessionsService).open(app.db.manager, account, from);
  return `vitrina_session=${token}`;
}

/** Signs in through the door; gives the cookie, or throws with the code of the refusal. */
export async function signIn(app: TestApp, email: string, password = PASSWORD): Promise<string> {
  const query = 'mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { secondFactorNeeded } }';
  const answer = await app.http.post('/graphql').send({ query, variables: { e: email, p: password } });
  const code = (answer.body as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code;
  if (code) throw new Error(code);
  return cookieOf(answer);
}

/** The session cookie an answer sets, as a Cookie header. */
export function cookieOf(answer: Response): string {
  const set = ([] as string[]).concat(answer.headers['set-cookie'] ?? []);
  return set.find((cookie) => cookie.startsWith('vitrina_session='))?.split(';')[0] ?? '';
}

/** A creator with a profile, signed in. */
export async function makeCreator(app: TestApp, input: { email?: string; name?: string } = {}): Promise<SignedCreator> {
  const person = await makeAccount(app, input);
  const creator = await app.get(CreatorsService).ofAccount(person.accountId);
  return { ...person, creatorId: creator.id };
}

/** A member of staff whose session has passed the second factor. */
export async function makeStaff(app: TestApp, role: Exclude<Role, 'store_owner' | 'creator'>): Promise<SignedStaff> {
  const person = await makeAccount(app, { name: `Staff ${role}` });
  await app.get(PeopleService).grantRole({ kind: 'system', name: 'spec' }, person.accountId, role, null);
  const totpSecret = newSecret();
  await app.get(SecondFactorService).preset(app.db.manager, person.accountId, totpSecret);
  await app.db.manager.update(Session, { accountId: person.accountId }, { secondFactorAt: app.clock.now() });
  return { ...person, totpSecret };
}

/** The actor that a door would see for this person now. */
export async function actorOf(app: TestApp, person: Pick<Signed, 'accountId'>): Promise<AccountActor> {
  const account = await app.db.manager.findOneByOrFail(Account, { id: person.accountId });
  const session = await app.db.manager.findOneByOrFail(Session, { accountId: person.accountId });
  const grants = await app.db.manager.findBy(RoleGrant, { accountId: person.accountId });
  return {
    ...{ kind: 'account', accountId: account.id, sessionId: session.id, email: account.email, locale: account.locale },
    roles: grants.map(({ role, storeId }) => ({ role, storeId })),
    ...{ secondFactor: session.secondFactorAt !== null, ip: '127.0.0.1' },
  };
}

/** A store (KZT, Asia/Almaty, 10 %, 14 days unless told) with an owner and a live and a test key. */
export async function makeStore(
  app: TestApp,
  input: Partial<{ name: string; currency: string; timezone: string; rateBps: number; holdDays: number }> & {
    owner?: Signed;
  } = {},
): Promise<MadeStore> {
  const owner = input.owner ?? (await makeAccount(app, { name: 'Store owner' }));
  const store = await app.get(StoresService).create(await actorOf(app, owner), {
    name: input.name ?? `Store ${++counter}`,
    url: 'https://shop.example',
    currency: input.currency ?? 'KZT',
    timezone: input.timezone ?? 'Asia/Almaty',
    rateBps: input.rateBps ?? 1000,
    holdDays: input.holdDays ?? 14,
  });
  const who = await actorOf(app, owner);
  const keys = app.get(ApiKeysService);
  const live = await keys.create(who, store.id, 'live', 'Spec live', ['orders:write', 'products:write']);
  const test = await keys.create(who, store.id, 'test', 'Spec test', ['orders:write']);
  return {
    ...{ id: store.id, store, owner },
    ...{ publishableKey: store.publishableKey, testPublishableKey: store.testPublishableKey },
    live: { id: live.key.id, secret: live.secret },
    test: { id: test.key.id, secret: test.secret },
  };
}

/** A product of the store; `externalId` such as "mug" is what orders and the player use. */
export async function makeProduct(
  app: TestApp,
  store: Pick<MadeStore, 'id'>,
  input: Partial<ProductInput> = {},
): Promise<Product> {
  const externalId = input.externalId ?? `product-${++counter}`;
  const system = { kind: 'system', name: 'spec' } as const;
  const { product } = await app.get(ProductsService).save(system, store.id, {
    ...{ externalId, title: `Product ${externalId}`, url: `https://shop.example/${externalId}` },
    ...{ price: '12990.00', inStock: true, category: 'home', ...input },
  });
  return product;
}

/** The three headers of a signed request. `at` is in seconds. */
export function signatureHeaders(key: KeyPair, method: string, path: string, body: string, at: number) {
  const digest = createHash('sha256').update(body).digest('hex');
  const mac = createHmac('sha256', key.secret).update(`${at}.${method}.${path}.${digest}`).digest('hex');
  return { 'vitrina-key': key.id, 'vitrina-timestamp': String(at), 'vitrina-signature': `v1=${mac}` };
}

/** Calls a server-to-server door as the store's server would. `headers` come last, so a spec can spoil one. */
export async function signedCall(
  app: TestApp,
  key: KeyPair,
  method: 'PUT' | 'POST' | 'DELETE' | 'GET',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const at = Math.floor(app.clock.now().getTime() / 1000);
  const verb = { PUT: 'put', POST: 'post', DELETE: 'delete', GET: 'get' } as const;
  const call = app.http[verb[method]](path).set({ ...signatureHeaders(key, method, path, text, at), ...headers });
  return body === undefined ? call : call.set('content-type', 'application/json').send(text);
}
