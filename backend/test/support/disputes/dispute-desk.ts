// A store with a creator's video, a shopper who buys, and the doors of disputes as people call them.
import { ReplayService } from '../../../src/payouts/replay/replay.service.js';
import type { GraphqlAnswer, TestApp } from '../app.js';
import { clickOn, makeEarningVideo, makeViewer, orderBody, putOrder, sendEvents } from '../make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type Signed,
  type SignedCreator,
  type SignedStaff,
} from '../make.js';

export interface Shown {
  id: string;
  state: string;
  steps: number;
  outcomeCode: string | null;
  credit: { amountMinor: string } | null;
  credited: { amountMinor: string };
  proposal: { amount: { amountMinor: string }; most: { amountMinor: string }; reason: string | null } | null;
  orderNumber: string | null;
}

const MINE = 'id state number orderDueAt answerDueAt outcomeCode credit { amountMinor } credited { amountMinor }';
const DESK = `id state steps outcomeCode orderNumber mayAnswer mayDecide credit { amountMinor } credited { amountMinor }
  proposal { amount { amountMinor } most { amountMinor } reason liftsCheck }`;

export class DisputeDesk {
  constructor(
    readonly app: TestApp,
    readonly store: MadeStore,
    readonly creator: SignedCreator,
    readonly finance: SignedStaff,
    readonly video: string,
  ) {}

  static async open(app: TestApp): Promise<DisputeDesk> {
    const store = await makeStore(app);
    const creator = await makeCreator(app, { name: 'Dana' });
    const finance = await makeStaff(app, 'finance');
    const products = [await makeProduct(app, store, { externalId: 'mug' })];
    const video = await makeEarningVideo(app, { store, creatorId: creator.creatorId, products });
    return new DisputeDesk(app, store, creator, finance, video);
  }

  /** An order that a click in the video brought, unless told otherwise. Returns our id of it. */
  async sell(id: string, options: { clicked?: boolean; body?: object } = {}): Promise<string> {
    const viewer = makeViewer(this.app);
    if (options.clicked ?? true)
      await sendEvents(this.app, this.store.publishableKey, viewer.token, [clickOn(this.app, this.video, 'mug')]);
    const body = orderBody(this.app, { viewerToken: viewer.token, ...options.body });
    const answer = await putOrder(this.app, this.store.live, id, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    await this.app.drainJobs();
    const [row]: { id: string }[] = await this.app.db.query(
      'SELECT id FROM orders WHERE programme_id = $1 AND external_id = $2',
      [this.store.id, id],
    );
    return row?.id ?? '';
  }

  ask<T>(query: string, variables: object, as: Signed): Promise<GraphqlAnswer<T>> {
    return this.app.graphql<T>(query, variables as Record<string, unknown>, { as: as.cookie });
  }

  dispute(input: object, as: Signed = this.creator) {
    const text = 'This one was mine, look at the video.';
    return this.ask<{ disputeLine: Shown }>(
      `mutation($i: LineDisputeInput!) { disputeLine(input: $i) { ${MINE} } }`,
      { i: { lineId: '1', reasonCode: 'WRONG_AMOUNT', text, ...input } },
      as,
    );
  }

  claim(input: object, as: Signed = this.creator) {
    const text = 'My neighbour bought it after watching my video.';
    const on = this.app.clock.now().toISOString().slice(0, 10);
    const i = { storeId: this.store.id, orderedOn: on, total: '10000.00', cameBy: 'video', cameRef: this.video, text };
    return this.ask<{ claimOrder: Shown }>(
      `mutation($i: OrderClaimInput!) { claimOrder(input: $i) { ${MINE} } }`,
      { i: { ...i, ...input } },
      as,
    );
  }

  answer(id: string, agree: boolean, as: Signed = this.store.owner) {
    return this.ask<{ answerDispute: Shown }>(
      `mutation($id: ID!, $a: Boolean!, $t: String!) { answerDispute(id: $id, agree: $a, text: $t) { ${DESK} } }`,
      { id, a: agree, t: agree ? 'Yes, we missed it.' : 'It came by our own mailing.' },
      as,
    );
  }

  async see(id: string, as: Signed = this.finance): Promise<GraphqlAnswer<{ dispute: Shown }>> {
    return this.ask<{ dispute: Shown }>(`query($id: ID!) { dispute(id: $id) { ${DESK} } }`, { id }, as);
  }

  async decide(id: string, input: object, as: Signed = this.finance) {
    const steps = (await this.see(id)).data?.dispute.steps ?? 0;
    const said = { id, seenSteps: steps, text: 'We looked at it together with the shop.', ...input };
    const done = await this.ask<{ decideDispute: Shown }>(
      `mutation($i: DisputeDecisionInput!) { decideDispute(input: $i) { ${DESK} } }`,
      { i: said },
      as,
    );
    await this.app.drainJobs();
    return done;
  }

  /** The book of the store: what it owes the creator now, and that it sums to zero. */
  async payable(): Promise<bigint> {
    const sums: { sum: string }[] = await this.app.db.query(
      `SELECT sum(e.amount_minor)::text AS sum FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
       WHERE t.programme_id = $1 GROUP BY e.currency`,
      [this.store.id],
    );
    if (sums.some(({ sum }) => sum !== '0')) throw new Error(`The book sums to ${JSON.stringify(sums)}`);
    const [row]: { owed: string }[] = await this.app.db.query(
      `SELECT coalesce(-sum(e.amount_minor), 0)::text AS owed FROM ledger_entries e
       JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.programme_id = $1 AND e.account = $2`,
      [this.store.id, `creator:${this.creator.creatorId}:payable`],
    );
    return BigInt(row?.owed ?? '0');
  }

  /** What a replay of every fact says against what is stored: nothing. */
  replay() {
    return this.app.get(ReplayService).replay(this.store.id);
  }

  async isDisputed(orderId: string): Promise<boolean> {
    const rows: { disputed: boolean }[] = await this.app.db.query(
      'SELECT disputed_at IS NOT NULL AS disputed FROM commission_units WHERE order_id = $1',
      [orderId],
    );
    return rows.some(({ disputed }) => disputed);
  }

  /** Kinds of mails to somebody about disputes, in the order in which they were written. */
  async mails(to: string): Promise<string[]> {
    const rows: { kind: string }[] = await this.app.db.query(
      `SELECT kind FROM mails WHERE recipient = $1 AND kind LIKE 'dispute%' ORDER BY created_at, id`,
      [to],
    );
    return rows.map(({ kind }) => kind);
  }
}

export const codeOf = (answer: GraphqlAnswer<unknown>): string | undefined => answer.errors[0]?.extensions.code;
