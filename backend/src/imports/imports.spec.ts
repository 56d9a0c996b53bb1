// Order files over real HTTP and PostgreSQL: the same facts as a webhook, once, whatever is killed, and nothing of another store.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import {
  makeAccount,
  makeCreator,
  makeStaff,
  makeStore,
  type MadeStore,
  type Signed,
  type SignedCreator,
} from '../../test/support/make.js';
import { orderBody, putOrder } from '../../test/support/make-money.js';
import { OrderFileReader } from './files/reader.service.js';
import { OrderFile } from './files/order-file.entity.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let creator: SignedCreator;

beforeAll(async () => {
  app = await startApp();
  app.clock.set(new Date('2026-11-25T10:00:00Z'));
  other = await makeStore(app);
}, 120_000);
beforeEach(async () => {
  const owner = await makeAccount(app);
  // The plan must be older than the orders of the files.
  app.clock.set(new Date('2026-09-01T10:00:00Z'));
  store = await makeStore(app, { owner });
  app.clock.set(new Date('2026-11-25T10:00:00Z'));
  creator = await makeCreator(app);
  await code('DANA10');
});
afterAll(() => app?.close());

const code = async (text: string) => {
  const made = await app.graphql(
    'mutation($s: ID!, $c: String!) { createPromoCode(storeId: $s, code: $c) { id } }',
    { s: store.id, c: text },
    { as: creator.cookie },
  );
  expect(made.errors).toEqual([]);
  await app.db.query(`UPDATE promo_codes SET valid_from = '2026-01-01'`);
};

const HEAD = 'Номер заказа;Дата;Сумма;Промокод;Статус;Возврат;Почта';
const ROWS = [
  '1001;20.11.2026 14:30;12 990,00;dana10;оплачен;;buyer@shop.kz',
  '1002;20.11.2026 15:00;5 000,50;;новый;;',
  '1003;21.11.2026 10:15;30 000,00;DANA10;оплачен;10 000,00;',
];
const csv = (rows: readonly string[] = ROWS) => [HEAD, ...rows].join('\r\n') + '\r\n';
const COLUMNS = { orderId: 0, placedAt: 1, total: 2, code: 3, status: 4, refunded: 5, email: 6 };

async function bring(body: string | Buffer, change: { as?: Signed; at?: MadeStore; query?: string } = {}) {
  const path = `/stores/${(change.at ?? store).id}/order-files?${change.query ?? 'purpose=import&name=orders.csv'}`;
  const call = app.http
    .post(path)
    .set({ cookie: (change.as ?? store.owner).cookie, 'content-type': 'application/octet-stream' });
  return call.send(Buffer.from(body));
}

const formOf = (columns: Record<string, number> = COLUMNS, change: object = {}) => ({
  ...{ encoding: 'utf-8', delimiter: ';', decimal: ',', dateOrder: 'dmy', currency: 'KZT', ...change },
  columns: Object.entries(columns).map(([field, column]) => ({ field, column })),
});
const START = 'mutation($id: ID!, $f: OrderFileForm!) { startOrderFile(id: $id, form: $f) { id status } }';
const start = (id: string, form = formOf(), as = store.owner) => app.graphql(START, { id, f: form }, { as: as.cookie });

const FILE = `query($id: ID!) { orderFile(id: $id) { status rowsDone rowsTotal failure
  counts { created updated unchanged refunds wrong matched differences } faults { totalCount nodes { line column code value } } } }`;
interface Shown {
  status: string;
  rowsDone: number;
  counts: Record<string, number>;
  failure: string | null;
  faults: { totalCount: number; nodes: object[] };
}
async function show(id: string): Promise<Shown> {
  const answer = await app.graphql<{ orderFile: Shown }>(FILE, { id }, { as: store.owner.cookie });
  expect(answer.errors).toEqual([]);
  return answer.data!.orderFile;
}

