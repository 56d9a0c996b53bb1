// E-mails and passwords, case by case.
import { describe, expect, it } from '@jest/globals';
import { normaliseEmail, normaliseLocale, normaliseName, passwordFault } from './credentials.rules.js';

describe('an e-mail address', () => {
  it.each([
    ['is trimmed and lowered', '  Dana@Example.COM ', 'dana@example.com'],
    ['may carry a tag', 'dana+shop@example.com', 'dana+shop@example.com'],
    ['may have letters of any script before the at sign', 'дана@example.com', 'дана@example.com'],
    ['needs a dot in its domain', 'dana@localhost', null],
    ['needs one at sign', 'dana@@example.com', null],
    ['has no spaces inside', 'da na@example.com', null],
    ['cannot smuggle a second recipient', 'dana@example.com,eve@example.com', null],
    ['cannot smuggle a header', 'dana@example.com\nbcc: eve@example.com', null],
    ['is not empty', '', null],
    ['has at most 254 characters', `${'a'.repeat(250)}@example.com`, null],
  ])('%s', (_, raw, expected) => {
    expect(normaliseEmail(raw)).toBe(expected);
  });
});

describe('a password', () => {
  it.each([
    ['of ten characters is accepted', 'tulip-2026', null],
    ['of a whole sentence is accepted', 'the steppe is green in may', null],
    ['of nine characters is too short', 'tulip-202', 'TOO_SHORT'],
    ['counts characters, not bytes', '🌷🌷🌷🌷', 'TOO_SHORT'],
    ['of 201 characters is too long', 'ab1'.repeat(67), 'TOO_LONG'],
    ['everyone tries first is refused in any case', 'QwertyUiop', 'COMMON'],
    ['of one repeated character is refused', 'aaaaaaaaaaaa', 'ONE_CHARACTER'],
    ['equal to the address is refused', 'dana.akhmetova@example.com', 'LIKE_EMAIL'],
    ['equal to the name in the address is refused', 'dana.akhmetova', 'LIKE_EMAIL'],
  ])('%s', (_, password, expected) => {
    expect(passwordFault(password, 'dana.akhmetova@example.com')).toBe(expected);
  });
});

describe('a name', () => {
  it.each([
    ['is trimmed and its spaces joined', '  Dana \n Akhmetova ', 'Dana Akhmetova'],
    ['may have initials', 'J. R. Nurpeisova', 'J. R. Nurpeisova'],
    ['may be of any script', 'Əсел Қайратқызы', 'Əсел Қайратқызы'],
    ['is not empty', '  ', null],
    ['has at most 80 characters', 'a'.repeat(81), null],
    ['cannot carry a link into our mails', 'Prize at https://evil.example', null],
    ['cannot carry a bare domain', 'open evil.example now', null],
    ['cannot carry an address', 'eve@example', null],
    ['cannot carry markup', '<b>Dana</b>', null],
  ])('%s', (_, raw, expected) => {
    expect(normaliseName(raw)).toBe(expected);
  });
});

describe('a locale', () => {
  it.each([
    ['ru', 'ru'],
    ['kk-KZ', 'kk-KZ'],
    ['', null],
    ['ru_RU', null],
    ['../etc', null],
  ])('%s', (raw, expected) => {
    expect(normaliseLocale(raw)).toBe(expected);
  });
});
