// Who may not earn by what was known of them for a time only (T4), and who may not refer whom (P6).
import { describe, expect, it } from '@jest/globals';
import { amounts, click, NOON, order, programme, reasons, run, type Item } from '../../../../test/cases/build.js';

const told = (config: Item, bought: Item = {}): string => {
  const result = run(config, [click('e', 'v1'), order('o', bought)]);
  return [...amounts(result), ...reasons(result)].join(', ');
};
const PAID = 'o/l1 c1 1000';
const OWN = 'o/l1 SELF_PURCHASE';

describe('what is known of a creator for a time', () => {
  const phone = (from: number, to: number): Item => ({ phone_hashes: ['t'], from, to });
  const creator = (...known: Item[]): Item => programme({ creators: [{ id: 'c1', customer_ids: ['k'], known }] });
  const byPhone = { buyer: { phone_hash: 't' } };

  it.each<[string, Item, Item, string]>([
    ['counts from its first moment', creator(phone(NOON, NOON + 1)), byPhone, OWN],
    ['not before', creator(phone(NOON + 1, NOON + 2)), byPhone, PAID],
    ['until its end', creator(phone(NOON - 2, NOON + 1)), byPhone, OWN],
    ['not at its end', creator(phone(NOON - 2, NOON)), byPhone, PAID],
    ['is only one of several', creator(phone(NOON - 2, NOON), phone(NOON, NOON + 1)), byPhone, OWN],
    ['leaves what is known for good', creator(phone(NOON, NOON + 1)), { buyer: { customer_id: 'k' } }, OWN],
    ['and stands beside it', creator(phone(NOON - 2, NOON)), { buyer: { customer_id: 'k' } }, OWN],
    [
      'as it stood when the order was known, if its clock runs ahead',
      creator(phone(NOON, NOON + 1)),
      { ...byPhone, received_at: NOON - 1 },
      PAID,
    ],
  ])('%s', (_label, config, bought, expected) => {
    expect(told(config, bought)).toBe(expected);
  });
});

describe('a referrer', () => {
  const referred = (c1: Item, c2: Item, creator_id = 'c2'): Item =>
    programme({
      creators: [
        { id: 'c1', referrer: { creator_id, rate_bps: 1500 }, ...c1 },
        { id: 'c2', ...c2 },
      ],
    });
  const device = (from: number, to: number): Item => ({ viewer_ids: ['d'], from, to });
  const BOTH = `o/l1 c2<c1 150, ${PAID}`;

  it.each<[string, Item, string]>([
    ['is somebody else', referred({}, {}, 'c1'), PAID],
    ['of this programme', referred({}, {}, 'c9'), PAID],
    ['shares no device with the creator', referred({ viewer_ids: ['d'] }, { viewer_ids: ['x', 'd'] }), PAID],
    ['but may have one of their own', referred({ viewer_ids: ['d'] }, { viewer_ids: ['x'] }), BOTH],
    [
      'nor one that was theirs at the time',
      referred({ viewer_ids: ['d'] }, { viewer_ids: ['x'], known: [device(NOON, NOON + 1)] }),
      PAID,
    ],
    [
      'nor one that was the creator’s at the time',
      referred({ viewer_ids: ['x'], known: [device(NOON, NOON + 1)] }, { viewer_ids: ['d'] }),
      PAID,
    ],
    [
      'one that was theirs before does not matter',
      referred({ viewer_ids: ['d'] }, { known: [device(NOON - 1, NOON)] }),
      BOTH,
    ],
  ])('%s', (_label, config, expected) => {
    expect(told(config)).toBe(expected);
  });
});
