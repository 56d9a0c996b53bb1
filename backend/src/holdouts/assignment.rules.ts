// Which arm a viewer belongs to: a hash and nothing else, so that it can be checked by anyone who has the salt (H1).
import { createHash } from 'node:crypto';

export const ARMS = ['shown', 'holdout'] as const;
export type Arm = (typeof ARMS)[number];

/** Why a viewer is in an arm: by the hash, or because another device of the same customer came first. */
export const ASSIGNED_WHY = ['BUCKET', 'CUSTOMER'] as const;
export type AssignedWhy = (typeof ASSIGNED_WHY)[number];

/** The first 48 bits of SHA-256 of `salt:viewer`, big-endian, modulo 10000. 48 bits are exact in a number. */
export function bucketOf(salt: string, viewerId: string): number {
  return createHash('sha256').update(`${salt}:${viewerId}`, 'utf8').digest().readUIntBE(0, 6) % 10_000;
}

/** The arm by the hash alone. */
export function armOf(salt: string, viewerId: string, holdoutBps: number): Arm {
  return bucketOf(salt, viewerId) < holdoutBps ? 'holdout' : 'shown';
}
