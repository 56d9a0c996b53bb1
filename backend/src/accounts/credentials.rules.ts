// Which e-mail addresses and passwords are accepted, and why not.

/** Longer than any real address (RFC 5321: 254). */
const MAX_EMAIL = 254;
const EMAIL = /^[^\s@"(),:;<>[\]\\]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/u;

/** The address as it is stored and compared: trimmed, lower case. Null when it is not an address. */
export function normaliseEmail(raw: string): string | null {
  const email = raw.trim().toLowerCase();
  return email.length <= MAX_EMAIL && EMAIL.test(email) ? email : null;
}

export const MIN_PASSWORD = 10;
// Without a bound a megabyte of password would cost a megabyte of hashing.
export const MAX_PASSWORD = 200;

/** Long enough for the length rule and still among the first tries of every attacker. */
const COMMON = new Set([
  '1234567890',
  '0123456789',
  '0987654321',
  '12345678910',
  '123456789a',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'abcdefghij',
  'administrator',
  'football123',
  'iloveyou123',
  'letmein123',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'q1w2e3r4t5',
  'qazwsxedcr',
  'qwerty12345',
  'qwerty123456',
  'qwertyuiop',
  'qwertyuiop123',
  'welcome123',
  'йцукенгшщз',
]);

export type PasswordFault = 'TOO_SHORT' | 'TOO_LONG' | 'COMMON' | 'ONE_CHARACTER' | 'LIKE_EMAIL';

/** Null when the password is accepted, else why not. Length counts characters, as NIST SP 800-63B asks. */
export function passwordFault(password: string, email: string): PasswordFault | null {
  const characters = [...password];
  if (characters.length < MIN_PASSWORD) return 'TOO_SHORT';
  if (characters.length > MAX_PASSWORD) return 'TOO_LONG';
  const lower = password.toLowerCase();
  if (new Set(characters).size <= 2) return 'ONE_CHARACTER';
  if (COMMON.has(lower)) return 'COMMON';
  if (lower === email || lower === email.split('@')[0]) return 'LIKE_EMAIL';
  return null;
}

export const MAX_NAME = 80;

/**
 * The name as it is stored, or null when it cannot be one. Our mails greet people by it, so it must not be able
 * to carry a link or an address to a stranger's mailbox.
 */
export function normaliseName(raw: string): string | null {
  const name = raw.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name.length < 1 || [...name].length > MAX_NAME) return null;
  return /[<>@/\\\p{Cc}]|\.\p{L}{2,}|www\./iu.test(name) ? null : name;
}

/** `ru`, `kk-KZ`: a language with or without a region. */
export function normaliseLocale(raw: string): string | null {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(raw) ? raw : null;
}
