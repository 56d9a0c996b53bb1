// Encrypts small secrets that must be read again: second-factor seeds, API secrets, phone numbers.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey, type Config } from './config.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key of this purpose. `owner` (a row's id) is bound to the result: a sealed value copied
 * into another row does not open. Hash instead of seal whenever comparing is enough.
 */
export function seal(config: Pick<Config, 'secret'>, purpose: string, owner: string, plain: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(config, `seal:${purpose}`), iv).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** The plain text. Throws when the value was changed, belongs to another owner or the master secret is another. */
export function unseal(config: Pick<Config, 'secret'>, purpose: string, owner: string, sealed: Buffer): string {
  const key = deriveKey(config, `seal:${purpose}`);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
