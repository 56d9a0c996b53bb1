// What is supposed of an order changes its facts and no others.
import { describe, expect, it } from '@jest/globals';
import type { StoredFact } from '../../facts/fact.rules.js';
import { creditNow } from './credit.rules.js';
import { suppose } from './what-if.rules.js';

const fact = (type: StoredFact['type'], id: string, more: object = {}): StoredFact => ({
  ...{ type, id, version: 1, occurred_at: '2026-11-20T10:00:00.000Z', received_at: '2026-11-20T10:00:05.000Z' },
  ...more,
});
const order = fact('order', '1001', {
  ...{ viewer_id: 'v1', status: 'cancelled', discount_codes: ['SALE'] },
  lines: [
    { line_id: '1', product_id: 'mug' },
    { line_id: '2', product_id: 'cup' },
  ],
});
const refund = fact('refund', 'r1', { order_id: '1001' });
const other = fact('order', '1002', { discount_codes: [] });
const base = { orderId: '1001', disputeId: 'dsp_1', kept: false, touch: null, approved: null };

describe('what is supposed', () => {
  it('a code joins those of the order, and other orders stay', () => {
    const all = suppose([order, other, refund], { ...base, touch: { by: 'code', ref: 'DANA10', products: [] } });
    expect(all.find((one) => one.id === '1001')?.['discount_codes']).toEqual(['SALE', 'DANA10']);
    expect(all).toContainEqual(other);
    expect(all).toContainEqual(refund);
    expect(order['discount_codes']).toEqual(['SALE']);
  });

  it('a link is clicked by the order’s viewer, one second before and in time', () => {
    const click = suppose([order], { ...base, touch: { by: 'link', ref: 'lnk_1', products: [] } })[1];
    expect(click).toMatchObject({
      ...{ type: 'link_click', link_id: 'lnk_1', viewer_id: 'v1', occurred_at: '2026-11-20T09:59:59.000Z' },
      received_at: order.received_at,
    });
  });

  it('a video is clicked for what it shows and the order contains, and for nothing else', () => {
    const all = suppose([order], { ...base, touch: { by: 'video', ref: 'vid_1', products: ['cup', 'spoon'] } });
    expect(all.slice(1)).toMatchObject([{ type: 'click', video_id: 'vid_1', product_id: 'cup' }]);
  });

  it('an order without a viewer gets a supposed one', () => {
    const bare = { ...order, viewer_id: null };
    const [changed, click] = suppose([bare], { ...base, touch: { by: 'link', ref: 'lnk_1', products: [] } });
    expect(changed?.['viewer_id']).toBe('supposed:dsp_1');
    expect(click?.['viewer_id']).toBe('supposed:dsp_1');
  });

  it('kept leaves out its own returns and its cancellation', () => {
    const all = suppose([order, refund, fact('refund', 'r2', { order_id: '1002' })], { ...base, kept: true });
    expect(all.map((one) => one.id)).toEqual(['r2', '1001']);
    expect(all[1]?.['status']).toBe('paid');
  });

  it('a lifted check is the last decision of its moment', () => {
    const at = '2026-11-25T10:00:00.000Z';
    const [, approval] = suppose([order], { ...base, approved: { lineId: '1', creatorId: 'cre_1', at } });
    expect(approval).toMatchObject({ type: 'decision', action: 'approve', occurred_at: at, received_at: at });
    expect(String(approval?.id) > 'risk:').toBe(true);
  });
});

describe('a credit', () => {
  it.each([
    ['whole', 1000n, 500n, 500n, 1000n],
    ['half came back', 1000n, 500n, 250n, 500n],
    ['half up', 5n, 10n, 5n, 3n],
    ['all came back', 1000n, 500n, 0n, 0n],
    ['the order grew', 1000n, 500n, 900n, 1000n],
    ['counted on nothing', 1000n, 0n, 0n, 1000n],
  ])('%s', (_, credit, counted, kept, now) => expect(creditNow(credit, counted, kept)).toBe(now));
});
