// What the shopper said about identifiers, and the place that keeps one and takes it back; shared by every player on the page.
import { effectiveConsent } from '../core/consent.js';
import type { Consent } from '../core/types.js';
import { storage } from './storage.js';

/** The only three names that are ever stored, and only after consent. */
export type Kept = 'viewer' | 'session' | 'arm';

let asked: Consent = 'unknown';
const listeners = new Set<() => void>();
/** Stands in for storage when that is blocked; it lasts as long as the page. */
const memory = new Map<Kept, string>();

/** The answer as it counts: Global Privacy Control is a no. */
function consent(): Consent {
  return effectiveConsent(asked, (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true);
}

/** Keeps a value as `vitrina.viewer`, `vitrina.session` or `vitrina.arm`, if the shopper agreed; an empty one is removed in any case. */
function keep(name: Kept, value: string): void {
  if (value && consent() !== 'granted') return;
  memory.set(name, value);
  storage((stored) => (value ? stored.setItem(`vitrina.${name}`, value) : stored.removeItem(`vitrina.${name}`)));
}

function recall(name: Kept): string | null {
  if (consent() !== 'granted') return null;
  return storage((stored) => stored.getItem(`vitrina.${name}`)) || memory.get(name) || null;
}

/** `unknown` never takes an answer back. A no removes what was stored. */
export function setConsent(answer: Consent): void {
  if (answer === 'unknown') return;
  const before = consent();
  asked = answer;
  if (consent() === before) return;
  if (consent() === 'denied') (['viewer', 'session', 'arm'] as const).forEach((name) => keep(name, ''));
  listeners.forEach((listener) => listener());
}

export const privacy = {
  consent,
  keep,
  recall,
  /** Calls back on every change; returns how to stop. */
  onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export type Privacy = typeof privacy;

document.addEventListener('vitrina:consent', (event) => {
  const granted: unknown = (event as CustomEvent<{ granted?: unknown } | null>).detail?.granted;
  if (typeof granted === 'boolean') setConsent(granted ? 'granted' : 'denied');
});
