// Tokens of links to one's own devices, and how a browser is named.
import { describe, expect, it } from '@jest/globals';
import { browserName } from './browser-name.rules.js';
import { signDeviceToken, verifyDeviceToken } from './device-token.rules.js';

const KEY = Buffer.alloc(32, 7);
const token = { linkId: 'dvl_1', storeId: 'sto_1', expiresS: 1000 };

describe('a token', () => {
  const signed = signDeviceToken(KEY, token);

  it('holds for its store until its end', () => {
    expect(verifyDeviceToken(KEY, signed, 'sto_1', 999)).toEqual({ valid: true, linkId: 'dvl_1', reason: null });
    expect(verifyDeviceToken(KEY, signed, 'sto_1', 1000).reason).toBe('EXPIRED');
  });

  it.each([
    ['of another store', signed, 'sto_2', KEY, 'BAD_SIGNATURE'],
    ['under another key', signed, 'sto_1', Buffer.alloc(32, 8), 'BAD_SIGNATURE'],
    ['made longer', signed.replace('.1000.', '.9999.'), 'sto_1', KEY, 'BAD_SIGNATURE'],
    ['of another link', signed.replace('dvl_1', 'dvl_2'), 'sto_1', KEY, 'BAD_SIGNATURE'],
    ['without a signature', 'v1.dvl_1.1000.', 'sto_1', KEY, 'BAD_SHAPE'],
    ['of another version', signed.replace('v1', 'v2'), 'sto_1', KEY, 'BAD_SHAPE'],
    ['with more behind it', `${signed}x`, 'sto_1', KEY, 'BAD_SHAPE'],
    ['empty', '', 'sto_1', KEY, 'BAD_SHAPE'],
  ])('%s is refused', (_, text, storeId, key, reason) => {
    expect(verifyDeviceToken(key, text, storeId, 1)).toEqual({ valid: false, linkId: null, reason });
  });
});

describe('a browser', () => {
  it.each([
    ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36', 'Chrome · Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1', 'Safari · iPhone'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 YaBrowser/24 Safari/537.36', 'Yandex · Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox · macOS'],
    ['curl/8', null],
    [undefined, null],
  ])('%s is %s', (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });
});
