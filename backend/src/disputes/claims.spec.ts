// A creator claims an order that paid nothing: how it is found, what it pays, what is refused, and what the claimant never learns.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { codeOf, DisputeDesk } from '../../test/support/disputes/dispute-desk.js';
import { makeCreator, makeStore, type Signed } from '../../test/support/make.js';
import { dayOf } from '../base/clock.js';
import { DisputeEndings } from './answers/endings.service.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { CreditsService } from './money/credits.service.js';

const DAY = 86_400_000;
let app: TestApp;
let desk: DisputeDesk;

beforeAll(async () => {
  app = await startApp();
}, 180_000);
afterAll(() => app?.close());
beforeEach(async () => {
  desk = await DisputeDesk.open(app);
});

const claimed = async (input: object): Promise<{ id: string; state: string }> => {
  const { data, errors } = await desk.claim(input);
  expect(errors).toEqual([]);
  return data?.claimOrder ?? { id: '', state: '' };
};
const look = async (): Promise<void> => {
  await app.get(DisputeEndings).run();
  await app.drainJobs();
};
/** By the store's own calendar: in the evening it is a day ahead of UTC. */
const daysAgo = (days: number) => dayOf(new Date(app.clock.now().getTime() - days * DAY), 'Asia/Almaty');

describe('an order that came without its touch', () => {
  it('is found, proposed by the plan of its day, and paid once after its hold', async () => {
    await desk.sell('1001', { clicked: false });
    const { id, state } = await claimed({ number: '#1001' });
    expect(state).toBe('waiting_store');
    await desk.answer(id, true);
    const seen = await desk.see(id);
    expect(seen.data?.dispute).toMatchObject({ orderNumber: '1001', proposal: { amount: { amountMinor: '100000' } } });
    const done = await desk.decide(id, { accept: true });
    expect(done.data?.decideDispute).toMatchObject({ state: 'accepted', credit: { amountMinor: '100000' } });
    expect(await desk.payable()).toBe(0n);
    app.clock.advance(15 * DAY);
    await app.get(CreditsService).settleAll();
    await app.get(CreditsService).settleAll();
    await app.drainJobs();
    expect(await desk.payable()).toBe(100_000n);
    app.clock.advance(600_000);
    expect(await desk.replay()).toEqual([]);
  });

  it.each(['code', 'link'] as const)('may have come by a %s', async (by) => {
    const cameRef = await own(by);
    await desk.sell('1002', { clicked: false });
    const { id } = await claimed({ number: '1002', cameBy: by, cameRef });
    await desk.answer(id, true);
    expect((await desk.see(id)).data?.dispute.proposal?.amount.amountMinor).toBe('100000');
  });

  it('pays nothing by the plan when the creator bought it, or a stronger touch decides', async () => {
    const viewer = await desk.sell('1003', { clicked: false });
    await app.db.query(
      `INSERT INTO creator_devices (creator_id, viewer_id, linked_at) SELECT $1, viewer_id, placed_at - interval '1 day' FROM orders WHERE id = $2`,
      [desk.creator.creatorId, viewer],
    );
    const { id } = await claimed({ number: '1003' });
    await desk.answer(id, false);
    expect((await desk.see(id)).data?.dispute.proposal).toMatchObject({
      ...{ amount: { amountMinor: '0' }, reason: 'SELF_PURCHASE' },
    });
    expect(codeOf(await desk.decide(id, { accept: true }))).toBe('BAD_AMOUNT');
    expect((await desk.decide(id, { accept: false, reasonCode: 'OWN_PURCHASE' })).errors).toEqual([]);
  });

  const own = async (by: 'code' | 'link'): Promise<string> => {
    const store = { s: desk.store.id };
    if (by === 'code') {
      const query = 'mutation($s: ID!) { createPromoCode(storeId: $s, code: "DANA10") { code } }';
      const { data } = await desk.ask<{ createPromoCode: { code: string } }>(query, store, desk.creator);
      return data?.createPromoCode.code.toLowerCase() ?? '';
    }
    const query = 'mutation($s: ID!) { createLink(input: { storeId: $s }) { id } }';
    const { data } = await desk.ask<{ createLink: { id: string } }>(query, store, desk.creator);
    return data?.createLink.id ?? '';
  };
});

describe('a code', () => {
  it('that was not valid yet when the order was placed pays nothing by the plan', async () => {
    await desk.sell('1009', { clicked: false });
    app.clock.advance(1000);
    const query = 'mutation($s: ID!) { createPromoCode(storeId: $s, code: "LATE10") { code } }';
    await desk.ask(query, { s: desk.store.id }, desk.creator);
    const { id } = await claimed({ number: '1009', cameBy: 'code', cameRef: 'late10' });
    await desk.answer(id, true);
    expect((await desk.see(id)).data?.dispute.proposal).toMatchObject({
      ...{ amount: { amountMinor: '0' }, reason: 'NO_TOUCH' },
    });
  });
});

