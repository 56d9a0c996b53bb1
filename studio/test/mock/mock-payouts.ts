// What the mock API answers about payouts, tax rules and entries of the book.
import { ago, money } from './mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

const DAY = 86_400_000;
const step = (rateBps: number) => ({ rateBps, upTo: null });
const line = (code: string, base: bigint, amount: bigint, rateBps: number, deduction = 0n) => ({
  ...{
    code,
    byCreator: true,
    base: money(base),
    deduction: money(deduction),
    amount: money(amount),
    rates: [step(rateBps)],
  },
  ...{ law: 'Tax Code arts. 403, 437, 438', source: 'https://example.org/a-long-address-of-a-source-that-must-break' },
});
const payslip = [
  line('OPV', 50_000_000n, 5_000_000n, 1000),
  line('VOSMS', 50_000_000n, 1_000_000n, 200),
  line('SO', 45_000_000n, 2_250_000n, 500),
  line('IPN', 28_775_000n, 2_877_500n, 1000, 12_975_000n),
];
const payout = (id: string, creatorName: string, status: string, days: number) => ({
  ...{ id, batchId: 'pbt_1', batchStatus: 'prepared', storeName: 'Aina Home', creatorId: 'cre_creator', creatorName },
  ...{
    account: 'KZ•••• 0100',
    at: ago(days * DAY),
    status,
    finishedAt: status === 'processing' ? null : ago(days * DAY),
  },
  ...{ gross: money(50_000_000n), withheld: money(11_127_500n), net: money(38_872_500n), pay: money(38_872_500n) },
  ...{ operatorCost: money(0n), payslip, taxRule: 'Individual, civil-law contract', bankReference: null },
  bankReason: status === 'failed' ? 'Account closed' : null,
  ...{ receiptDueOn: status === 'settled' ? '2026-12-09' : null, receiptNumber: null, receiptAnnulled: false },
  sent: null as object | null,
});
const sent = (status: string, error: string | null = null, errorDetail: string | null = null) => ({
  ...{ status, error, errorDetail, transactionId: '9PE35473MC416994Y', contradicts: status === 'REVERSED' },
  ...{ fee: { ...money(25n), currency: 'USD' }, changedAt: ago(DAY) },
});
const dollars = (minor: bigint) => ({ ...money(minor), currency: 'USD' });
/** A payout by PayPal: its payee is known by an address, and PayPal has a word for it. */
const viaPaypal = (id: string, name: string, status: string, word: ReturnType<typeof sent>) => ({
  ...payout(id, name, status, 1),
  ...{ account: `${name.slice(0, 1).toLowerCase()}••••@mail.kz`, pay: dollars(81_800n), sent: word },
});
const mine = [
  payout('pay_3', 'Dana', 'processing', 1),
  viaPaypal('pay_4', 'Dana', 'processing', sent('UNCLAIMED', 'RECEIVER_UNREGISTERED', 'The recipient has no account.')),
  payout('pay_2', 'Dana', 'settled', 30),
  payout('pay_1', 'Dana', 'failed', 32),
];
const batch = (id: string, status: string) => ({
  ...{
    id,
    storeId: 'sto_aina',
    storeName: 'Aina Home',
    at: ago(DAY),
    status,
    method: 'bank',
    sends: [] as object[],
    preparedBy: 'Marat Ospanov',
    preparedAt: ago(DAY),
  },
  ...{
    preparedByMe: false,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    retryOf: null,
    payoutCount: 1,
    settledCount: 0,
  },
  ...{ failedCount: 0, gross: money(50_000_000n), net: money(38_872_500n) },
  payouts: [payout('pay_3', 'Dana Akhmetova', 'processing', 1)],
  notPaid: [{ creatorId: 'cre_2', name: 'Timur Seitkali', reason: 'NO_DETAILS', owed: money(1_200_000n) }],
});
const order = (change: object) => ({
  ...{ id: 'pbt_2-USD', sandbox: true, currency: 'USD', state: 'taken', mayBeTaken: false, tries: 1 },
  ...{
    providerId: 'PQ7WRZ4NBK2LE',
    takenAt: ago(DAY),
    lookedAt: ago(600_000),
    nextAt: ago(-900_000),
    finishedAt: null,
  },
  ...{ error: null, errorDetail: null, fee: dollars(75n), ...change },
});
const unnamed = { providerId: null, takenAt: null, lookedAt: null, fee: null };
const unknown = {
  ...{ id: 'pbt_3-USD', state: 'waiting', mayBeTaken: true, tries: 3, ...unnamed, error: 'NO_ANSWER' },
  errorDetail: 'Nothing in 30000 ms.',
};
const refused = {
  ...{ id: 'pbt_3-EUR', currency: 'EUR', state: 'refused', ...unnamed, nextAt: null, error: 'REFUSED' },
  errorDetail: '422 INSUFFICIENT_FUNDS · Sender does not have sufficient funds. · debug id 90957fca61718',
};
const lost = {
  ...{ id: 'pbt_3-JPY', currency: 'JPY', state: 'lost', mayBeTaken: true, ...unnamed, nextAt: null },
  ...{ error: 'KEY_FORGOTTEN', errorDetail: null },
};
/** By PayPal: taken and half decided, or in three kinds of trouble. */
const paypalBatches: Record<string, object> = {
  pbt_2: {
    ...{
      ...batch('pbt_2', 'approved'),
      method: 'paypal',
      sends: [order({})],
      payoutCount: 4,
      settledCount: 1,
      failedCount: 1,
    },
    payouts: [
      viaPaypal('pay_5', 'Dana Akhmetova', 'settled', sent('SUCCESS')),
      viaPaypal(
        'pay_6',
        'Timur Seitkali',
        'failed',
        sent('FAILED', 'RECEIVER_ACCOUNT_LOCKED', 'The account is locked.'),
      ),
      viaPaypal('pay_7', 'Asel Nur', 'processing', sent('UNCLAIMED', 'RECEIVER_UNREGISTERED', 'No account yet.')),
      viaPaypal('pay_8', 'Bek Omarov', 'settled', sent('REVERSED')),
    ],
  },
  pbt_3: {
    ...{ ...batch('pbt_3', 'approved'), method: 'paypal', sends: [order(unknown), order(refused), order(lost)] },
    payouts: [viaPaypal('pay_9', 'Dana Akhmetova', 'processing', { ...sent('PENDING') })],
  },
};
const ways = [
  { method: 'bank', gap: null, sandbox: false, currencies: null },
  { method: 'paypal', gap: null, sandbox: true, currencies: ['EUR', 'GBP', 'USD'] },
];
const profile = {
  ...{
    version: 2,
    country: 'KZ',
    taxStatus: 'individual_contract_deduction',
    method: 'bank',
    account: 'KZ•••• 0100',
    bankCode: 'HSBKKZKX',
  },
  ...{ currency: null, minAmount: '5000.00', madeAt: ago(40 * DAY), checkedAt: ago(2 * DAY), confirmed: true },
};
const entry = (id: string, kind: string, days: number, sums: [bigint, bigint, bigint]) => ({
  ...{
    id,
    storeName: 'Aina Home',
    kind,
    cause: kind,
    orderExternalId: kind === 'commission' ? 'A-10482' : null,
    postedAt: ago(days * DAY),
  },
  ...{
    pending: money(sums[0]),
    payable: money(sums[1]),
    inTransit: money(sums[2]),
    sealedDay: days > 0 ? '2026-10-01' : null,
  },
});
const entries = [
  entry('ltx_3', 'commission', 0, [228_250n, 0n, 0n]),
  entry('ltx_2', 'payout', 1, [0n, -50_000_000n, 38_872_500n]),
  entry('ltx_1', 'commission', 30, [-50_000_000n, 50_000_000n, 0n]),
];
const rule = (id: string, status: string, enabled: boolean, items: object[]) => ({
  ...{
    id,
    country: status === 'none' ? '*' : 'KZ',
    status,
    title: status,
    effectiveFrom: '2026-01-01T00:00:00Z',
    effectiveTo: null,
    enabled,
  },
  ...{
    accountantName: enabled && status !== 'none' ? 'Saule Kim' : null,
    confirmedOn: enabled && status !== 'none' ? '2026-10-01' : null,
  },
  ...{
    lawMissing: ['OPV'],
    items,
    documents: ['contract'],
    notes: ['Allow only for occasional income.'],
    monthLimit: null,
    yearLimit: null,
  },
});
const item = (code: string, rateBps: number, law: string | null) => ({
  ...{
    code,
    byCreator: true,
    rates: [step(rateBps)],
    baseMinus: [],
    monthlyBaseCap: null,
    monthlyDeduction: null,
    law,
  },
  ...{ source: 'https://example.org/a-long-address-of-a-source-that-must-break', certainty: 'found' },
});
const rules = [
  rule('txr_1', 'individual_contract', true, [item('OPV', 1000, null), item('SO', 500, 'Social Code art. 245(1)')]),
  rule('txr_2', 'self_employed_platform', false, [item('OPV', 100, 'Tax Code arts. 720(1), 721(3), (4)')]),
  rule('txr_3', 'none', true, []),
];
const isFresh = (context: Context) => context.person?.id === 'acc_fresh';

