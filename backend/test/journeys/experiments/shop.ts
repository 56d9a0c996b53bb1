// A shop that runs experiments, for the journey: its doors, its shoppers, what they buy, and time that passes.
import { expect } from '@jest/globals';
import { JobsService } from '../../../src/base/jobs/jobs.service.js';
import type { Arm } from '../../../src/holdouts/assignment.rules.js';
import { readViewerToken } from '../../../src/playback/viewers.service.js';
import { startApp, type TestApp } from '../../support/app.js';
import { BROWSER, orderBody, putOrder } from '../../support/make-money.js';
import { makeCreator, makeProduct, makeStore, openSession, type MadeStore } from '../../support/make.js';
import { makePublishedVideo } from '../../support/make-videos.js';

export const DAY = 86_400_000;

export interface Shopper {
  token: string;
  viewerId: string;
  arm: Arm;
  customerId: string;
}

const MONEY = '{ amountMinor currency }';
const ESTIMATE = '{ value from to }';
const ARM = `{ viewers buyers orders otherOrders rate ${ESTIMATE} revenuePerViewer ${MONEY} returnRate }`;
const PARTS = `id status plannedShown plannedHoldout startedAt enrolmentEndedAt endedAt result { refusal ratioPValue
  shown ${ARM} holdout ${ARM} findings { difference ${ESTIMATE} z pValue relative ${ESTIMATE} incrementalBuyers
    chanceShownBetter lossIfShown lossIfHeldOut
    revenuePerViewer { value ${MONEY} from ${MONEY} to ${MONEY} } rawRevenuePerViewer { value ${MONEY} }
    incrementalRevenue { value ${MONEY} from ${MONEY} to ${MONEY} } commission ${MONEY} incrementalReturn creditedReturn
    products { productId watchedOrders holdoutOrders watchedReturnRate holdoutReturnRate } } }`;
export const CREATE = `mutation($s: ID!, $p: ExperimentPlanInput!) { createExperiment(storeId: $s, plan: $p) { ${PARTS} } }`;
export const START = `mutation($id: ID!) { startExperiment(id: $id) { ${PARTS} } }`;
export const STOP = `mutation($id: ID!) { stopExperiment(id: $id) { ${PARTS} } }`;
export const ASK = `query($id: ID!) { experiment(id: $id) { ${PARTS} } }`;
export const LIST = `query($s: ID!) { experiments(storeId: $s) { totalCount nodes { id status } } }`;
export const FORECAST = `query($s: ID!, $p: ExperimentPlanInput!) { experimentForecast(storeId: $s, plan: $p) {
  plannedShown plannedHoldout viewersPerDay source days } }`;
/** Half held out, 20 % of shoppers buy, and only a doubling is worth finding: 79 viewers of each arm. */
export const PLAN = { holdoutBps: 5000, baselinePpm: 200_000, upliftBps: 10_000, marginBps: 4000 };

interface ArmAnswer {
  viewers: number;
  buyers: number | null;
  orders: number | null;
  otherOrders: number | null;
  rate: { value: number } | null;
  returnRate: number | null;
}

export interface Found {
  id: string;
  status: string;
  plannedShown: number;
  plannedHoldout: number;
  result: {
    refusal: string | null;
    ratioPValue: number;
    shown: ArmAnswer;
    holdout: ArmAnswer;
    findings: Record<string, { value: unknown; from: unknown; to: unknown }> | null;
  } | null;
}

export class Shop {
  /** Shoppers and orders have numbers of their own. */
  private counted = 0;

  private constructor(
    readonly app: TestApp,
    readonly store: MadeStore,
    readonly other: MadeStore,
    readonly videoId: string,
    public owner: string,
  ) {}

  /** A store with a video on its mug and none on its jar, and another store. */
  static async open(): Promise<Shop> {
    const app = await startApp();
    const [store, other] = [await makeStore(app), await makeStore(app)];
    const dana = await makeCreator(app);
    const mug = await makeProduct(app, store, { externalId: 'mug' });
    await makeProduct(app, store, { externalId: 'jar' });
    const { id } = await makePublishedVideo(app, { store, creator: dana, products: [mug] });
    // The video is live before the first shopper begins to watch it.
    app.clock.advance(60_000);
    return new Shop(app, store, other, id, store.owner.cookie);
  }