async function run(body: string | Buffer, form = formOf(), query?: string): Promise<{ id: string; file: Shown }> {
  const { id } = (await bring(body, query ? { query } : {})).body as { id: string };
  expect((await start(id, form)).errors).toEqual([]);
  await app.drainJobs();
  return { id, file: await show(id) };
}

const facts = (): Promise<{ type: string; n: number }[]> =>
  app.db.query(`SELECT type, count(*)::int AS n FROM facts WHERE store_id = $1 GROUP BY type ORDER BY type`, [
    store.id,
  ]);
const units = (): Promise<{ order: string; amount: string }[]> =>
  app.db.query(
    `SELECT order_external_id AS order, amount_minor AS amount FROM commission_units WHERE store_id = $1 ORDER BY 1`,
    [store.id],
  );

describe('a file of orders', () => {
  it('becomes the facts a webhook would make, and the creator earns', async () => {
    const { file } = await run(csv());
    expect(file).toMatchObject({
      status: 'done',
      counts: { created: 3, refunds: 1, wrong: 0 },
      faults: { totalCount: 0 },
    });
    expect(await units()).toEqual([
      { order: '1001', amount: '129900' },
      { order: '1003', amount: '200000' },
    ]);
    const [fact]: { content: object }[] = await app.db.query(
      `SELECT content FROM facts WHERE store_id = $1 AND external_id = '1001' AND type = 'order'`,
      [store.id],
    );
    const text = JSON.stringify(fact);
    expect(text).not.toContain('buyer@');
    expect(text).toMatch(/"email_hash":"[0-9a-f]{64}"/);
  });

  it('brought twice changes nothing, also after newer words about an order', async () => {
    await run(csv());
    const before = await facts();
    const again = await run(csv());
    expect(again.file.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3, refunds: 0, wrong: 0 });
    expect(await facts()).toEqual(before);
    await run(csv([ROWS[0]!.replace('оплачен', 'отменён')]));
    expect(await units()).toEqual([
      { order: '1001', amount: '0' },
      { order: '1003', amount: '200000' },
    ]);
    const third = await run(csv());
    expect(third.file.counts).toMatchObject({ unchanged: 3 });
    expect(await units()).toEqual([
      { order: '1001', amount: '0' },
      { order: '1003', amount: '200000' },
    ]);
  });

  it('gives back only what is new of a growing refund', async () => {
    await run(csv([ROWS[2]!]));
    const { file } = await run(csv([ROWS[2]!.replace('10 000,00', '15 000,00')]));
    expect(file.counts).toMatchObject({ unchanged: 1, refunds: 1 });
    expect(await units()).toEqual([{ order: '1003', amount: '150000' }]);
  });

  it('in Windows-1251 with its own marks is read alike', async () => {
    const table = new Map<string, number>();
    for (let b = 0; b < 256; b += 1) table.set(new TextDecoder('windows-1251').decode(Uint8Array.of(b)), b);
    const bytes = Buffer.from([...csv()].map((char) => table.get(char) ?? 63));
    const { id } = (await bring(bytes)).body as { id: string };
    const preview = await app.graphql<{ previewOrderFile: { guess: { field: string; column: number }[] } }>(
      'query($id: ID!) { previewOrderFile(id: $id) { encoding delimiter decimal dateOrder headings rows guess { field column } } }',
      { id },
      { as: store.owner.cookie },
    );
    expect(preview.data?.previewOrderFile).toMatchObject({
      ...{ encoding: 'windows-1251', delimiter: ';', decimal: ',', dateOrder: 'dmy' },
      headings: HEAD.split(';'),
    });
    const guess = Object.fromEntries(preview.data!.previewOrderFile.guess.map((g) => [g.field, g.column]));
    expect(guess).toEqual(COLUMNS);
    await start(id, formOf(COLUMNS, { encoding: 'windows-1251' }));
    await app.drainJobs();
    expect((await show(id)).counts).toMatchObject({ created: 3 });
  });

  it('tells each wrong row by line, column, code and words, and takes the others', async () => {
    const rows = [
      ROWS[0]!,
      ';20.11.2026;5;;;;',
      '1004;когда-то;5;;;;',
      '1005;20.11.2026;=cmd;;;;',
      '1001;20.11.2026;7;;;;',
    ];
    const { id, file } = await run(csv(rows));
    expect(file.counts).toMatchObject({ created: 1, wrong: 4 });
    expect(file.faults.nodes).toEqual([
      { line: 3, column: 'Номер заказа', code: 'MISSING_ORDER_ID', value: null },
      { line: 4, column: 'Дата', code: 'BAD_DATE', value: 'когда-то' },
      { line: 5, column: 'Сумма', code: 'BAD_SUM', value: '=cmd' },
      { line: 6, column: 'Номер заказа', code: 'ROWS_APART', value: '1001' },
    ]);
    const path = `/stores/${store.id}/order-files/${id}/faults.csv`;
    const download = await app.http.get(`${path}?locale=ru`).set('cookie', store.owner.cookie);
    expect(download.text).toContain(
      "5;Сумма;BAD_SUM;Это не сумма. Проверьте, какой знак дробной части выбран для файла.;'=cmd",
    );
    expect((await app.http.get(path).set('cookie', other.owner.cookie)).status).toBe(404);
  });

  it('leaves orders alone that the shop’s server told of', async () => {
    await putOrder(app, store.live, '1001', orderBody(app));
    const { file } = await run(csv([ROWS[0]!]));
    expect(file.faults.nodes).toMatchObject([{ code: 'KNOWN_FROM_SERVER', value: '1001' }]);
    expect(await facts()).toEqual([{ type: 'order', n: 1 }]);
  });

  it('names a click of a link, and its creator earns', async () => {
    const link = await app.graphql<{ createLink: { url: string } }>(
      'mutation($s: ID!) { createLink(input: { storeId: $s }) { url } }',
      { s: store.id },
      { as: creator.cookie },
    );
    app.clock.set(new Date('2026-11-19T10:00:00Z'));
    const went = await app.http
      .get(new URL(link.data!.createLink.url).pathname)
      .set('user-agent', 'Mozilla/5.0 Safari');
    app.clock.set(new Date('2026-11-25T10:00:00Z'));
    const click = new URL(went.headers['location'] ?? '').searchParams.get('prm_click_id');
    const { file } = await run(
      `order;date;total;click id\n55;2026-11-20;1000,00;${click}\n`,
      formOf({ orderId: 0, placedAt: 1, total: 2, clickId: 3 }),
    );
    expect(file.counts).toMatchObject({ created: 1 });
    expect(await units()).toEqual([{ order: '55', amount: '10000' }]);
  });
});

