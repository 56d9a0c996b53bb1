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
});
const mine = [
  payout('pay_3', 'Dana', 'processing', 1),
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
const profile = {
  ...{
    version: 2,
    country: 'KZ',
    taxStatus: 'individual_contract_deduction',
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
  savePayoutProfile: ({ input }: { input: { account: string } }) =>
    input.account.startsWith('KZ') ? profile : fail('BAD_INPUT', 'The check digits do not fit.', { field: 'account' }),
  myPayouts: (args: PageArgs, context: Context) => pageOf(isFresh(context) ? [] : mine, args),
  noteReceipt: () => mine[1],
  myLedgerEntries: (args: PageArgs, context: Context) => pageOf(isFresh(context) ? [] : entries, args),
  payoutDesk: (_: object, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    const known = {
      nearLimit: false,
      country: 'KZ',
      account: 'KZ•••• 0100',
      checkedAt: ago(DAY),
      statusConfirmed: true,
    };
    const none = {
      nearLimit: false,
      country: null,
      account: null,
      checkedAt: null,
      statusConfirmed: false,
      taxStatus: null,
    };
    return {
      currency: 'KZT',
      stoppedBy: [],
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
      ],
    };
  },
  payoutBatches: (args: PageArgs) => pageOf([batch('pbt_1', 'prepared'), batch('pbt_0', 'closed')], args),
  payoutBatch: ({ id }: { id: string }) => (id === 'pbt_1' ? batch(id, 'prepared') : batch(id, 'closed')),
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
