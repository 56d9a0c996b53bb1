// What creators are told: each thing once, in the list and by mail, in their language, unless they turned it off.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { codeOf, DisputeDesk } from '../../test/support/disputes/dispute-desk.js';
import { putRefund } from '../../test/support/make-money.js';
import { makeCreator } from '../../test/support/make.js';
import { DeliveriesService } from '../postbacks/deliveries.service.js';
import { NewsFinder } from './news.service.js';

const DAY = 86_400_000;
let app: TestApp;
let desk: DisputeDesk;
let tracker: Server;
let called: string[] = [];

beforeAll(async () => {
  tracker = createServer((request, reply) => {
    called.push(request.url ?? '');
    reply.writeHead(200).end('ok');
  });
  await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve));
  app = await startApp({ UPLOAD_URL_ALLOW: `127.0.0.1:${(tracker.address() as AddressInfo).port}` });
}, 180_000);
afterAll(async () => {
  await app?.close();
  tracker?.close();
});
beforeEach(async () => {
  desk = await DisputeDesk.open(app);
  await app.get(NewsFinder).find();
});

interface Listed {
  id: string;
  kind: string;
  read: boolean;
  cause: string | null;
  amount: { amountMinor: string } | null;
}
const LIST = `query($a: String) { unreadNews myNews(first: 2, after: $a) { totalCount pageInfo { endCursor hasNextPage }
  nodes { id kind read cause amount { amountMinor } } } }`;
const list = async (after: string | null = null, as = desk.creator) => {
  const { data, errors } = await desk.ask<{
    unreadNews: number;
    myNews: { totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean }; nodes: Listed[] };
  }>(LIST, { a: after }, as);
  expect(errors).toEqual([]);
  return { unread: data?.unreadNews ?? -1, ...data!.myNews };
};
const kinds = async (): Promise<string[]> => {
  const rows: { kind: string }[] = await app.db.query(
    'SELECT kind FROM creator_news WHERE creator_id = $1 ORDER BY at, key',
    [desk.creator.creatorId],
  );
  return rows.map(({ kind }) => kind);
};
const mails = async (): Promise<{ kind: string; subject: string; body: string }[]> => {
  const rows: { kind: string; subject: string; body: string }[] = await app.db.query(
    `SELECT kind, subject, body FROM mails WHERE recipient = $1 AND kind LIKE 'news%' ORDER BY created_at, id`,
    [desk.creator.email],
  );
  return rows;
};
const find = async (): Promise<void> => {
  await app.get(NewsFinder).find();
  await app.get(NewsFinder).tellReversals();
};
const refund = (id: string, orderId: string) =>
  putRefund(app, desk.store.live, id, {
    ...{ orderId, occurredAt: app.clock.now().toISOString(), currency: 'KZT', adjustment: '5000.00' },
  }).then(() => app.drainJobs());
const choose = (topic: string, wanted: boolean) =>
  desk.ask(
    'mutation($t: String!, $w: Boolean!) { chooseMail(topic: $t, wanted: $w) { topic wanted } }',
    { t: topic, w: wanted },
    desk.creator,
  );
/** As it comes out of a batch: what leads there is tested with payouts. */
const payout = async (id: string, status: 'settled' | 'failed'): Promise<void> => {
  const now = app.clock.now();
  await app.db.query(
    `INSERT INTO payout_batches (id, programme_id, currency, at, status, prepared_by, prepared_at, left_out)
     VALUES ($1, $2, 'KZT', $3, 'prepared', 'spec', $3, '[]')`,
    [`b${id}`, desk.store.id, now],
  );
  await app.db.query(
    `INSERT INTO payouts (id, batch_id, programme_id, creator_id, at, gross_minor, items, net_minor, currency, pay_currency, pay_minor,
       status, finished_at) VALUES ($1, $2, $3, $4, $5, 150000, '[]', 150000, 'KZT', 'KZT', 150000, $6, $5)`,
    [id, `b${id}`, desk.store.id, desk.creator.creatorId, now, status],
  );
};
const decision = (id: string, action: 'approved' | 'rejected') =>
  app.db.query(
    `INSERT INTO decisions (id, video_id, version, action, reason_code, actor, automated, judged, at)
     VALUES ($1, $2, 1, $3, $4, 'spec', false, '{"title": "A mug", "productIds": []}', $5)`,
    [id, desk.video, action, action === 'rejected' ? 'BLURRED' : null, app.clock.now()],
  );

describe('a first sale', () => {
  it('is told once, however often and by however many it is looked for', async () => {
    await desk.sell('1001');
    await desk.sell('1002');
    await Promise.all([1, 2, 3].map(() => app.get(NewsFinder).find()));
    await find();
    expect(await kinds()).toEqual(['first_sale']);
    const [mail, ...rest] = await mails();
    expect(rest).toEqual([]);
    expect(mail?.kind).toBe('news_first_sale');
    expect(mail?.body).toMatch(/KZT.1,000\.00/);
    app.clock.advance(DAY);
    await desk.sell('1003');
    await find();
    expect(await kinds()).toEqual(['first_sale']);
  });

  it('is written in the creator’s language', async () => {
    await app.db.query(`UPDATE accounts SET locale = 'ru' WHERE id = $1`, [desk.creator.accountId]);
    await desk.sell('1004');
    await find();
    const [mail] = await mails();
    expect(mail?.subject).toContain('Ваша первая продажа');
    expect(mail?.body).toMatch(/1.000,00/);
  });

  it('is no mail to whom turned it off, and stands in the list all the same', async () => {
    expect((await choose('first_sale', false)).errors).toEqual([]);
    expect((await choose('first_sale', false)).errors).toEqual([]);
    await desk.sell('1005');
    await find();
    expect([await kinds(), await mails()]).toEqual([['first_sale'], []]);
  });
});

