// What is left of a store's money, and what a look at it changes.
import { describe, expect, it } from '@jest/globals';
import { balancesOf, coverOf, fundingEntries, turnOf, type Watched } from './funding.rules.js';

describe('a balance', () => {
  it.each([
    // Nothing sold yet.
    [{ fundedMinor: 1000n, promisedMinor: 0n, waitingMinor: 0n }, [1000n, 0n, 0n, 1000n], 1000n],
    // 700 promised, 300 of it sent.
    [{ fundedMinor: 1000n, promisedMinor: 700n, waitingMinor: 400n }, [1000n, 300n, 400n, 300n], 700n],
    // More promised than paid in: creators wait, nothing is lost.
    [{ fundedMinor: 500n, promisedMinor: 700n, waitingMinor: 700n }, [500n, 0n, 700n, -200n], 500n],
    // Everything sent was taken back afterwards: the creators owe 300.
    [{ fundedMinor: 1000n, promisedMinor: 0n, waitingMinor: -300n }, [1000n, 300n, -300n, 1000n], 700n],
  ])('of %j', (booked, [funded, spent, reserved, available], cover) => {
    const shown = balancesOf(booked);
    expect(shown).toEqual({
      ...{ fundedMinor: funded, spentMinor: spent, reservedMinor: reserved, availableMinor: available },
    });
    expect(shown.spentMinor + shown.reservedMinor + shown.availableMinor).toBe(shown.fundedMinor);
    expect(coverOf(shown)).toBe(cover);
  });

  it.each(['topup', 'withdrawal'] as const)('of a %s is booked in both places', (direction) => {
    const entries = fundingEntries('sto_1', direction, 500n, 'KZT');
    expect(entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(0n);
    expect(entries[0]?.amountMinor).toBe(direction === 'topup' ? 500n : -500n);
  });
});

describe('a look', () => {
  const calm: Watched = { mode: 'prefunded', alertMinor: 100n, lowTold: false, stopped: false };
  it.each([
    ['enough', calm, 100n, { stopped: false, lowTold: false, news: null }],
    ['below the line', calm, 99n, { stopped: false, lowTold: true, news: 'low' }],
    ['still below', { ...calm, lowTold: true }, 99n, { stopped: false, lowTold: true, news: null }],
    ['above again', { ...calm, lowTold: true }, 100n, { stopped: false, lowTold: false, news: null }],
    ['nothing left', calm, 0n, { stopped: true, lowTold: true, news: 'stopped' }],
    ['still nothing', { ...calm, stopped: true, lowTold: true }, -5n, { stopped: true, lowTold: true, news: null }],
    ['paid in, still low', { ...calm, stopped: true }, 1n, { stopped: false, lowTold: true, news: 'resumed' }],
    ['without a line', { ...calm, alertMinor: null }, 1n, { stopped: false, lowTold: false, news: null }],
    ['by invoice', { ...calm, mode: 'invoice' as const }, -9n, { stopped: false, lowTold: false, news: null }],
    [
      'now by invoice',
      { ...calm, mode: 'invoice' as const, stopped: true },
      -9n,
      { stopped: false, lowTold: false, news: 'resumed' },
    ],
  ])('%s', (_, watched, available, turn) => expect(turnOf(watched, available)).toEqual(turn));
});
