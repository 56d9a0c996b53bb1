// The order in which a result tells what it has, what it leaves out, and events of one moment (F3, O1, O5, J5).
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  batch,
  click,
  DAY,
  decide,
  HOUR,
  line,
  NOON,
  order,
  payoutResult,
  programme,
  run,
  video,
  type Item,
} from '../../../../test/cases/build.js';

const PAY = NOON + 20 * DAY;
const END = PAY + 30 * DAY;
const sale = [click('e', 'v1'), order('o')];
const bonus = (creatorId: string, worth: number, changes: Item = {}): Item => ({
  type: 'adjustment',
  id: `bonus-${creatorId}`,
  creator_id: creatorId,
  amount: worth,
  reason: 'contest',
  occurred_at: NOON,
  ...changes,
});
const paid = (facts: readonly Item[], asOf = END): string[] =>
  run(programme(), facts, asOf).payouts.map(
    ({ batchId, creatorId, grossMinor }) => `${batchId} ${creatorId} ${grossMinor}`,
  );

describe('commissions', () => {
  it('stand by order, line, kind, creator and who was referred, however they came', () => {
    const referrer = { creator_id: 'c1', rate_bps: 1000 };
    const config = programme({
      program: { model: 'linear' },
      creators: [{ id: 'c1' }, { id: 'c2', referrer }, { id: 'c3', referrer }],
      videos: [
        video('v1', [
          ['c3', 5000],
          ['c2', 5000],
        ]),
      ],
    });
    const facts = [
      click('e', 'v1'),
      order('b', { occurred_at: NOON - 1, viewer_id: 'w1' }),
      order('a', { viewer_id: 'w1', lines: [line('l2'), line('l1')] }),
    ];
    expect(amounts(run(config, facts))).toEqual(
      ['a/l1', 'a/l2', 'b/l1'].flatMap((id) => [`${id} c1<c2 50`, `${id} c1<c3 50`, `${id} c2 500`, `${id} c3 500`]),
    );
  });

  it('of nothing make no balance', () => {
    const rejected = decide('d', 'reject', { kind: 'commission', order_id: 'o', creator_id: 'c1' });
    expect(run(programme(), [...sale, rejected]).creators).toEqual([]);
    expect(run(programme(), sale).creators.map(({ creatorId, pendingMinor }) => [creatorId, pendingMinor])).toEqual([
      ['c1', 1000n],
    ]);
  });
});

describe('a batch', () => {
  it('of this very moment is run, a later one is not', () => {
    const early = batch('c', PAY + 1, { received_at: NOON });
    const result = run(programme(), [...sale, batch('b', PAY), early], PAY);
    expect([result.batchIds, result.payouts.map(({ batchId }) => batchId)]).toEqual([['b'], ['b']]);
  });

  it('that is learned of late pays what was owed at its time', () => {
    const facts = [...sale, bonus('c1', 50, { occurred_at: PAY + HOUR }), batch('b', PAY, { received_at: PAY + DAY })];
    expect(paid(facts)).toEqual(['b c1 1000']);
  });

  it('pays a bonus from the moment it is known, whatever day it names', () => {
    expect(paid([bonus('c1', 50, { occurred_at: PAY + DAY, received_at: NOON }), batch('b', PAY)])).toEqual([
      'b c1 50',
    ]);
    expect(paid([bonus('c1', 50, { received_at: PAY + 1 }), batch('b', PAY)])).toEqual([]);
    expect(paid([bonus('c1', 50, { occurred_at: PAY }), batch('a', PAY)])).toEqual(['a c1 50']);
  });

  it('pays a bonus of a creator whom the programme does not list, in the order of ids', () => {
    expect(paid([bonus('c9', 50), batch('b', PAY)])).toEqual(['b c9 50']);
    expect(paid([...sale, bonus('b1', 5), bonus('c9', 9), batch('b', PAY)])).toEqual(['b b1 5', 'b c1 1000', 'b c9 9']);
  });
});

describe('events of one moment', () => {
  it('are taken in turn: bonus, result, batch', () => {
    const facts = [
      ...sale,
      batch('z', PAY),
      payoutResult('z', 'c1', PAY + DAY, 'failed', { id: 'm' }),
      bonus('c1', 50, { id: 'x', occurred_at: PAY + DAY }),
      batch('a', PAY + DAY),
    ];
    const kinds = run(programme(), facts, END).entries.map(({ kind }) => kind);
    expect(kinds).toEqual(['commission', 'release', 'payout', 'adjustment', 'payout_failed', 'payout']);
    expect(paid(facts)).toEqual(['z c1 1000', 'a c1 1050']);
  });

  it('a second result of a payout is ignored and said so', () => {
    const second = payoutResult('b', 'c1', PAY + 2 * HOUR, 'failed', { id: 'second' });
    const first = payoutResult('b', 'c1', PAY + HOUR, 'settled');
    const result = run(programme(), [...sale, batch('b', PAY), first, second], END);
    expect(result.alerts).toEqual([{ code: 'PAYOUT_RESULT_IGNORED', subject: { id: 'second' } }]);
    expect(result.payouts.map(({ status }) => status)).toEqual(['settled']);
  });
});
