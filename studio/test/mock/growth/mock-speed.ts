// What the mock API answers about the speed of a store's pages.
import { ago, days } from '../mock-data.js';
import { mustBe, type Context } from '../mock-support.js';

const DAY = 86_400_000;

export const speedAnswers = {
  speedGuard: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    const isPoster = storeId === 'sto_tau';
    return {
      guard: { storeId, state: isPoster ? 'poster' : 'ready', since: ago(3 * DAY) },
      ready: { pages: 4210, lcpMs: 1840, inpMs: isPoster ? 520 : 112, cls: 0.012 },
      poster: { pages: 1402, lcpMs: 1790, inpMs: 104, cls: null },
    };
  },
  speedHistory: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return {
      days: days(21).map(({ day }, at) => ({
        ...{
          day,
          readyPages: 600 + at,
          posterPages: 200 + at,
          readyLcpMs: 1800 + (at % 5) * 40,
          posterLcpMs: 1760 + (at % 4) * 50,
        },
        ...{
          readyInpMs: 110 + (at % 3) * 8,
          posterInpMs: at === 4 ? null : 104,
          readyClsMilli: 12,
          posterClsMilli: 10 + (at % 3),
        },
      })),
      moves:
        storeId === 'sto_tau'
          ? [{ at: ago(3 * DAY), state: 'poster', metric: 'inpMs', loss: 416 }]
          : [
              { at: ago(9 * DAY), state: 'ready', metric: null, loss: null },
              { at: ago(9.2 * DAY), state: 'poster', metric: 'lcpMs', loss: 230 },
            ],
      scripts: [
        { bytes: 4086, since: ago(6 * DAY) },
        { bytes: 4094, since: ago(40 * DAY) },
      ],
      scriptBudgetBytes: 4096,
    };
  },
};
