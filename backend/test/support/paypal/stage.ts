// A store that pays by PayPal in a spec: two people of finance, creators who are owed money, and the doors they use.
import { startApp, type TestApp } from '../app.js';
import { makeCreator, makeStaff, makeStore, type MadeStore, type SignedCreator, type SignedStaff } from '../make.js';
import { CLIENT_ID, PaypalDouble, SECRET } from './double.js';

export interface Sent {
  status: string | null;
  transactionId: string | null;
  error: string | null;
  contradicts: boolean;
  fee: { amountMinor: string; currency: string } | null;
}

export interface Send {
  id: string;
  state: string;
  mayBeTaken: boolean;
  tries: number;
  sandbox: boolean;
  currency: string;
  providerId: string | null;
  error: string | null;
  errorDetail: string | null;
  nextAt: string | null;
  fee: { amountMinor: string; currency: string } | null;
}

export interface Batch {
  id: string;
  status: string;
  method: string;
  payouts: {
    id: string;
    creatorId: string;
    status: string;
    bankReason: string | null;
    bankReference: string | null;
    pay: { amountMinor: string; currency: string };
    sent: Sent | null;
  }[];
  notPaid: { creatorId: string; reason: string }[];
  sends: Send[];
}

const SEND =
  'id state mayBeTaken tries sandbox currency providerId error errorDetail nextAt fee { amountMinor currency }';
const BATCH = `id status method notPaid { creatorId reason } sends { ${SEND} }
  payouts { id creatorId status bankReason bankReference pay { amountMinor currency }
    sent { status transactionId error contradicts fee { amountMinor currency } } }`;

export class PaypalStage {
  store!: MadeStore;
  first!: SignedStaff;
  second!: SignedStaff;
  private bonuses = 0;
  private accounts = 0;