export const payoutAnswers = {
  myPayoutProfile: (_: object, context: Context) => (isFresh(context) ? null : profile),
  taxStatuses: ({ country }: { country: string }) => ({ country, statuses: ['individual_contract', 'none'] }),
  payoutWays: () => ways,
  savePayoutProfile: ({ input }: { input: { account: string; method: string; currency: string | null } }) =>
    input.method === 'paypal'
      ? {
          ...profile,
          method: 'paypal',
          account: 'd••••@mail.kz',
          bankCode: null,
          currency: input.currency,
          confirmed: false,
        }
      : input.account.startsWith('KZ')
        ? profile
        : fail('BAD_INPUT', 'The check digits do not fit.', { field: 'account' }),
  myPayouts: (args: PageArgs, context: Context) => pageOf(isFresh(context) ? [] : mine, args),
  noteReceipt: () => mine[1],
  myLedgerEntries: (args: PageArgs, context: Context) => pageOf(isFresh(context) ? [] : entries, args),
  payoutDesk: (_: object, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    const known = {
      nearLimit: false,
      country: 'KZ',
      method: 'bank',
      account: 'KZ•••• 0100',
      checkedAt: ago(DAY),
      statusConfirmed: true,
    };
    const none = {
      nearLimit: false,
      country: null,
      method: null,
      account: null,
      checkedAt: null,
      statusConfirmed: false,
      taxStatus: null,
    };
    return {
      currency: 'KZT',
      stoppedBy: [],
      ways,
      payer: { name: 'Aina Home LLP', account: 'KZ•••• 0335', bankCode: 'KCJBKZKX', country: 'KZ' },
      candidates: [
        {
          creatorId: 'cre_creator',
          name: 'Dana Akhmetova',
          owed: money(4_830_012n),
          reason: null,
          ...known,
          taxStatus: 'individual_contract',
        },
        { creatorId: 'cre_2', name: 'Timur Seitkali', owed: money(1_200_000n), reason: 'NO_DETAILS', ...none },
        {
          ...{ creatorId: 'cre_3', name: 'Asel Nur', owed: money(900_000n), reason: null, ...known },
          ...{ method: 'paypal', account: 'a••••@mail.kz', taxStatus: 'none' },
        },
      ],
    };
  },
  payoutBatches: (args: PageArgs) => pageOf([batch('pbt_1', 'prepared'), batch('pbt_0', 'closed')], args),
  payoutBatch: ({ id }: { id: string }) =>
    paypalBatches[id] ?? (id === 'pbt_1' ? batch(id, 'prepared') : batch(id, 'closed')),
  askPayoutProvider: () => order({ id: 'pbt_3-USD' }),
  giveUpPayoutSend: () => order({ ...refused, state: 'given_up' }),
  namePayoutSend: () => order({ id: 'pbt_3-JPY', currency: 'JPY' }),
  createPayoutBatch: () => batch('pbt_1', 'prepared'),
  approvePayoutBatch: ({ id }: { id: string }) => batch(id, 'approved'),
  refusePayoutBatch: ({ id }: { id: string }) => batch(id, 'refused'),
  retryPayoutBatch: () => batch('pbt_1', 'prepared'),
  takePayoutResults: () => ({ settled: 1, failed: 0, repeated: 0, errors: [] }),
  setPayoutPayer: () => true,
  checkTaxStatus: () => profile,
  resumePayouts: () => true,
  taxRules: (_: object, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    return rules;
  },
  confirmTaxRule: ({ input }: { input: { ruleId: string } }) =>
    rules.find((one) => one.id === input.ruleId) ?? fail('NOT_FOUND'),
};
