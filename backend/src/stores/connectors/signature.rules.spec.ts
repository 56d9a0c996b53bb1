// Signatures: the one that fits, and every way not to fit.
import { describe, expect, it } from '@jest/globals';
import { signatureOf, verify, type SignedParts } from './signature.rules.js';

const SECRET = 'sk_test_abc';
const NOW = new Date('2026-11-20T12:00:00Z');
const AT = String(NOW.getTime() / 1000);
const PARTS: SignedParts = { timestamp: AT, method: 'PUT', path: '/v1/products/mug?x=1', body: Buffer.from('{"a":1}') };
const GOOD = signatureOf(SECRET, PARTS);
const seconds = (n: number): Date => new Date(NOW.getTime() + n * 1000);

describe('a signature', () => {
  it('is a published vector', () => {
    expect(GOOD).toBe('v1=a880ad0cd85faf836905fb41217b0d35e7e9d45b19a5e8241debb7db2414ffd0');
  });

  it.each([
    ['fits its request', SECRET, GOOD, PARTS, NOW, null],
    ['fits in any case of the method', SECRET, GOOD, { ...PARTS, method: 'put' }, NOW, null],
    ['fits 300 s later', SECRET, GOOD, PARTS, seconds(300), null],
    ['fits 300 s earlier', SECRET, GOOD, PARTS, seconds(-300), null],
    ['is stale 301 s later', SECRET, GOOD, PARTS, seconds(301), 'STALE_TIMESTAMP'],
    ['is stale 301 s earlier', SECRET, GOOD, PARTS, seconds(-301), 'STALE_TIMESTAMP'],
    ['of another secret is bad', 'sk_test_abd', GOOD, PARTS, NOW, 'BAD_SIGNATURE'],
    ['of another body is bad', SECRET, GOOD, { ...PARTS, body: Buffer.from('{"a":2}') }, NOW, 'BAD_SIGNATURE'],
    ['of another path is bad', SECRET, GOOD, { ...PARTS, path: '/v1/products/cup?x=1' }, NOW, 'BAD_SIGNATURE'],
    ['of another query is bad', SECRET, GOOD, { ...PARTS, path: '/v1/products/mug' }, NOW, 'BAD_SIGNATURE'],
    ['of another method is bad', SECRET, GOOD, { ...PARTS, method: 'DELETE' }, NOW, 'BAD_SIGNATURE'],
    ['of another timestamp is bad', SECRET, GOOD, { ...PARTS, timestamp: '1' }, NOW, 'BAD_SIGNATURE'],
    ['that is empty is bad', SECRET, '', PARTS, NOW, 'BAD_SIGNATURE'],
    ['without its version is bad', SECRET, GOOD.slice(3), PARTS, NOW, 'BAD_SIGNATURE'],
  ] as const)('%s', (_, secret, given, parts, now, reason) => {
    expect(verify(secret, given, parts, now)).toEqual(reason ? { valid: false, reason } : { valid: true });
  });

  it('over a timestamp that is no number is stale', () => {
    const parts = { ...PARTS, timestamp: 'soon' };
    expect(verify(SECRET, signatureOf(SECRET, parts), parts, NOW)).toEqual({ valid: false, reason: 'STALE_TIMESTAMP' });
  });
});