  async run(query: string, variables: object): Promise<Found> {
    const answer = await this.app.graphql<Record<string, Found>>(query, { ...variables }, { as: this.owner });
    expect(answer.errors).toEqual([]);
    return Object.values(answer.data ?? {})[0] as Found;
  }

  async codeOf(query: string, variables: object, as = this.owner): Promise<string | undefined> {
    return (await this.app.graphql(query, { ...variables }, { as })).errors[0]?.extensions.code;
  }

  /** The one experiment of this status. */
  async idOf(status: string): Promise<string> {
    const list = await this.app.graphql<{ experiments: { nodes: { id: string; status: string }[] } }>(
      LIST,
      { s: this.store.id },
      { as: this.owner },
    );
    return list.data?.experiments.nodes.find((one) => one.status === status)?.id ?? '';
  }

  expose(experiment: string, token: string | null, change: object = {}, agent = BROWSER) {
    const question = {
      store: this.store.publishableKey,
      experiment,
      product: 'mug',
      viewerToken: token,
      consent: true,
    };
    return this.app.http
      .post('/v1/exposures')
      .set({ 'user-agent': agent, 'content-type': 'text/plain' })
      .send(JSON.stringify({ ...question, ...change }));
  }

  /** A shopper who comes to the mug's page. */
  async meet(experiment: string, token: string | null = null): Promise<Shopper> {
    const answer = await this.expose(experiment, token);
    expect(answer.status).toBe(200);
    const { arm, viewerToken } = answer.body as { arm: Arm; viewerToken?: string };
    return this.shopper(viewerToken ?? token ?? '', arm);
  }

  /** A viewer with a token who has not seen a product page yet. */
  async newcomer(): Promise<Shopper> {
    const answer = await this.app.http.post('/v1/viewers').send({ store: this.store.publishableKey });
    return this.shopper((answer.body as { viewerToken: string }).viewerToken, 'shown');
  }

  private shopper(token: string, arm: Arm): Shopper {
    this.counted += 1;
    const viewerId = readViewerToken(this.app.config, token) ?? '';
    return { token, viewerId, arm, customerId: `person-${this.counted}` };
  }

  /** An order of one piece; gives the shop's own id. */
  async buy(shopper: Shopper, unitPrice: string, change: Record<string, unknown> = {}, productId = 'mug') {
    this.counted += 1;
    const body = orderBody(this.app, {
      ...{ viewerToken: shopper.token, buyer: { customerId: shopper.customerId } },
      lines: [{ lineId: '1', productId, quantity: 1, unitPrice }],
      ...change,
    });
    const answer = await putOrder(this.app, this.store.live, `x${this.counted}`, body);
    expect(answer.status).toBeLessThan(300);
    return `x${this.counted}`;
  }

  daysAgo(days: number): string {
    return new Date(this.app.clock.now().getTime() - days * DAY).toISOString();
  }

  async pass(days: number): Promise<void> {
    this.app.clock.advance(days * DAY);
    this.owner = await openSession(this.app, this.store.owner.accountId);
    await this.app.get(JobsService).runTimer('holdouts.advance');
  }

  /** The experiment that a card names. */
  async named(product = 'mug'): Promise<string | undefined> {
    const answer = await this.app.http.get('/v1/cards').query({ store: this.store.publishableKey, product });
    return (answer.body as { experiment?: string }).experiment;
  }

  /** Waits until a card names this experiment, or none. */
  async untilNamed(experiment: string | undefined): Promise<void> {
    for (let tries = 0; (await this.named()) !== experiment; tries += 1) {
      if (tries > 100) throw new Error('never happened');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** How many triggers and draws are kept. */
  async kept(): Promise<number> {
    const [row]: { n: number }[] = await this.app.db.query(
      `SELECT (SELECT count(*) FROM experiment_exposures) + (SELECT count(*) FROM experiment_viewers) AS n`,
    );
    return Number(row?.n);
  }
}