describe('a killed worker', () => {
  const many = Array.from({ length: 350 }, (_, i) => `${2000 + i};20.11.2026 10:00;100,00;DANA10;оплачен;;`);

  it('leaves nothing out and nothing twice, wherever it stood', async () => {
    const { id } = (await bring(csv(many))).body as { id: string };
    await start(id);
    const reader = app.get(OrderFileReader);
    const taken: number[] = [];
    for (let kills = 0; kills < 10; kills += 1) {
      const stop = new AbortController();
      // The signal falls while the second step of each life is on its way.
      const real = stop.signal.throwIfAborted.bind(stop.signal);
      let seen = 0;
      stop.signal.throwIfAborted = () => {
        seen += 1;
        if (seen > 1) stop.abort();
        real();
      };
      const done = await reader.read(id, stop.signal).catch(() => null);
      const row = await app.db.manager.findOneByOrFail(OrderFile, { id });
      taken.push(row.rowsDone);
      if (done?.status === 'done') break;
    }
    expect(taken.length).toBeGreaterThan(2);
    expect([...taken].sort((a, b) => a - b)).toEqual(taken);
    expect((await show(id)).counts).toMatchObject({ created: 350, wrong: 0 });
    expect(await facts()).toEqual([{ type: 'order', n: 350 }]);
  }, 60_000);

  it('is harmless when two read one file at once', async () => {
    const { id } = (await bring(csv(many))).body as { id: string };
    await start(id);
    const signal = new AbortController().signal;
    const lives = [1, 2, 3].map(() =>
      app
        .get(OrderFileReader)
        .read(id, signal)
        .catch(() => null),
    );
    await Promise.all(lives);
    await app.get(OrderFileReader).read(id, signal);
    expect((await show(id)).counts).toMatchObject({ created: 350, unchanged: 0, wrong: 0 });
    expect(await facts()).toEqual([{ type: 'order', n: 350 }]);
  }, 60_000);
});

