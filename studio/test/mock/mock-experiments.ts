// What the mock API answers about experiments: one of each state, with the numbers of the specification's example.
import { ago, money } from './mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

const DAY = 86_400_000;
const estimate = (value: number, from: number, to: number) => ({ value, from, to });
const sums = (value: bigint, from: bigint, to: bigint) => ({ value: money(value), from: money(from), to: money(to) });

const unsaid = { buyers: null, orders: null, otherOrders: null, rate: null, revenuePerViewer: null, returnRate: null };
const refused = (refusal: string, shown: number, holdout: number) => ({
  ...{ refusal, asOf: ago(0), ratioPValue: refusal === 'BROKEN_SAMPLE_RATIO' ? 0.0008 : 0.46, findings: null },
  ...{ shown: { viewers: shown, ...unsaid }, holdout: { viewers: holdout, ...unsaid } },
});
const told = {
  ...{ refusal: null, asOf: ago(0), ratioPValue: 0.46 },
  shown: {
    ...{ viewers: 180_000, buyers: 5760, orders: 6114, otherOrders: 208, returnRate: 0.081 },
    ...{ rate: estimate(0.032, 0.0312, 0.03282), revenuePerViewer: money(41_873n) },
  },
  holdout: {
    ...{ viewers: 20_000, buyers: 580, orders: 633, otherOrders: 31, returnRate: 0.104 },
    ...{ rate: estimate(0.029, 0.02676, 0.03142), revenuePerViewer: money(37_900n) },
  },
  findings: {
    ...{ difference: estimate(0.003, 0.000536, 0.005464), pValue: 0.0216, relative: estimate(0.1034, 0.0144, 0.2003) },
    ...{ incrementalBuyers: 540, chanceShownBetter: 0.9906, lossIfShown: 0.0000041, lossIfHeldOut: 0.003 },
    revenuePerViewer: sums(3_912n, 745n, 7_079n),
    rawRevenuePerViewer: sums(3_973n, -520n, 8_466n),
    incrementalRevenue: sums(704_160_000n, 134_100_000n, 1_274_220_000n),
    products: [
      {
        productId: 'mug',
        title: 'Stoneware mug',
        watchedOrders: 812,
        holdoutOrders: 96,
        watchedReturnRate: 0.043,
        holdoutReturnRate: 0.071,
      },
      {
        productId: 'loafers',
        title: 'Suede loafers',
        watchedOrders: 240,
        holdoutOrders: 31,
        watchedReturnRate: 0.152,
        holdoutReturnRate: 0.224,
      },
    ],
    ...{ commission: money(198_000_000n), incrementalReturn: 1.24, creditedReturn: 3.51 },
  },
};

const experiment = (id: string, status: string, days: number, result: object | null) => ({
  ...{ id, storeId: 'sto_aina', status, holdoutBps: 1000, baselinePpm: 30_000, upliftBps: 1000, marginBps: 3500 },
  ...{ plannedShown: 256_232, plannedHoldout: 28_471, createdAt: ago((days + 1) * DAY) },
  startedAt: status === 'draft' ? null : ago(days * DAY),
  enrolmentEndedAt: status === 'finished' || status === 'measuring' ? ago((days - 21) * DAY) : null,
  endedAt: status === 'finished' || status === 'stopped' ? ago((days - 28) * DAY) : null,
  result,
});
const unsure = {
  ...told,
  findings: {
    ...told.findings,
    ...{ pValue: 0.68, relative: estimate(-0.032, -0.172, 0.131), difference: estimate(-0.001, -0.0058, 0.0038) },
    chanceShownBetter: 0.34,
  },
};
const all = [
  experiment('exp_run', 'running', 9, refused('NOT_BEFORE_PLANNED_SIZE', 121_400, 13_512)),
  experiment('exp_done', 'finished', 40, told),
  experiment('exp_unsure', 'finished', 90, unsure),
  experiment('exp_broken', 'stopped', 160, refused('BROKEN_SAMPLE_RATIO', 180_450, 19_550)),
  experiment('exp_draft', 'draft', 200, null),
];
const find = (id: string) => all.find((one) => one.id === id) ?? fail('NOT_FOUND');

export const experimentAnswers = {
  experiments: ({ storeId, ...args }: PageArgs & { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return pageOf(storeId === 'sto_aina' ? all : [], args);
  },
  experiment: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return find(id);
  },
  experimentForecast: ({ plan }: { plan: { upliftBps: number } }) => ({
    ...(plan.upliftBps < 1000
      ? { plannedShown: 1_020_033, plannedHoldout: 113_337, days: 142 }
      : { plannedShown: 256_232, plannedHoldout: 28_471, days: 43 }),
    ...{ viewersPerDay: 8000, source: 'EXPERIMENT' },
  }),
  createExperiment: () => find('exp_draft'),
  startExperiment: () => fail('EXPERIMENT_RUNNING'),
  stopExperiment: ({ id }: { id: string }) => find(id),
};