  private constructor(
    readonly app: TestApp,
    readonly double: PaypalDouble,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<PaypalStage> {
    const double = await new PaypalDouble().start();
    const keys = {
      PAYPAL_URL: double.url,
      PAYPAL_CLIENT_ID: CLIENT_ID,
      PAYPAL_SECRET: SECRET,
      PAYPAL_TIMEOUT_MS: '700',
    };
    const stage = new PaypalStage(await startApp({ ...keys, ...env }), double);
    stage.store = await makeStore(stage.app);
    [stage.first, stage.second] = [await makeStaff(stage.app, 'finance'), await makeStaff(stage.app, 'finance')];
    await stage.rate('USD', '500');
    return stage;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.double.stop();
  }

  /** Calls a door; the data, or the code of the refusal. Jobs that fail for the provider stay for later. */
  async call<T = Record<string, unknown>>(as: string, text: string, variables: object = {}): Promise<T | string> {
    const answer = await this.app.graphql<Record<string, T>>(text, { ...variables }, { as });
    const [error] = answer.errors;
    if (error) return error.extensions.code;
    await this.work();
    return Object.values(answer.data ?? {})[0] as T;
  }

  /** Does the jobs that are due. A try that fails is put off by the queue, which is not waited for. */
  async work(): Promise<void> {
    for (let turns = 0; turns < 5; turns++) {
      try {
        await this.app.drainJobs();
        return;
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ProviderError') throw error;
      }
    }
  }

  rate(base: string, rate: string) {
    const text =
      'mutation($s: ID!, $b: String!, $r: String!) { publishExchangeRate(storeId: $s, base: $b, quote: "KZT", rate: $r) }';
    return this.call(this.first.cookie, text, { s: this.store.id, b: base, r: rate });
  }

  /** Somebody who is owed so much in tenge. */
  async creator(name: string, owed = '5000.00'): Promise<SignedCreator> {
    const creator = await makeCreator(this.app, { name });
    await this.owe(creator, owed);
    // A batch counts what was known some seconds before.
    this.app.clock.advance(20_000);
    return creator;
  }

  /** A bonus is owed at once. */
  owe(creator: SignedCreator, amount: string) {
    const text = `mutation($s: ID!, $c: ID!, $a: String!, $k: String!) {
      adjustEarnings(storeId: $s, creatorId: $c, amount: $a, reason: "Contest", key: $k) }`;
    const key = `contest-${++this.bonuses}-of-spec`;
    return this.call(this.first.cookie, text, { s: this.store.id, c: creator.creatorId, a: amount, k: key });
  }

  profile(creator: SignedCreator, input: object) {
    const text =
      'mutation($i: PayoutProfileInput!) { savePayoutProfile(input: $i) { method account bankCode currency version } }';
    const own = { country: 'KZ', taxStatus: 'none', name: 'Whole Name' };
    return this.call(creator.cookie, text, { i: { ...own, ...input } });
  }

  /** Wants to be paid by PayPal. */
  paypal(creator: SignedCreator, currency = 'USD') {
    return this.profile(creator, { method: 'paypal', account: `payee-${++this.accounts}@mail.example`, currency });
  }

  create(as = this.first.cookie, method: string | null = 'paypal', creatorIds: string[] | null = null) {
    const text = `mutation($s: ID!, $m: PayoutMethod, $c: [ID!]) { createPayoutBatch(storeId: $s, method: $m, creatorIds: $c) { ${BATCH} } }`;
    return this.call<Batch>(as, text, { s: this.store.id, m: method, c: creatorIds });
  }

  approve(id: string, as = this.second.cookie) {
    return this.call<Batch>(as, `mutation($id: ID!) { approvePayoutBatch(id: $id) { ${BATCH} } }`, { id });
  }

  async batch(id: string): Promise<Batch> {
    const text = `query($id: ID!) { payoutBatch(id: $id) { ${BATCH} } }`;
    return (await this.call<Batch>(this.first.cookie, text, { id })) as Batch;
  }

  /** A batch for these, prepared and confirmed: whatever PayPal made of it. */
  async paid(creators: readonly SignedCreator[]): Promise<Batch> {
    const made = await this.create(
      this.first.cookie,
      'paypal',
      creators.map((one) => one.creatorId),
    );
    if (typeof made === 'string') throw new Error(made);
    const confirmed = await this.approve(made.id);
    if (typeof confirmed === 'string') throw new Error(confirmed);
    this.app.clock.advance(20_000);
    return this.batch(made.id);
  }

  ask(sendId: string, as = this.first.cookie) {
    return this.call<Send>(as, `mutation($id: ID!) { askPayoutProvider(sendId: $id) { ${SEND} } }`, { id: sendId });
  }

  giveUp(sendId: string, as = this.first.cookie) {
    const text = `mutation($id: ID!) { giveUpPayoutSend(sendId: $id, reason: "Another way") { ${SEND} } }`;
    return this.call<Send>(as, text, { id: sendId });
  }

  name(sendId: string, providerId: string, as = this.first.cookie) {
    const text = `mutation($id: ID!, $p: String!) { namePayoutSend(sendId: $id, providerId: $p) { ${SEND} } }`;
    return this.call<Send>(as, text, { id: sendId, p: providerId });
  }

  take(id: string, csv: string) {
    const text =
      'mutation($id: ID!, $csv: String!) { takePayoutResults(batchId: $id, csv: $csv) { settled failed errors { code } } }';
    return this.call<{ settled: number; failed: number; errors: { code: string }[] }>(this.first.cookie, text, {
      id,
      csv,
    });
  }

  /** Each account of the book that is not zero, in its own sign. */
  async book(): Promise<Record<string, string>> {
    const rows: { name: string; balance: string }[] = await this.app.db.query(
      `SELECT account || '@' || currency AS name, sum(amount_minor)::text AS balance FROM ledger_entries
       GROUP BY 1 HAVING sum(amount_minor) <> 0 ORDER BY 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.balance]));
  }

  /** The sum of every entry by currency: a book in balance has only zeros. */
  async trialBalance(): Promise<string[]> {
    const rows: { sum: string }[] = await this.app.db.query(
      'SELECT sum(amount_minor)::text AS sum FROM ledger_entries GROUP BY currency',
    );
    return rows.map((row) => row.sum);
  }

  async owed(creator: SignedCreator): Promise<{ payable: string; inTransit: string }> {
    const book = await this.book();
    const credit = (name: string) => (-BigInt(book[`creator:${creator.creatorId}:${name}@KZT`] ?? '0')).toString();
    return { payable: credit('payable'), inTransit: credit('in_transit') };
  }

  /** Time goes on while everybody comes back now and then: sessions end after 30 days without a visit. */
  async wait(ms: number): Promise<void> {
    this.app.clock.advance(ms);
    await this.app.db.query(`UPDATE sessions SET expires_at = $1, created_at = $2`, [
      ...[new Date(this.app.clock.now().getTime() + 86_400_000), this.app.clock.now()],
    ]);
  }

  audits(action: string): Promise<{ actor: string; subject_id: string }[]> {
    return this.app.db.query('SELECT actor, subject_id FROM audit_log WHERE action = $1 ORDER BY id', [action]);
  }
}
