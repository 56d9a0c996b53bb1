// Decides whether an identifier may exist.
import type { Consent } from './types.js';

/** Anything but the three words means that nobody was asked yet. */
export function parseConsent(text: string | null): Consent {
  return text === 'granted' || text === 'denied' ? text : 'unknown';
}

/** A metrics session ends after 30 minutes without an event. */
export const SESSION_IDLE_MS = 1_800_000;

export interface Session {
  id: string;
  lastAtMs: number;
}

/** The session an event at `nowMs` belongs to; `fresh` makes a new id when the old one ended. */
export function continueSession(session: Session | null, nowMs: number, fresh: () => string): Session {
  const goesOn = session !== null && nowMs - session.lastAtMs < SESSION_IDLE_MS && nowMs >= session.lastAtMs;
  return { id: goesOn ? session.id : fresh(), lastAtMs: nowMs };
}
