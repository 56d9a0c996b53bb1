// Hashes passwords with argon2id; the only file that knows how.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

// OWASP's second recommendation for argon2id: 19 MiB, two passes; about 33 ms of one core here.
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SHAPE = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** The password as a PHC string; the cost stands in it, so that it can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: normal(password), nonce, tagLength: 32, ...COST });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

let decoy: Promise<string> | undefined;

/**
 * True when the password fits the hash. Without a hash (no such account) it works as long and answers false,
 * so that time tells nobody which e-mails exist.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const parts = SHAPE.exec(hash ?? (await decoy));
  if (!parts) return false;
  const expected = Buffer.from(parts[5] ?? '', 'base64');
  const actual = await derive('argon2id', {
    message: normal(password),
    nonce: Buffer.from(parts[4] ?? '', 'base64'),
    tagLength: expected.length,
    memory: Number(parts[1]),
    passes: Number(parts[2]),
    parallelism: Number(parts[3]),
  });
  return timingSafeEqual(actual, expected) && hash !== null;
}

/** One form of a password however a keyboard composed its letters. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