describe('an order that is not here', () => {
  it('waits, is found when it comes in, and says no more to the claimant', async () => {
    const { id, state } = await claimed({ number: '2001' });
    expect(state).toBe('waiting_order');
    expect(codeOf(await desk.answer(id, true))).toBe('DISPUTE_OVER');
    await look();
    expect((await desk.see(id)).data?.dispute.state).toBe('waiting_order');
    await desk.sell('2001', { clicked: false });
    await look();
    expect((await desk.see(id)).data?.dispute.state).toBe('waiting_store');
    const mine = await desk.ask(
      `query($id: ID!) { myDispute(id: $id) { orderId lineId history { move side actor } } }`,
      { id },
      desk.creator,
    );
    expect(mine.data).toEqual({
      myDispute: {
        ...{ orderId: null, lineId: null },
        history: [
          { move: 'opened', side: 'creator', actor: desk.creator.name },
          { move: 'order_found', side: 'service', actor: null },
        ],
      },
    });
  });

  it('ends when nobody told of it within the time of waiting', async () => {
    const { id } = await claimed({ number: '2002' });
    app.clock.advance(14 * DAY);
    await look();
    const [row]: { state: string; outcome_code: string }[] = await app.db.query(
      'SELECT state, outcome_code FROM disputes WHERE id = $1',
      [id],
    );
    expect(row).toEqual({ state: 'refused', outcome_code: 'ORDER_NOT_FOUND' });
    expect(await desk.mails(desk.creator.email)).toEqual(['dispute_refused']);
  });

  it('that two numbers name is one claim: the other ends', async () => {
    const first = await claimed({ number: '2004' });
    const second = await claimed({ number: 'X-2004' });
    await desk.sell('2004', { clicked: false });
    await app.db.query(
      `INSERT INTO order_aliases (programme_id, other_id, external_id, since) VALUES ($1, 'X-2004', '2004', now())`,
      [desk.store.id],
    );
    await look();
    await look();
    const states = await Promise.all([first, second].map(async ({ id }) => (await desk.see(id)).data?.dispute));
    expect(states.map((one) => one?.outcomeCode).sort()).toEqual(['ALREADY_CLAIMED', null]);
    expect(states.map((one) => one?.state).sort()).toEqual(['refused', 'waiting_store']);
  });

  it('of another sum is no proof of its number, and the store may say that it is the one', async () => {
    const orderId = await desk.sell('2003', { clicked: false });
    const { id, state } = await claimed({ number: '2003', total: '9999.00' });
    expect(state).toBe('waiting_order');
    const query = 'query($id: ID!) { dispute(id: $id) { candidates { orderId number score } } }';
    const seen = await desk.ask<{ dispute: { candidates: { orderId: string }[] } }>(query, { id }, desk.store.owner);
    expect(seen.data?.dispute.candidates).toMatchObject([{ orderId, number: '2003' }]);
    const name = 'mutation($id: ID!, $o: ID!) { nameDisputedOrder(id: $id, orderId: $o) { state orderNumber } }';
    const other = await makeStore(app);
    expect(codeOf(await desk.ask(name, { id, o: orderId }, other.owner))).toBe('NOT_FOUND');
    expect(codeOf(await desk.ask(name, { id, o: 'ord_none' }, desk.store.owner))).toBe('NOT_FOUND');
    expect((await desk.ask(name, { id, o: orderId }, desk.store.owner)).data).toEqual({
      nameDisputedOrder: { state: 'waiting_store', orderNumber: '2003' },
    });
  });
});

describe('refused', () => {
  it('an order that is among the own ones, one claimed before however it is written, one of another claim', async () => {
    await desk.sell('3001');
    expect(codeOf(await desk.claim({ number: '3001' }))).toBe('ALREADY_CREDITED');
    await desk.sell('3002', { clicked: false });
    const both = await Promise.all([desk.claim({ number: '3002' }), desk.claim({ number: '#3002' })]);
    expect(both.map(codeOf).sort()).toEqual(['DISPUTE_EXISTS', undefined]);
    expect(codeOf(await desk.claim({ number: ' 3002 ' }))).toBe('DISPUTE_EXISTS');
  });

  it.each([
    ['61 days back', () => ({ orderedOn: daysAgo(62) }), 'CLAIM_TOO_OLD'],
    ['a day to come', () => ({ orderedOn: daysAgo(-2) }), 'BAD_INPUT'],
    ['no day', () => ({ orderedOn: '20.11.2026' }), 'BAD_INPUT'],
    ['no number', () => ({ number: ' # ' }), 'BAD_INPUT'],
    ['nothing paid', () => ({ total: '0' }), 'BAD_AMOUNT'],
    ['no sum', () => ({ total: 'a lot' }), 'BAD_AMOUNT'],
    ['an unknown way', () => ({ cameBy: 'rumour' }), 'BAD_INPUT'],
    ['a code of nobody', () => ({ cameBy: 'code', cameRef: 'STRANGER' }), 'BAD_INPUT'],
    ['few words', () => ({ text: 'mine' }), 'BAD_INPUT'],
    ['an unknown store', () => ({ storeId: 'sto_none' }), 'NOT_FOUND'],
  ])('%s', async (_, change, code) => {
    expect(codeOf(await desk.claim({ number: '9', ...change() }))).toBe(code);
  });

  it('60 days back is taken, and a video of somebody else is not', async () => {
    expect((await desk.claim({ number: '4001', orderedOn: daysAgo(60) })).errors).toEqual([]);
    const rival = await makeCreator(app);
    expect(codeOf(await desk.claim({ number: '4002' }, rival))).toBe('BAD_INPUT');
    expect(codeOf(await desk.claim({ number: '4002' }, desk.store.owner))).toBe('BAD_INPUT');
  });

  it('two creators may claim one order, and only those who decide learn of it', async () => {
    await desk.sell('5001', { clicked: false });
    const { id } = await claimed({ number: '5001' });
    const rival = await makeCreator(app);
    await app.db.query('UPDATE videos SET creator_id = $1 WHERE id = $2', [rival.creatorId, desk.video]);
    expect((await desk.claim({ number: '5001' }, rival)).errors).toEqual([]);
    const rivals = 'query($id: ID!) { dispute(id: $id) { rivals } }';
    expect((await desk.ask(rivals, { id }, desk.store.owner)).data).toEqual({ dispute: { rivals: 1 } });
    expect(codeOf(await desk.ask(rivals, { id }, desk.creator))).toBe('FORBIDDEN');
  });
});

