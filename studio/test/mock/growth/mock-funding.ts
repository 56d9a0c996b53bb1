// What the mock API answers about stores' money for commissions.
import { ago, days, money } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const HOUR = 3_600_000;
const DAYS = 30;
const entry = (id: string, reference: string, status: string, more: object = {}) => ({
  ...{ id, storeId: 'sto_aina', storeName: 'Aina Home', direction: 'topup', reference, status, reason: null },
  ...{ preparedAt: ago(30 * HOUR), preparedByMe: false, decidedAt: status === 'prepared' ? null : ago(20 * HOUR) },
  ...{ amount: money(50_000_000n), ...more },
});
const entries = [
  entry('fun_4', 'ПП-2026-11-0418', 'prepared'),
  entry('fun_3', 'ПП-2026-11-0402', 'prepared', { preparedByMe: true, amount: money(7_500_000n) }),
  entry('fun_2', 'ВП-2026-10-0091', 'confirmed', { direction: 'withdrawal', amount: money(1_250_050n) }),
  entry('fun_1', 'ПП-2026-10-0012', 'refused', { reason: 'Meant for another store' }),
];
let mode = 'prefunded';
let left = 3_480_000n;

const funding = () => ({
  ...{ mode, stoppedSince: left > 0n ? null : ago(5 * HOUR), funded: money(48_749_950n) },
  ...{ spent: money(31_200_000n), reserved: money(14_069_950n), available: money(left), alertBelow: money(5_000_000n) },
  days: days(DAYS).map(({ day }, at) => ({
    ...{ day, funded: money(0n), promised: money(BigInt(90_000 + (at % 5) * 40_000)) },
    available: money(left + BigInt(DAYS - at) * 120_000n),
  })),
});

export const fundingAnswers = {
  storeFunding: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'finance', 'administrator');
    left = storeId === 'sto_tau' ? -120_000n : 3_480_000n;
    return funding();
  },
  fundingEntries: ({ storeId, ...args }: PageArgs & { storeId: string | null }, context: Context) => {
    mustBe(context, 'store_owner', 'finance', 'administrator');
    return pageOf(storeId === null ? entries : entries.filter((one) => one.storeId === storeId), args);
  },
  setStoreFunding: (next: { mode: string }, context: Context) => {
    mustBe(context, 'store_owner', 'finance', 'administrator');
    mode = next.mode;
    return funding();
  },
  prepareFunding: ({ input }: { input: { reference: string } }, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    if (entries.some((one) => one.reference === input.reference)) fail('CONFLICT', 'Noted', { field: 'reference' });
    const made = entry(`fun_${input.reference}`, input.reference, 'prepared', { preparedByMe: true });
    entries.unshift(made);
    return made;
  },
  confirmFunding: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    const found = entries.find((one) => one.id === id);
    if (!found) fail('NOT_FOUND');
    return Object.assign(found, { status: 'confirmed', decidedAt: ago(0) });
  },
  refuseFunding: ({ id, reason }: { id: string; reason: string }, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    const found = entries.find((one) => one.id === id);
    if (!found) fail('NOT_FOUND');
    return Object.assign(found, { status: 'refused', decidedAt: ago(0), reason });
  },
};