describe('what came back', () => {
  it('is told sale by sale in the list, and in one mail a day', async () => {
    await choose('first_sale', false);
    await desk.sell('2001');
    await desk.sell('2002');
    await refund('r1', '2001');
    await refund('r2', '2002');
    await find();
    expect((await mails()).map(({ kind }) => kind)).toEqual(['news_reversal']);
    const [mail] = await mails();
    expect(mail?.subject).toMatch(/−KZT.1,000\.00/);
    expect(mail?.body).toMatch(/· 2001.*−KZT.500\.00[\s\S]*· 2002.*−KZT.500\.00/);
    await desk.sell('2003');
    await refund('r3', '2003');
    await find();
    expect(await mails()).toHaveLength(1);
    app.clock.advance(DAY + 1);
    await Promise.all([1, 2].map(() => app.get(NewsFinder).tellReversals()));
    expect((await mails()).map(({ subject }) => /−KZT.500\.00/.test(subject))).toEqual([false, true]);
    expect((await kinds()).filter((kind) => kind === 'reversal')).toHaveLength(3);
  });
});

describe('verdicts and payouts', () => {
  it('are told; a confirmation is not, and a payment that failed is always mailed', async () => {
    await choose('payout_sent', false);
    await decision(`dec1${desk.video}`, 'approved');
    app.clock.advance(1000);
    await decision(`dec2${desk.video}`, 'approved');
    app.clock.advance(1000);
    await decision(`dec3${desk.video}`, 'rejected');
    await payout(`pay1${desk.video}`, 'settled');
    await payout(`pay2${desk.video}`, 'failed');
    await find();
    await find();
    expect((await kinds()).sort()).toEqual(['payout_failed', 'payout_sent', 'video_published', 'video_taken_down']);
    expect((await mails()).map(({ kind }) => kind)).toEqual(['news_payout_failed']);
    expect(codeOf(await choose('payout_failed', false))).toBe('BAD_INPUT');
    expect(codeOf(await choose('plan_changed', false))).toBe('BAD_INPUT');
    expect(codeOf(await choose('everything', false))).toBe('BAD_INPUT');
  });

  it('go to a tracker that wants them, once', async () => {
    const port = (tracker.address() as AddressInfo).port;
    const url = `http://127.0.0.1:${port}/pb?e={event}&s={status}&v={video_id}&a={amount}&c={currency}`;
    const add = 'mutation($i: PostbackInput!) { addPostback(input: $i) { postback { id } } }';
    const events = ['video', 'payout'];
    expect((await desk.ask(add, { i: { url, method: 'GET', events } }, desk.creator)).errors).toEqual([]);
    called = [];
    await decision(`dec4${desk.video}`, 'approved');
    await payout(`pay3${desk.video}`, 'settled');
    await find();
    const deliveries = app.get(DeliveriesService);
    await Promise.all([deliveries.find(), deliveries.find()]);
    await deliveries.find();
    await deliveries.deliver();
    expect(called.sort()).toEqual([
      '/pb?e=payout&s=payout_sent&v=&a=1500.00&c=KZT',
      `/pb?e=video&s=video_published&v=${desk.video}&a=&c=`,
    ]);
  });
});

describe('the list', () => {
  it('is paged, counts what is unread, and is read up to what was seen', async () => {
    for (const n of [1, 2, 3]) {
      await payout(`pay${n}l${desk.video}`, 'settled');
      app.clock.advance(1000);
    }
    await find();
    const first = await list();
    expect(first).toMatchObject({ unread: 3, totalCount: 3, pageInfo: { hasNextPage: true } });
    expect((await list(first.pageInfo.endCursor)).nodes).toMatchObject([
      { kind: 'payout_sent', read: false, amount: { amountMinor: '150000' } },
    ]);
    await payout(`pay4l${desk.video}`, 'failed');
    await find();
    const READ = 'mutation($id: ID!) { readNews(upTo: $id) }';
    const rival = await makeCreator(app);
    expect((await desk.ask(READ, { id: first.nodes[0]?.id }, rival)).data).toEqual({ readNews: 0 });
    expect((await list()).unread).toBe(4);
    expect((await desk.ask(READ, { id: first.nodes[0]?.id }, desk.creator)).data).toEqual({ readNews: 1 });
    expect((await desk.ask(READ, { id: first.nodes[0]?.id }, desk.creator)).data).toEqual({ readNews: 1 });
    expect((await list()).nodes.map(({ read }) => read)).toEqual([false, true]);
    expect((await list(null, rival)).totalCount).toBe(0);
    const nobody = { ...rival, cookie: 'vitrina_session=none' };
    expect(codeOf(await desk.ask('{ myNews { totalCount } }', {}, nobody))).toBe('UNAUTHENTICATED');
  });

  it('holds the outcome of a dispute with its amount', async () => {
    const orderId = await desk.sell('3001');
    const { data } = await desk.dispute({ orderId });
    await desk.answer(data?.disputeLine.id ?? '', true);
    await desk.decide(data?.disputeLine.id ?? '', { accept: true, amount: '50.00' });
    await find();
    const row = (await list()).nodes.find(({ kind }) => kind === 'dispute_accepted');
    expect(row).toMatchObject({ cause: 'CREATOR_IS_RIGHT', amount: { amountMinor: '5000' } });
  });
});
