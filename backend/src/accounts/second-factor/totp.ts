// Time-based one-time codes (RFC 6238) by the otpauth library, and recovery codes; no state.
import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

export const STEP_MS = 30_000;
export const RECOVERY_CODES = 10;
// Without letters and digits that look alike; 10 of them are 48 bits.
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

function totpOf(secret: string, label: string): TOTP {
  const options = { issuer: 'Vitrina', label, algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000 };
  return new TOTP({ ...options, secret: Secret.fromBase32(secret) });
}

/** A new secret: 160 bits in base32, as authenticator apps take it. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address behind the QR code. */
export function otpauthUrl(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/** The 30-second step this code belongs to (one step early or late is accepted), or null when it fits none. */
export function stepOfCode(secret: string, code: string, now: Date): bigint | null {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : BigInt(Math.floor(now.getTime() / STEP_MS) + delta);
}

/** The code of this moment: for the demo page and for specs. */
export function codeAt(secret: string, now: Date): string {
  return totpOf(secret, '').generate({ timestamp: now.getTime() });
}

/** Ten recovery codes such as `k7m2p-9xqrt`. */
export function newRecoveryCodes(): string[] {
  const part = () => Array.from({ length: 5 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return Array.from({ length: RECOVERY_CODES }, () => `${part()}-${part()}`);
}

/** What is stored of a recovery code. 48 random bits behind five tries in 15 minutes need no slow hash. */
export function recoveryHash(accountId: string, code: string): Buffer {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(`${accountId}:${plain}`).digest();
}
