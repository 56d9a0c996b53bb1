// E-mails and phones in one form, and their hashes.
import { describe, expect, it } from '@jest/globals';
import { hashIdentity, normaliseBuyerEmail, normalisePhone } from './identity.rules.js';

describe('a buyer e-mail', () => {
  it.each([
    ['is trimmed and lowered', ' Dana@Example.COM ', 'dana@example.com'],
    ['loses its tag', 'dana+shop@example.com', 'dana@example.com'],
    ['keeps dots where they count', 'da.na@example.com', 'da.na@example.com'],
    ['loses dots at Gmail', 'D.a.n.a+x@gmail.com', 'dana@gmail.com'],
    ['of googlemail is one of Gmail', 'dana@googlemail.com', 'dana@gmail.com'],
    ['without a name is none', '+tag@example.com', null],
    ['with two at signs is none', 'a@b@c', null],
    ['that is empty is none', '', null],
  ])('%s', (_, raw, expected) => {
    expect(normaliseBuyerEmail(raw)).toBe(expected);
  });
});

describe('a phone', () => {
  it.each([
    ['with a plus is taken as it is', '+7 (701) 123-45-67', '77011234567'],
    ['with 00 is the same', '007 701 123 45 67', '77011234567'],
    ['with the trunk 8 is the same', '8 701 123 45 67', '77011234567'],
    ['without a country is the same', '701 123 45 67', '77011234567'],
    ['with digits only is the same', '77011234567', '77011234567'],
    ['of Viet Nam with a plus is not taken for a trunk 8', '+84 91 234 56 78', '84912345678'],
    ['of Germany keeps its country', '+49 151 23456789', '4915123456789'],
    ['with 16 digits is none', '+1234567890123456', null],
    ['with letters only is none', 'call me', null],
    ['that is empty is none', '', null],
  ])('%s', (_, raw, expected) => {
    expect(normalisePhone(raw)).toBe(expected);
  });
});

describe('an identity hash', () => {
  const key = Buffer.alloc(32, 7);
  it('is the same for every way to write one person', () => {
    const hash = hashIdentity(key, 'email', 'Dana.A+1@gmail.com');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashIdentity(key, 'email', 'danaa@gmail.com')).toBe(hash);
  });
  it('differs between stores', () => {
    expect(hashIdentity(Buffer.alloc(32, 8), 'phone', '+77011234567')).not.toBe(
      hashIdentity(key, 'phone', '+77011234567'),
    );
  });
  it('of nothing is nothing', () => {
    expect(hashIdentity(key, 'phone', '-')).toBeNull();
  });
});
