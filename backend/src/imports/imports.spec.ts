// Order files over real HTTP and PostgreSQL: the same facts as a webhook, once, whatever is killed, and nothing of another store.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { COLUMNS, csv, Desk, FILE, formOf, HEAD, ROWS, TODAY } from '../../test/support/desk/order-files.js';
import { makeStore, type MadeStore } from '../../test/support/make.js';
import { orderBody, putOrder } from '../../test/support/make-money.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { OrderFile } from './files/order-file.entity.js';
import { OrderFileReader } from './files/reader.service.js';

let app: TestApp;
let desk: Desk;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp();
  other = await makeStore(app);
}, 600_000);
beforeEach(async () => {
  desk = await Desk.open(app);
});
afterAll(() => app?.close());

describe('a file of orders', () => {
  it('becomes the facts a webhook would make, and the creator earns', async () => {
    const { file } = await desk.run(csv());
    expect(file).toMatchObject({
      status: 'done',
      counts: { created: 3, refunds: 1, wrong: 0 },
      faults: { totalCount: 0 },
    });
    expect(await desk.units()).toEqual([
      { order: '1001', amount: '129900' },
      { order: '1003', amount: '200000' },
    ]);
    const [fact]: { content: object }[] = await app.db.query(
      `SELECT content FROM facts WHERE store_id = $1 AND external_id = '1001' AND type = 'order'`,
      [desk.store.id],
    );
    const text = JSON.stringify(fact);
    expect(text).not.toContain('buyer@');
    expect(text).toMatch(/"email_hash":"[0-9a-f]{64}"/);
  });

  it('brought twice changes nothing, also after newer words about an order', async () => {
    await desk.run(csv());
    const before = await desk.facts();
    const again = await desk.run(csv());
    expect(again.file.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3, refunds: 0, wrong: 0 });
    expect(await desk.facts()).toEqual(before);
    await desk.run(csv([ROWS[0]!.replace('оплачен', 'отменён')]));
    expect(await desk.units()).toEqual([
      { order: '1001', amount: '0' },
      { order: '1003', amount: '200000' },
    ]);
    const third = await desk.run(csv());
    expect(third.file.counts).toMatchObject({ unchanged: 3 });
    expect(await desk.units()).toEqual([
      { order: '1001', amount: '0' },
      { order: '1003', amount: '200000' },
    ]);
  });

  it('gives back only what is new of a growing refund', async () => {
    await desk.run(csv([ROWS[2]!]));
    const { file } = await desk.run(csv([ROWS[2]!.replace('10 000,00', '15 000,00')]));
    expect(file.counts).toMatchObject({ unchanged: 1, refunds: 1 });
    expect(await desk.units()).toEqual([{ order: '1003', amount: '150000' }]);
  });

  it('in Windows-1251 with its own marks is read alike', async () => {
    const table = new Map<string, number>();
    for (let b = 0; b < 256; b += 1) table.set(new TextDecoder('windows-1251').decode(Uint8Array.of(b)), b);
    const bytes = Buffer.from([...csv()].map((char) => table.get(char) ?? 63));
    const { id } = (await desk.bring(bytes)).body as { id: string };
    const preview = await app.graphql<{ previewOrderFile: { guess: { field: string; column: number }[] } }>(
      'query($id: ID!) { previewOrderFile(id: $id) { encoding delimiter decimal dateOrder headings rows guess { field column } } }',
      { id },
      { as: desk.store.owner.cookie },
    );
    expect(preview.data?.previewOrderFile).toMatchObject({
      ...{ encoding: 'windows-1251', delimiter: ';', decimal: ',', dateOrder: 'dmy' },
      headings: HEAD.split(';'),
    });
    const guess = Object.fromEntries(preview.data!.previewOrderFile.guess.map((g) => [g.field, g.column]));
    expect(guess).toEqual(COLUMNS);
    await desk.start(id, formOf(COLUMNS, { encoding: 'windows-1251' }));
    await app.drainJobs();
    expect((await desk.show(id)).counts).toMatchObject({ created: 3 });
  });

  it('tells each wrong row by line, column, code and words, and takes the others', async () => {
    const rows = [
      ROWS[0]!,
      ';20.11.2026;5;;;;',
      '1004;когда-то;5;;;;',
      '1005;20.11.2026;=cmd;;;;',
      '1001;20.11.2026;7;;;;',
    ];
    const { id, file } = await desk.run(csv(rows));
    expect(file.counts).toMatchObject({ created: 1, wrong: 4 });
    expect(file.faults.nodes).toEqual([
      { line: 3, column: 'Номер заказа', code: 'MISSING_ORDER_ID', value: null },
      { line: 4, column: 'Дата', code: 'BAD_DATE', value: 'когда-то' },
      { line: 5, column: 'Сумма', code: 'BAD_SUM', value: '=cmd' },
      { line: 6, column: 'Номер заказа', code: 'ROWS_APART', value: '1001' },
    ]);
    const path = `/stores/${desk.store.id}/order-files/${id}/faults.csv`;
    const download = await app.http.get(`${path}?locale=ru`).set('cookie', desk.store.owner.cookie);
    expect(download.text).toContain(
      `"5";"Сумма";"BAD_SUM";"Это не сумма. Проверьте, какой знак дробной части выбран для файла.";"'=cmd`,
    );
    expect((await app.http.get(path).set('cookie', other.owner.cookie)).status).toBe(404);
  });

  it('leaves orders alone that the shop’s server told of', async () => {
    await putOrder(app, desk.store.live, '1001', orderBody(app));
    const { file } = await desk.run(csv([ROWS[0]!]));
    expect(file.faults.nodes).toMatchObject([{ code: 'KNOWN_FROM_SERVER', value: '1001' }]);
    expect(await desk.facts()).toEqual([{ type: 'order', n: 1 }]);
  });

  it('names a click of a link, and its creator earns', async () => {
    const link = await app.graphql<{ createLink: { url: string } }>(
      'mutation($s: ID!) { createLink(input: { storeId: $s }) { url } }',
      { s: desk.store.id },
      { as: desk.creator.cookie },
    );
    app.clock.set(new Date('2026-11-19T10:00:00Z'));
    const went = await app.http
      .get(new URL(link.data!.createLink.url).pathname)
      .set('user-agent', 'Mozilla/5.0 Safari');
    app.clock.set(TODAY);
    const click = new URL(went.headers['location'] ?? '').searchParams.get('prm_click_id');
    const { file } = await desk.run(
      `order;date;total;click id\n55;2026-11-20;1000,00;${click}\n`,
      formOf({ orderId: 0, placedAt: 1, total: 2, clickId: 3 }),
    );
    expect(file.counts).toMatchObject({ created: 1 });
    expect(await desk.units()).toEqual([{ order: '55', amount: '10000' }]);
  });
});