describe('refusals', () => {
  it.each([
    ['an empty file', '', 'BAD_CSV'],
    ['more than 20 MB', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'TOO_LARGE'],
  ])('%s', async (_, body, expected) => {
    const answer = await bring(body);
    expect((answer.body as { error: { code: string } }).error.code).toBe(expected);
  });

  it('nobody, a creator, another owner, a wrong type', async () => {
    expect((await app.http.post(`/stores/${store.id}/order-files?purpose=import`).send('x')).status).toBe(401);
    expect((await bring(csv(), { as: creator })).status).toBe(403);
    expect((await bring(csv(), { as: other.owner })).status).toBe(404);
    expect((await bring(csv(), { query: 'purpose=steal' })).status).toBe(400);
    const { id } = (await bring(csv())).body as { id: string };
    expect((await start(id, formOf(), other.owner)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const seen = await app.graphql(FILE, { id }, { as: other.owner.cookie });
    expect(seen.errors[0]?.extensions.code).toBe('NOT_FOUND');
    const list = 'query($s: ID!) { orderFiles(storeId: $s) { totalCount } }';
    expect((await app.graphql(list, { s: store.id }, { as: other.owner.cookie })).errors[0]?.extensions.code).toBe(
      'NOT_FOUND',
    );
    const give = 'mutation($id: ID!) { giveUpOrderFile(id: $id) { status } }';
    expect((await app.graphql(give, { id }, { as: other.owner.cookie })).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await app.graphql(give, { id }, { as: creator.cookie })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('columns that are not there, twice a start, a start after giving up', async () => {
    const { id } = (await bring(csv())).body as { id: string };
    const bad = await start(id, formOf({ orderId: 0, placedAt: 1, total: 99 }));
    expect(bad.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'columns.total' });
    expect((await start(id, formOf(COLUMNS, { encoding: 'morse' }))).errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect((await start(id)).errors).toEqual([]);
    expect((await start(id)).errors[0]?.extensions.code).toBe('CONFLICT');
    const give = 'mutation($id: ID!) { giveUpOrderFile(id: $id) { status } }';
    expect((await app.graphql(give, { id }, { as: store.owner.cookie })).data).toEqual({
      giveUpOrderFile: { status: 'given_up' },
    });
    await app.drainJobs();
    expect(await facts()).toEqual([]);
  });

  it('a file that nobody goes on with is forgotten after a day', async () => {
    const { id } = (await bring(csv())).body as { id: string };
    app.clock.advance(25 * 3_600_000);
    await app.get(OrderFileReader);
    const { JobsService } = await import('../base/jobs/jobs.service.js');
    await app.get(JobsService).runTimer('imports.forget-left');
    app.clock.set(new Date('2026-11-25T10:00:00Z'));
    expect((await show(id)).status).toBe('given_up');
  });
});

describe('reconciliation', () => {
  const LIST = `query($s: ID, $st: OrderDifferenceState) { orderDifferences(storeId: $s, state: $st, first: 50) { totalCount nodes {
    id kind fields externalId ourExternalId score state storeSays serviceSays theirs { status total { amountMinor } codes } ours { status } } } }`;
  interface Difference {
    id: string;
    kind: string;
    externalId: string;
    [field: string]: unknown;
  }
  const list = async (as: Signed = store.owner, s: string | null = store.id): Promise<Difference[]> => {
    const answer = await app.graphql<{ orderDifferences: { nodes: Difference[] } }>(LIST, { s }, { as: as.cookie });
    expect(answer.errors).toEqual([]);
    return answer.data!.orderDifferences.nodes;
  };
  const SAY = `mutation($id: ID!, $side: OrderDifferenceSide!, $w: OrderDifferenceWord!, $n: String) {
    judgeOrderDifference(id: $id, side: $side, word: $w, note: $n) { state storeSays serviceSays } }`;
  const say = (id: string, side: string, as: Signed, w = 'accepted', n: string | null = null) =>
    app.graphql<{ judgeOrderDifference: { state: string } }>(SAY, { id, side, w, n }, { as: as.cookie });
  const ours = (id: string, change: Record<string, unknown>) => {
    const line = { lineId: '1', productId: 'mug', quantity: 1, unitPrice: '12990.00' };
    return putOrder(
      app,
      store.live,
      id,
      orderBody(app, { occurredAt: '2026-11-20T09:30:00Z', lines: [line], ...change }),
    );
  };
  const compare = () => run(csv(), formOf(), 'purpose=reconcile&name=export.csv');

  it('finds what is missing on either side, differs, or has another number; twice it finds the same once', async () => {
    await ours('1001', { discountCodes: [] }); // the code is not known to us
    await ours('77-A', {
      occurredAt: '2026-11-21T05:15:30Z',
      discountCodes: ['DANA10'],
      lines: [{ lineId: '1', productId: 'mug', quantity: 1, unitPrice: '30000.00' }],
    });
    // Half way between first and last order of the export, which does not have it.
    await ours('88', { occurredAt: '2026-11-20T21:40:00Z' });
    const { file } = await compare();
    expect(file).toMatchObject({ status: 'done', counts: { differences: 4, matched: 0 } });
    const found = (await list()).map(({ kind, externalId, ourExternalId, fields }) => [
      kind,
      externalId,
      ourExternalId,
      fields,
    ]);
    expect(found.sort()).toEqual(
      [
        ['another_id', '1003', '77-A', []],
        ['differs', '1001', '1001', ['code']],
        ['missing_here', '1002', null, []],
        ['missing_there', '88', '88', []],
      ].sort(),
    );
    await compare();
    expect(await list()).toHaveLength(4);
    expect((await facts()).find((f) => f.type === 'order')?.n).toBe(3);
  });

  it('writes facts when both sides accept, and only then', async () => {
    const finance = await makeStaff(app, 'finance');
    await ours('1001', { discountCodes: [] });
    await compare();
    const byKind = Object.fromEntries((await list()).map((one) => [`${one.kind} ${one.externalId}`, one.id]));
    const code = byKind['differs 1001']!;
    expect((await say(code, 'service', finance)).data?.judgeOrderDifference.state).toBe('open');
    await app.drainJobs();
    expect(await units()).toEqual([]);
    expect((await say(code, 'store', store.owner, 'disputed', 'Not ours')).data?.judgeOrderDifference.state).toBe(
      'disputed',
    );
    expect((await say(code, 'store', store.owner)).data?.judgeOrderDifference.state).toBe('settled');
    await app.drainJobs();
    expect(await units()).toEqual([{ order: '1001', amount: '129900' }]);
    expect((await say(code, 'store', store.owner)).errors[0]?.extensions.code).toBe('CONFLICT');
    const missing = byKind['missing_here 1003']!;
    await say(missing, 'store', store.owner);
    await say(missing, 'service', finance);
    await app.drainJobs();
    expect(await units()).toMatchObject([{ order: '1001' }, { order: '1003', amount: '300000' }]);
    const trail: { action: string }[] = await app.db.query(`SELECT action FROM audit_log WHERE subject_id = $1`, [
      code,
    ]);
    expect(trail).toHaveLength(3);
  });

  it('cancels an order that the export does not have, and takes over a sum', async () => {
    const finance = await makeStaff(app, 'finance');
    await ours('1001', {
      discountCodes: ['DANA10'],
      lines: [{ lineId: '1', productId: 'mug', quantity: 2, unitPrice: '10000.00' }],
    });
    await ours('88', { occurredAt: '2026-11-20T21:40:00Z', discountCodes: ['DANA10'] });
    await compare();
    await app.drainJobs();
    expect(await units()).toEqual([
      { order: '1001', amount: '200000' },
      { order: '88', amount: '129900' },
    ]);
    for (const one of await list()) {
      if (one.externalId !== '1001' && one.externalId !== '88') continue;
      await say(one.id, 'store', store.owner);
      expect((await say(one.id, 'service', finance)).data?.judgeOrderDifference.state).toBe('settled');
    }
    await app.drainJobs();
    expect(await units()).toEqual([
      { order: '1001', amount: '129900' },
      { order: '88', amount: '0' },
    ]);
    const next = await ours('88', { version: 2, status: 'paid', discountCodes: [] });
    expect(next.status).toBe(200); // the shop's own next version overrules ours
  });

  it('does not settle what has changed since', async () => {
    const finance = await makeStaff(app, 'finance');
    await compare();
    const one = (await list()).find((d) => d.externalId === '1001')!;
    await ours('1001', {});
    await say(one.id, 'store', store.owner);
    expect((await say(one.id, 'service', finance)).errors[0]?.extensions.code).toBe('CONFLICT');
  });

  it('lets nobody speak for the other side, and shows no store another’s', async () => {
    const finance = await makeStaff(app, 'finance');
    await compare();
    const [one] = await list();
    const refusal = async (answer: ReturnType<typeof say>) => (await answer).errors[0]?.extensions.code;
    expect(await refusal(say(one!.id, 'service', store.owner))).toBe('FORBIDDEN');
    expect(await refusal(say(one!.id, 'store', finance))).toBe('FORBIDDEN');
    expect(await refusal(say(one!.id, 'store', other.owner))).toBe('NOT_FOUND');
    expect(await refusal(say(one!.id, 'store', creator))).toBe('FORBIDDEN');
    expect(await refusal(say(one!.id, 'store', store.owner, 'disputed'))).toBe('BAD_INPUT');
    const theirs = await app.graphql(LIST, { s: store.id }, { as: other.owner.cookie });
    expect(theirs.errors[0]?.extensions.code).toBe('NOT_FOUND');
    const all = await app.graphql(LIST, { s: null }, { as: store.owner.cookie });
    expect(all.errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await list(finance, null)).length).toBeGreaterThanOrEqual(3);
  });
});

describe('receipts', () => {
  const QR = 'http://consumer.oofd.kz/?i=1234567890&f=010100000001&s=12990.00&t=20261120T143000';
  const CLAIM = `mutation($i: ReceiptClaimInput!) { claimReceipt(input: $i) { id state score total { amountMinor } orderNumber } }`;
  const claim = (i: object, as: Signed = creator) =>
    app.graphql<{ claimReceipt: { id: string; state: string; orderNumber: null } }>(
      CLAIM,
      { i: { storeId: store.id, code: 'dana10', ...i } },
      { as: as.cookie },
    );
  const JUDGE = `mutation($id: ID!, $a: Boolean!, $n: String) { judgeReceipt(id: $id, accept: $a, note: $n) { state orderNumber } }`;
  const judge = (id: string, a: boolean, as: Signed = store.owner, n: string | null = null) =>
    app.graphql<{ judgeReceipt: { state: string; orderNumber: string } }>(JUDGE, { id, a, n }, { as: as.cookie });

  it('find their order, and the shop’s acceptance gives it the code', async () => {
    await run(csv([ROWS[0]!.replace('dana10', '')]));
    const { data, errors } = await claim({ qr: QR });
    expect(errors).toEqual([]);
    expect(data?.claimReceipt).toMatchObject({ state: 'matched', orderNumber: null });
    await app.drainJobs();
    expect(await units()).toEqual([]);
    expect((await judge(data!.claimReceipt.id, true)).data?.judgeReceipt).toEqual({
      state: 'accepted',
      orderNumber: '1001',
    });
    expect((await judge(data!.claimReceipt.id, true)).data?.judgeReceipt.state).toBe('accepted');
    await app.drainJobs();
    expect(await units()).toEqual([{ order: '1001', amount: '129900' }]);
  });

  it('become an order where the shop tells of none; its file later pays nothing twice', async () => {
    const { data } = await claim({
      register: '010100000001',
      number: '555',
      total: '12 990,00',
      boughtAt: '20.11.2026 14:31',
    });
    expect(data?.claimReceipt.state).toBe('unmatched');
    await judge(data!.claimReceipt.id, true);
    await app.drainJobs();
    expect(await units()).toEqual([{ order: 'receipt:010100000001:555', amount: '129900' }]);
    const { file } = await run(csv([ROWS[0]!]));
    expect(file.counts).toMatchObject({ updated: 1, created: 0 });
    expect(await units()).toEqual([{ order: 'receipt:010100000001:555', amount: '129900' }]);
  });

  it.each([
    ['no receipt', { qr: 'https://example.com/?i=1' }, 'BAD_INPUT'],
    ['a return', { qr: 't=20261120T1430&s=12990.00&fn=9282440300000000&i=12&fp=1&n=2' }, 'BAD_INPUT'],
    ['roubles where tenge count', { qr: 't=20261120T1430&s=12990.00&fn=9282440300000000&i=12&fp=1&n=1' }, 'BAD_INPUT'],
    ['a year-old one', { qr: QR.replace('20261120', '20251120') }, 'BAD_INPUT'],
    ['one of tomorrow', { qr: QR.replace('20261120', '20261126') }, 'BAD_INPUT'],
    ['a code of nobody', { qr: QR, code: 'STRANGER' }, 'BAD_INPUT'],
    ['no sum', { register: '010100000001', number: '1', total: '0', boughtAt: '20.11.2026 14:31' }, 'BAD_AMOUNT'],
    ['no time', { register: '010100000001', number: '1', total: '5', boughtAt: '20.11.2026' }, 'BAD_INPUT'],
  ])('refused: %s', async (_, input, expected) => {
    expect((await claim(input)).errors[0]?.extensions.code).toBe(expected);
  });

  it('are brought once, withdrawn and brought anew, judged by their own shop alone', async () => {
    const first = await claim({ qr: QR });
    expect((await claim({ qr: QR })).errors[0]?.extensions.code).toBe('CONFLICT');
    const rival = await makeCreator(app);
    expect((await claim({ qr: QR }, rival)).errors[0]?.extensions.code).toBe('BAD_INPUT');
    const id = first.data!.claimReceipt.id;
    const withdraw = (as: Signed) =>
      app.graphql('mutation($id: ID!) { withdrawReceipt(id: $id) { state } }', { id }, { as: as.cookie });
    expect((await withdraw(rival)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await judge(id, true, other.owner)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await judge(id, true, creator)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await judge(id, false)).errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect((await withdraw(creator)).data).toEqual({ withdrawReceipt: { state: 'withdrawn' } });
    expect((await judge(id, true)).errors[0]?.extensions.code).toBe('CONFLICT');
    expect((await claim({ qr: QR })).errors).toEqual([]);
    const lists = `query($s: ID!) { receiptClaims(storeId: $s) { totalCount } }`;
    expect((await app.graphql(lists, { s: store.id }, { as: store.owner.cookie })).data).toEqual({
      receiptClaims: { totalCount: 2 },
    });
    expect((await app.graphql(lists, { s: store.id }, { as: other.owner.cookie })).errors[0]?.extensions.code).toBe(
      'NOT_FOUND',
    );
    const mine = await app.graphql('{ myReceiptClaims { totalCount } }', {}, { as: creator.cookie });
    expect(mine.data).toEqual({ myReceiptClaims: { totalCount: 2 } });
  });
});
