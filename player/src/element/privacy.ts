// What the shopper said about identifiers, and the place that keeps one and takes it back; shared by every player on the page.
import type { Consent } from '../core/types.js';
import { storage } from './storage.js';

/** The only names that are ever stored, and only after consent. */
const NAMES = ['viewer', 'session', 'arm', 'shelf', 'track'] as const;
export type Kept = (typeof NAMES)[number];

let asked: Consent = 'unknown';
const changes = new EventTarget();
/** Stands in for storage when that is blocked. */
const memory: Partial<Record<Kept, string>> = {};

/** The answer as it counts: Global Privacy Control is a no, whatever the page says, because the shopper said it in the browser. */
function consent(): Consent {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? 'denied' : asked;
}

/** Keeps a value as `vitrina.viewer`, `vitrina.session`, `vitrina.arm`, `vitrina.shelf` or `vitrina.track`, if the shopper agreed; an empty one is removed in any case. */
function keep(name: Kept, value: string): void {
  if (value && consent() !== 'granted') return;
  memory[name] = value;
  storage((stored) => (value ? stored.setItem(`vitrina.${name}`, value) : stored.removeItem(`vitrina.${name}`)));
}

function recall(name: Kept): string | null {
  if (consent() !== 'granted') return null;
  return storage((stored) => stored.getItem(`vitrina.${name}`)) || memory[name] || null;
}

/** `unknown` never takes an answer back. A no removes what was stored. */
export function setConsent(answer: Consent): void {
  if (answer === 'unknown') return;
  const before = consent();
  asked = answer;
  if (consent() === before) return;
  if (consent() === 'denied') NAMES.forEach((name) => keep(name, ''));
  changes.dispatchEvent(new Event('change'));
}

export const privacy = {
  consent,
  keep,
  recall,
  /** Says `change` when the answer does. */
  changes,
};

export type Privacy = typeof privacy;

document.addEventListener('vitrina:consent', (event) => {
  const granted: unknown = (event as CustomEvent<{ granted?: unknown } | null>).detail?.granted;
  setConsent(granted === true ? 'granted' : granted === false ? 'denied' : asked);
});