describe('evidence', () => {
  const png = (width: number): Buffer => {
    const bytes = Buffer.alloc(60);
    bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
    bytes.writeUInt32BE(13, 8);
    bytes.write('IHDR', 12, 'latin1');
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(400, 20);
    return bytes;
  };
  const send = (id: string, bytes: Buffer, as: Signed = desk.creator, type = 'image/png') =>
    app.http.post(`/uploads/evidence/${id}`).set('cookie', as.cookie).set('content-type', type).send(bytes);
  const open = (id: string, as: Signed) => app.http.get(`/v1/disputes/evidence/${id}`).set('cookie', as.cookie);

  it('is kept once, given as a download to the two sides and staff, and to nobody else', async () => {
    const { id } = await claimed({ number: '6001' });
    const sent = await send(id, png(600));
    expect(sent.status).toBe(201);
    const evidence = (sent.body as { id: string }).id;
    expect((await send(id, png(600))).body).toEqual({ id: evidence });
    for (const reader of [desk.creator, desk.store.owner, desk.finance]) {
      const answer = await open(evidence, reader);
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' },
        'content-disposition': expect.stringMatching(/^attachment; /),
        'content-security-policy': expect.stringContaining('sandbox'),
      });
    }
    const other = await makeStore(app);
    expect((await open(evidence, other.owner)).status).toBe(404);
    expect((await open(evidence, await makeCreator(app))).status).toBe(404);
    expect((await app.http.get(`/v1/disputes/evidence/${evidence}`)).status).toBe(401);
    const list = 'query($id: ID!) { dispute(id: $id) { evidencePictures { id sizeBytes } } }';
    expect((await desk.ask(list, { id }, desk.store.owner)).data).toEqual({
      dispute: { evidencePictures: [{ id: evidence, sizeBytes: 60 }] },
    });
  });

  it('is a picture, not too large, at most five, of the creator’s own open dispute', async () => {
    const { id } = await claimed({ number: '6002' });
    const refused = async (answer: ReturnType<typeof send>) =>
      ((await answer).body as { error: { code: string } }).error.code;
    expect(await refused(send(id, Buffer.from('<script>alert(1)</script>')))).toBe('NOT_A_PICTURE');
    expect(await refused(send(id, Buffer.from('<svg/>'), desk.creator, 'image/svg+xml'))).toBe('NOT_A_PICTURE');
    expect(await refused(send(id, png(17_000)))).toBe('PICTURE_OUT_OF_BOUNDS');
    expect(await refused(send(id, Buffer.alloc(5 * 1024 ** 2 + 1)))).toBe('TOO_LARGE');
    expect(await refused(send(id, png(600), await makeCreator(app)))).toBe('NOT_FOUND');
    for (const width of [600, 601, 602, 603, 604]) expect((await send(id, png(width))).status).toBe(201);
    expect(await refused(send(id, png(605)))).toBe('CONFLICT');
    await desk.ask('mutation($id: ID!) { withdrawDispute(id: $id) { state } }', { id }, desk.creator);
    expect(await refused(send(id, png(606)))).toBe('DISPUTE_OVER');
  });

  it('that a killed process left without its bytes is swept away', async () => {
    const { id } = await claimed({ number: '6003' });
    await app.db.query(
      `INSERT INTO dispute_evidence (id, dispute_id, content_type, size_bytes, width, height, sha256, at)
       VALUES ('evd_left', $1, 'image/png', 1, 1, 1, '\\x00', $2)`,
      [id, new Date(app.clock.now().getTime() - DAY)],
    );
    expect(await app.get(EvidenceService).sweep()).toBe(1);
    expect(await app.get(EvidenceService).sweep()).toBe(0);
  });
});
