// Tax as agent: nothing works before an accountant's name stands there, the worked examples of money.md section 12, registers and statements.
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeCreator,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../../test/support/make.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import { wordsOf } from '../statements/words.rules.js';

let app: TestApp;
let store: MadeStore;
let first: SignedStaff;
let second: SignedStaff;
let n = 0;

beforeAll(async () => {
  app = await startApp();
  app.clock.set(new Date('2026-10-12T09:00:00Z'));
  store = await makeStore(app);
  [first, second] = [await makeStaff(app, 'finance'), await makeStaff(app, 'finance')];
  const payer = { name: 'Aina Home LLP', account: 'KZ75125KZT1001300335', bankCode: 'KCJBKZKX', country: 'KZ' };
  await call(first.cookie, 'mutation($s: ID!, $i: PayoutPayerInput!) { setPayoutPayer(storeId: $s, input: $i) }', {
    s: store.id,
    i: payer,
  });
}, 600_000);
afterAll(() => app?.close());

async function call<T = unknown>(
  as: string,
  text: string,
  variables: Record<string, unknown> = {},
): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, { as });
  const [error] = answer.errors;
  if (error) return `${error.extensions.code} ${String(error.extensions['field'] ?? '')}`.trim();
  await app.drainJobs();
  return Object.values(answer.data ?? {})[0] as T;
}

/** BBANs with their check digits: every creator has an account of their own. */
function iban(): string {
  const bban = `125KZT${String(5004100000 + ++n)}`;
  const digits = `${bban}KZ00`.replace(/[A-Z]/g, (c) => String(c.charCodeAt(0) - 55));
  const rest = [...digits].reduce((r, d) => (r * 10 + Number(d)) % 97, 0);
  return `KZ${String(98 - rest).padStart(2, '0')}${bban}`;
}

async function person(taxStatus: string): Promise<SignedCreator> {
  const who = await makeCreator(app, { name: `Әлия ${taxStatus}` });
  const input = {
    country: 'KZ',
    taxStatus,
    name: 'Әлия Нұрғали',
    taxNumber: '900101350013',
    account: iban(),
    bankCode: 'HSBKKZKX',
  };
  const saved = await call(
    who.cookie,
    'mutation($i: PayoutProfileInput!) { savePayoutProfile(input: $i) { version } }',
    { i: input },
  );
  expect(saved).toEqual({ version: 1 });
  return who;
}

const owe = (who: SignedCreator, amount: string) =>
  call(
    first.cookie,
    'mutation($s: ID!, $c: ID!, $a: String!, $k: String!) { adjustEarnings(storeId: $s, creatorId: $c, amount: $a, reason: "Contest", key: $k) }',
    {
      ...{ s: store.id, c: who.creatorId, a: amount, k: `tax-spec-${++n}` },
    },
  );
const confirm = (ruleId: string, change: object = {}) =>
  call(
    first.cookie,
    'mutation($i: ConfirmTaxRuleInput!) { confirmTaxRule(input: $i) { enabled accountantName lawMissing } }',
    {
      i: {
        storeId: store.id,
        ruleId,
        enabled: true,
        accountantName: 'Сауле Ким',
        confirmedOn: '2026-10-01',
        articles: [],
        ...change,
      },
    },
  );
const check = (who: SignedCreator, confirmed = true) =>
  call(
    second.cookie,
    'mutation($c: ID!, $ok: Boolean!) { checkTaxStatus(creatorId: $c, confirmed: $ok, note: "Seen on the page") { confirmed } }',
    {
      ...{ c: who.creatorId, ok: confirmed },
    },
  );
const reasonOf = async (who: SignedCreator): Promise<string | null | undefined> => {
  const text = 'query($s: ID!) { payoutDesk(storeId: $s) { candidates { creatorId reason } } }';
  const desk = (await call<{ candidates: { creatorId: string; reason: string | null }[] }>(first.cookie, text, {
    s: store.id,
  })) as {
    candidates: { creatorId: string; reason: string | null }[];
  };
  return desk.candidates.find((one) => one.creatorId === who.creatorId)?.reason;
};

interface Payslip {
  id: string;
  gross: { amountMinor: string };
  net: { amountMinor: string };
  payslip: {
    code: string;
    base: { amountMinor: string };
    deduction: { amountMinor: string };
    amount: { amountMinor: string };
    law: string | null;
    rates: { rateBps: number }[];
  }[];
}

