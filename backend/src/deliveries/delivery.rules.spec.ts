// What a view may say of its bytes.
import { describe, expect, it } from '@jest/globals';
import { readBytes } from './delivery.rules.js';

const GOOD = { total: 900, ahead: 300, av1: 900 };

describe('the bytes of a view', () => {
  it('are read as they are told, and nothing is told by most', () => {
    expect(readBytes(GOOD)).toEqual({ ok: true, bytes: { ...GOOD, saver: false } });
    expect(readBytes({ ...GOOD, saver: true })).toEqual({ ok: true, bytes: { ...GOOD, saver: true } });
    expect(readBytes({ total: 0, ahead: 0, av1: 0 })).toMatchObject({ ok: true });
    expect(readBytes(undefined)).toEqual({ ok: true, bytes: null });
  });

  it.each<[string, unknown]>([
    ['nothing at all', null],
    ['a number', 900],
    ['a text for a number', { ...GOOD, total: '900' }],
    ['part of a byte', { ...GOOD, total: 900.5 }],
    ['less than nothing', { ...GOOD, ahead: -1 }],
    ['more before the tap than came', { ...GOOD, ahead: 901 }],
    ['more of AV1 than came', { ...GOOD, av1: 901 }],
    ['more than a view can weigh', { ...GOOD, total: 4_000_000_001 }],
    ['no number', { ...GOOD, total: Number.NaN }],
    ['a part missing', { total: 900, ahead: 300 }],
    ['a part too many', { ...GOOD, viewer: 'v1' }],
    ['data saver as a word', { ...GOOD, saver: 'yes' }],
  ])('are not %s', (_, raw) => {
    expect(readBytes(raw)).toEqual({ ok: false });
  });
});
