// Tokens that open something: sessions and one-time links. Only their hash is stored.
import { createHash, randomBytes } from 'node:crypto';

/** A new token: 256 random bits, safe in a cookie and in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token. So many random bits need no slow hash. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
