// When the next video of the feed may be made ready.
import { describe, expect, it } from '@jest/globals';
import { whyWait, type Now, type WaitReason } from './ahead.rules.js';

const SAFE: Now = {
  plays: true,
  isHidden: false,
  aheadS: 6,
  leftS: 20,
  savesData: false,
  wantsLessMotion: false,
  isBatteryLow: false,
  megabitsPerSecond: 10,
  isOtherHeld: false,
};

const CASES: [string, Partial<Now>, WaitReason | null][] = [
  ['four seconds are ahead', { aheadS: 4 }, null],
  ['all that is left is there, though it is less', { aheadS: 1.5, leftS: 1.5 }, null],
  ['the browser does not say how fast the network is', { megabitsPerSecond: undefined }, null],
  ['three seconds are ahead and more is to come', { aheadS: 3 }, 'NOT_SAFE'],
  ['nothing is ahead', { aheadS: 0 }, 'NOT_SAFE'],
  ['it is paused, or waits for bytes', { plays: false }, 'NOT_PLAYING'],
  ['the tab is hidden', { isHidden: true }, 'HIDDEN'],
  ['the shopper saves data', { savesData: true }, 'DATA_SAVED'],
  ['the shopper wants less motion', { wantsLessMotion: true }, 'LESS_MOTION'],
  ['the battery is nearly empty', { isBatteryLow: true }, 'BATTERY_LOW'],
  ['the network is slow', { megabitsPerSecond: 1.4 }, 'NETWORK_SLOW'],
  ['the one before it still holds its source', { isOtherHeld: true }, 'OTHER_HELD'],
];

describe('the next video', () => {
  it.each(CASES)('%s', (_, changed, reason) => {
    expect(whyWait({ ...SAFE, ...changed })).toBe(reason);
  });
});