/** Prepares, confirms and settles one creator's payout; gives it with its payslip. */
async function pay(who: SignedCreator): Promise<Payslip> {
  app.clock.advance(60_000);
  const made = (await call<{ id: string }>(
    first.cookie,
    'mutation($s: ID!, $c: [ID!]) { createPayoutBatch(storeId: $s, creatorIds: $c) { id } }',
    {
      ...{ s: store.id, c: [who.creatorId] },
    },
  )) as { id: string };
  const fields =
    'id gross { amountMinor } net { amountMinor } payslip { code law base { amountMinor } deduction { amountMinor } amount { amountMinor } rates { rateBps } }';
  const batch = (await call<{ payouts: Payslip[] }>(
    second.cookie,
    `mutation($id: ID!) { approvePayoutBatch(id: $id) { payouts { ${fields} } } }`,
    made,
  )) as { payouts: Payslip[] };
  const [payout] = batch.payouts;
  if (!payout) throw new Error(JSON.stringify(batch));
  const csv = `payout_id,result\n${payout.id},settled`;
  await call(
    first.cookie,
    'mutation($id: ID!, $csv: String!) { takePayoutResults(batchId: $id, csv: $csv) { settled } }',
    { ...made, csv },
  );
  return payout;
}

const lines = (slip: Payslip) => slip.payslip.map((l) => [l.code, l.base.amountMinor, l.amount.amountMinor]);
const INDIVIDUAL = 'txr_kz_individual_contract_deduction_2026';
const PLATFORM = 'txr_kz_self_employed_platform_2026';

describe('a rule set', () => {
  it('works only with an accountant’s name, a past day and an article for every item', async () => {
    const who = await person('individual_contract_deduction');
    await owe(who, '500000.00');
    expect(await reasonOf(who)).toBe('TAX_RULE_NOT_CONFIRMED');
    const articles = [
      { code: 'OPV', article: 'Social Code art. 248' },
      { code: 'VOSMS', article: 'Health insurance law art. 28' },
    ];
    expect(await confirm(INDIVIDUAL, { articles, accountantName: ' ' })).toBe('BAD_INPUT accountantName');
    expect(await confirm(INDIVIDUAL, { articles, confirmedOn: '2027-01-01' })).toBe('BAD_INPUT confirmedOn');
    expect(await confirm(INDIVIDUAL)).toBe('BAD_INPUT articles');
    expect(await confirm('txr_none', { articles })).toBe('NOT_FOUND');
    expect(await reasonOf(who)).toBe('TAX_RULE_NOT_CONFIRMED');
    expect(await confirm(INDIVIDUAL, { articles })).toMatchObject({ enabled: true, accountantName: 'Сауле Ким' });
    expect(await reasonOf(who)).toBe('STATUS_UNCHECKED');
    await check(who, false);
    expect(await reasonOf(who)).toBe('STATUS_UNCHECKED');
    await check(who);
    expect(await reasonOf(who)).toBeNull();
  });

  it('is confirmed by finance alone, and its rows are only added', async () => {
    const who = await makeCreator(app);
    const text = 'mutation($i: ConfirmTaxRuleInput!) { confirmTaxRule(input: $i) { enabled } }';
    const i = {
      storeId: store.id,
      ruleId: PLATFORM,
      enabled: true,
      accountantName: 'Nobody',
      confirmedOn: '2026-10-01',
      articles: [],
    };
    expect(await call(who.cookie, text, { i })).toBe('FORBIDDEN');
    expect(await call(store.owner.cookie, text, { i })).toBe('FORBIDDEN');
    for (const statement of [
      'UPDATE tax_rule_confirmations SET enabled = true',
      'DELETE FROM tax_rules',
      `UPDATE tax_rules SET body = '{}'`,
    ])
      await expect(app.db.query(statement)).rejects.toThrow(/permission denied/);
  });
});

describe('the worked examples of money.md, section 12', () => {
  it('KZ individual, 500 000 with the deduction: OPV, VOSMS, SO, IPN and 388 725 net, each with its article', async () => {
    const [row]: { creator_id: string; account_id: string }[] = await app.db.query(
      `SELECT p.creator_id, c.account_id FROM payout_profiles p JOIN creators c ON c.id = p.creator_id ORDER BY p.made_at LIMIT 1`,
    );
    const who = { creatorId: row?.creator_id ?? '' } as SignedCreator;
    const slip = await pay(who);
    expect(slip).toMatchObject({ gross: { amountMinor: '50000000' }, net: { amountMinor: '38872500' } });
    expect(lines(slip)).toEqual([
      ['OPV', '50000000', '5000000'],
      ['VOSMS', '50000000', '1000000'],
      ['SO', '45000000', '2250000'],
      ['IPN', '28775000', '2877500'],
    ]);
    expect(slip.payslip.map((l) => l.law)).toEqual([
      'Social Code art. 248',
      'Health insurance law art. 28',
      'Social Code art. 245(1); Order 299 of 2025-09-30',
      'Tax Code arts. 403, 437, 438',
    ]);
    expect(slip.payslip.map((l) => l.rates.map((r) => r.rateBps))).toEqual([[1000], [200], [500], [1000, 1500]]);
    expect(slip.payslip[3]?.deduction.amountMinor).toBe('12975000');
    // The second payout of the month has no deduction left.
    await owe(who, '100000.00');
    expect(lines(await pay(who))[3]).toEqual(['IPN', '8350000', '835000']);
  });

  it('KZ self-employed, 500 000: four times 5 000; above 300 MRP a month payouts stop', async () => {
    const who = await person('self_employed_platform');
    expect(await confirm(PLATFORM)).toMatchObject({ enabled: true, lawMissing: [] });
    await check(who);
    await owe(who, '500000.00');
    const slip = await pay(who);
    expect(lines(slip).map(([, , amount]) => amount)).toEqual(['500000', '500000', '500000', '500000']);
    expect(slip.net.amountMinor).toBe('48000000');
    await owe(who, '797500.00');
    expect(await reasonOf(who)).toBeNull();
    await owe(who, '0.01');
    expect(await reasonOf(who)).toBe('LIMIT_REACHED');
    expect(
      await call(
        first.cookie,
        'mutation($s: ID!, $c: [ID!]) { createPayoutBatch(storeId: $s, creatorIds: $c) { id } }',
        { s: store.id, c: [who.creatorId] },
      ),
    ).toBe('NOTHING_TO_PAY');
  });

  it('a rule taken back later changes nothing that was paid', async () => {
    const before: { items: unknown }[] = await app.db.query('SELECT items FROM payouts ORDER BY id');
    expect(await confirm(PLATFORM, { enabled: false })).toMatchObject({ enabled: false });
    const who = await person('none');
    await owe(who, '1000.00');
    expect((await pay(who)).net.amountMinor).toBe('100000');
    const after: { items: unknown }[] = await app.db.query('SELECT items FROM payouts ORDER BY id');
    expect(after.slice(0, before.length)).toEqual(before);
  });
});

