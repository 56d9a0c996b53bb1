// What a key may do and how long it works.
import type { KeyMode } from '../plan.rules.js';

export const SCOPES = ['orders:write', 'products:write', 'rewards:write'] as const;
export type Scope = (typeof SCOPES)[number];

export const MAX_OVERLAP_HOURS = 168;
const HOUR_MS = 3_600_000;

/**
 * The first thing wrong with a wished key, or null. A test key may not write products: both modes share one
 * catalogue, whose categories decide what live orders pay (docs/decisions, test keys).
 */
export function keyFault(
  mode: KeyMode,
  label: string,
  scopes: readonly string[],
): { field: string; detail: string } | null {
  const trimmed = label.trim();
  if (trimmed.length < 1 || trimmed.length > 60) return { field: 'label', detail: 'A label has 1 to 60 characters.' };
  if (scopes.length === 0) return { field: 'scopes', detail: 'Choose at least one scope.' };
  const unknown = scopes.find((scope) => !SCOPES.some((known) => known === scope));
  if (unknown !== undefined) return { field: 'scopes', detail: `Scopes are ${SCOPES.join(', ')}.` };
  if (mode === 'test' && scopes.includes('products:write')) {
    return { field: 'scopes', detail: 'A test key cannot write products: live cards would change.' };
  }
  return null;
}

/** Whether a text can be a store's publishable key, which pages send in the open: nothing else is looked for, or kept in memory. */
export const isPublishableKey = (text: string): boolean => /^pk_(live|test)_\w{1,100}$/.test(text);

export interface KeyLife {
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** Whether a key opens anything at this moment. */
export function isUsable(key: KeyLife, now: Date): boolean {
  return key.revokedAt === null && (key.expiresAt === null || now < key.expiresAt);
}

/** When the old key of a rotation ends: after the overlap, never later than it would have anyway. */
export function endOfOverlap(key: KeyLife, overlapHours: number, now: Date): Date {
  const end = new Date(now.getTime() + overlapHours * HOUR_MS);
  return key.expiresAt !== null && key.expiresAt < end ? key.expiresAt : end;
}
