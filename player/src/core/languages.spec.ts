// The language of captions that a shopper gets, as a table.
import { describe, expect, it } from '@jest/globals';
import { preferred } from './languages.js';

const list = ['ru', 'kk', 'en-GB', 'en', 'zh-Hant'].map((lang) => ({ lang }));

describe('of captions in ru, kk, en-GB, en and zh-Hant', () => {
  it.each<[string[], string]>([
    [['kk', 'ru'], 'kk'],
    [['en'], 'en'],
    [['en-US'], 'en-GB'],
    [['EN-gb'], 'en-GB'],
    [['uz', 'de-AT', 'zh-CN'], 'zh-Hant'],
    [['uz'], 'ru'],
    [[], 'ru'],
    [['r'], 'ru'],
  ])('whoever wishes for %j gets %s', (wishes, expected) => {
    expect(preferred(list, wishes)?.lang).toBe(expected);
  });

  it('and without captions there are none', () => {
    expect(preferred([], ['ru'])).toBeUndefined();
  });
});