describe('papers', () => {
  const get = (path: string, cookie: string) => app.http.get(path).set({ cookie });

  it('the register names everyone, every item and its article, for finance alone', async () => {
    const path = `/v1/payouts/registers/${store.id}?from=2026-10-01&to=2026-10-31`;
    const { text } = await get(path, first.cookie).expect(200);
    expect(text).toContain(
      '"Әлия Нұрғали","KZ","individual_contract_deduction","900101350013","KZT","500000.00","IPN","creator","287750.00","129750.00","10 % / 15 %","28775.00"',
    );
    expect(text.split('\r\n').filter((l) => l.includes('self_employed_platform'))).toHaveLength(4);
    const who = await makeCreator(app);
    await get(path, who.cookie).expect(403);
    await get(path, store.owner.cookie).expect(403);
    await get(`/v1/payouts/registers/${store.id}?from=x&to=2026-10-31`, first.cookie).expect(400);
  });

  it('a statement’s lines lead from its opening to its closing balance, which is the book’s; months meet', async () => {
    const who = await person('none');
    await owe(who, '1234.56');
    await pay(who);
    const path = (month: string, form: string) => `/v1/payouts/statements/${store.id}/${month}.${form}`;
    const { text } = await get(path('2026-10', 'csv'), who.cookie).expect(200);
    const rows = text
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((l) => l.split(',').map((c) => c.replaceAll('"', '')));
    expect(rows.find((r) => r[1] === 'Opening balance')?.[6]).toBe('0.00');
    expect(rows.find((r) => r[1] === 'Total')?.slice(3, 6)).toEqual(['1234.56', '0.00', '1234.00']);
    const [balance] = await app.get(LedgerService).balancesOf(app.db.manager, who.creatorId, store.id);
    expect(rows.find((r) => r[1] === 'Closing balance')?.[6]).toBe('0.56');
    expect((balance?.payableMinor ?? 0n) + (balance?.pendingMinor ?? 0n)).toBe(56n);
    expect((await get(path('2026-11', 'csv'), who.cookie)).text).toContain(
      'Opening balance","","","","",0.56'.replaceAll('""', '""'),
    );
    await get(path('2026-13', 'csv'), who.cookie).expect(400);
    await get(path('2026-10', 'doc'), who.cookie).expect(404);
    const pdf = await get(path('2026-10', 'pdf'), who.cookie).expect(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    await get(path('2026-10', 'pdf'), '').expect(401);
  });

  it('a payslip is for its creator and finance; its font has every letter of the three languages', async () => {
    const [row]: { id: string }[] = await app.db.query('SELECT id FROM payouts LIMIT 1');
    const path = `/v1/payouts/${row?.id}/payslip.pdf`;
    expect(((await get(path, first.cookie).expect(200)).body as Buffer).length).toBeGreaterThan(5000);
    const other = await makeCreator(app);
    await get(path, other.cookie).expect(404);
    await get(path, store.owner.cookie).expect(404);
    const load = createRequire(import.meta.url);
    const fontkit = load('fontkit') as { openSync(file: string): { hasGlyphForCodePoint(code: number): boolean } };
    const font = fontkit.openSync(load.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
    const letters = JSON.stringify(['ru', 'kk', 'en'].map(wordsOf)) + 'ӘҒҚҢӨҰҮҺІәғқңөұүһі₸₽•—«»';
    expect([...new Set(letters)].filter((c) => !font.hasGlyphForCodePoint(c.codePointAt(0) ?? 0))).toEqual([]);
  });
});