describe('a killed worker', () => {
  const many = Array.from({ length: 350 }, (_, i) => `${2000 + i};20.11.2026 10:00;100,00;DANA10;оплачен;;`);

  it('leaves nothing out and nothing twice, wherever it stood', async () => {
    const { id } = (await desk.bring(csv(many))).body as { id: string };
    await desk.start(id);
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
    expect((await desk.show(id)).counts).toMatchObject({ created: 350, wrong: 0 });
    expect(await desk.facts()).toEqual([{ type: 'order', n: 350 }]);
  }, 60_000);

  it('is harmless when two read one file at once', async () => {
    const { id } = (await desk.bring(csv(many))).body as { id: string };
    await desk.start(id);
    const signal = new AbortController().signal;
    const lives = [1, 2, 3].map(() =>
      app
        .get(OrderFileReader)
        .read(id, signal)
        .catch(() => null),
    );
    await Promise.all(lives);
    await app.get(OrderFileReader).read(id, signal);
    expect((await desk.show(id)).counts).toMatchObject({ created: 350, unchanged: 0, wrong: 0 });
    expect(await desk.facts()).toEqual([{ type: 'order', n: 350 }]);
  }, 60_000);
});

describe('refusals', () => {
  it.each([
    ['an empty file', '', 'BAD_CSV'],
    ['more than 20 MB', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'TOO_LARGE'],
  ])('%s', async (_, body, expected) => {
    const answer = await desk.bring(body);
    expect((answer.body as { error: { code: string } }).error.code).toBe(expected);
  });

  it('nobody, a creator, another owner, a wrong type', async () => {
    expect((await app.http.post(`/stores/${desk.store.id}/order-files?purpose=import`).send('x')).status).toBe(401);
    expect((await desk.bring(csv(), { as: desk.creator })).status).toBe(403);
    expect((await desk.bring(csv(), { as: other.owner })).status).toBe(404);
    expect((await desk.bring(csv(), { query: 'purpose=steal' })).status).toBe(400);
    const { id } = (await desk.bring(csv())).body as { id: string };
    expect((await desk.start(id, formOf(), other.owner)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const seen = await app.graphql(FILE, { id }, { as: other.owner.cookie });
    expect(seen.errors[0]?.extensions.code).toBe('NOT_FOUND');
    const list = 'query($s: ID!) { orderFiles(storeId: $s) { totalCount } }';
    expect((await app.graphql(list, { s: desk.store.id }, { as: other.owner.cookie })).errors[0]?.extensions.code).toBe(
      'NOT_FOUND',
    );
    const give = 'mutation($id: ID!) { giveUpOrderFile(id: $id) { status } }';
    expect((await app.graphql(give, { id }, { as: other.owner.cookie })).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await app.graphql(give, { id }, { as: desk.creator.cookie })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('columns that are not there, twice a start, a start after giving up', async () => {
    const { id } = (await desk.bring(csv())).body as { id: string };
    const bad = await desk.start(id, formOf({ orderId: 0, placedAt: 1, total: 99 }));
    expect(bad.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'columns.total' });
    expect((await desk.start(id, formOf(COLUMNS, { encoding: 'morse' }))).errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect((await desk.start(id)).errors).toEqual([]);
    expect((await desk.start(id)).errors[0]?.extensions.code).toBe('CONFLICT');
    const give = 'mutation($id: ID!) { giveUpOrderFile(id: $id) { status } }';
    expect((await app.graphql(give, { id }, { as: desk.store.owner.cookie })).data).toEqual({
      giveUpOrderFile: { status: 'given_up' },
    });
    await app.drainJobs();
    expect(await desk.facts()).toEqual([]);
  });

  it('a file that nobody goes on with is forgotten after a day', async () => {
    const { id } = (await desk.bring(csv())).body as { id: string };
    app.clock.advance(25 * 3_600_000);
    await app.get(JobsService).runTimer('imports.forget-left');
    app.clock.set(TODAY);
    expect((await desk.show(id)).status).toBe('given_up');
  });
});
