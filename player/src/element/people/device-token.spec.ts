// A token in an address is found and taken out of it; everything else of the address stays.
import { describe, expect, it } from '@jest/globals';
import { deviceTokenIn } from './device-token.rules.js';

const TOKEN = 'v1.dvl_1.1790000000.abc-_';

describe('an address', () => {
  it.each([
    [`https://s.example/p?a=1&vitrina=vid_1#vitrina-device=${TOKEN}`, 'https://s.example/p?a=1&vitrina=vid_1'],
    [`https://s.example/?vitrina-device=${TOKEN}&a=1#/p/1`, 'https://s.example/?a=1#/p/1'],
  ])('%s', (address, rest) => {
    expect(deviceTokenIn(address)).toEqual({ token: TOKEN, rest });
  });

  it.each([
    'https://s.example/p?vitrina=vid_1',
    'https://s.example/p#reviews',
    'https://s.example/p#vitrina-device=',
    'https://s.example/p#vitrina-device=v2.x',
    'https://s.example/p#vitrina-device=v1.<script>',
    `https://s.example/p#vitrina-device=v1.${'x'.repeat(200)}`,
  ])('%s has none', (address) => {
    expect(deviceTokenIn(address)).toBeNull();
  });
});
