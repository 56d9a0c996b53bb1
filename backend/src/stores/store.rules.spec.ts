// Which details of a store are refused, and by which field.
import { describe, expect, it } from '@jest/globals';
import { checkStore, isWebUrl, type StoreDetails } from './store.rules.js';

const GOOD: StoreDetails = {
  name: 'Aina Home',
  url: 'https://aina.example',
  currency: 'KZT',
  timezone: 'Asia/Almaty',
  rateBps: 1000,
  holdDays: 14,
};

describe('store details', () => {
  it.each([
    ['are accepted', {}, null],
    ['need no address', { url: null }, null],
    ['may pay nothing', { rateBps: 0 }, null],
    ['need a name', { name: '   ' }, 'name'],
    ['refuse a long name', { name: 'a'.repeat(81) }, 'name'],
    ['refuse an address without a scheme', { url: 'aina.example' }, 'url'],
    ['refuse a script as an address', { url: 'javascript:alert(1)' }, 'url'],
    ['refuse a rate above the whole', { rateBps: 10_001 }, 'rateBps'],
    ['refuse half a basis point', { rateBps: 0.5 }, 'rateBps'],
    ['refuse a hold below zero', { holdDays: -1 }, 'holdDays'],
    ['refuse to trust strangers', { trustedAfter: 0 }, 'trustedAfter'],
    ['take a newcomer’s amount', { newCreatorDaily: ' 50000.5 ' }, null],
    ['refuse an amount of nothing', { newCreatorDaily: '0.00' }, 'newCreatorDaily'],
    ['refuse an amount below nothing', { newCreatorDaily: '-1' }, 'newCreatorDaily'],
    ['refuse a finer amount than the currency has', { newCreatorDaily: '0.001' }, 'newCreatorDaily'],
    ['refuse words for an amount', { newCreatorDaily: 'much' }, 'newCreatorDaily'],
    ['refuse a hold of more than a year', { holdDays: 366 }, 'holdDays'],
  ])('%s', (_, change, field) => {
    expect(checkStore({ ...GOOD, ...change })?.field ?? null).toBe(field);
  });
});

describe('a web address', () => {
  it.each([
    ['https://shop.example/p?id=1', true],
    ['http://localhost:3001/mug', true],
    ['data:text/html,x', false],
    ['/relative', false],
    [`https://shop.example/${'x'.repeat(2000)}`, false],
  ])('%s', (text, expected) => {
    expect(isWebUrl(text)).toBe(expected);
  });
});
