// What the shopper said about identifiers, and the only place that stores one; shared by every player on the page.
import { effectiveConsent } from '../core/consent.js';
import type { Consent } from '../core/types.js';

/** The only two names that are ever stored, and only after consent. */
const VIEWER_KEY = 'vitrina.viewer';
const SESSION_KEY = 'vitrina.session';

let asked: Consent = 'unknown';
const listeners = new Set<() => void>();
/** Stands in for storage when that is blocked. */
const memory = new Map<string, string>();

function read(key: string): string | null {
  if (privacy.consent !== 'granted') return null;
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function keep(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is blocked; memory lasts as long as the page.
  }
}

function write(key: string, value: string | null): void {
  if (value === null || privacy.consent === 'granted') keep(key, value);
}

export const privacy = {
  /** The answer as it counts: Global Privacy Control is a no. */
  get consent(): Consent {
    return effectiveConsent(asked, (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true);
  },

  /** `unknown` never takes an answer back. A no removes what was stored. */
  set consent(consent: Consent) {
    if (consent === 'unknown') return;
    const before = privacy.consent;
    asked = consent;
    if (privacy.consent === 'denied') for (const key of [VIEWER_KEY, SESSION_KEY]) keep(key, null);
    if (privacy.consent !== before) for (const listener of [...listeners]) listener();
  },

  /** Calls back on every change; returns how to stop. */
  onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  get viewerToken(): string | null {
    return read(VIEWER_KEY);
  },

  set viewerToken(token: string | null) {
    write(VIEWER_KEY, token);
  },

  get session(): string | null {
    return read(SESSION_KEY);
  },

  set session(session: string | null) {
    write(SESSION_KEY, session);
  },
};

export type Privacy = typeof privacy;

document.addEventListener('vitrina:consent', (event) => {
  const { granted } = ((event as CustomEvent).detail ?? {}) as { granted?: unknown };
  if (typeof granted === 'boolean') privacy.consent = granted ? 'granted' : 'denied';
});
