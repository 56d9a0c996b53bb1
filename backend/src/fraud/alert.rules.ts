// An alert before it is stored: whom it is about, what was noticed, which commissions it names, and what makes it one.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../facts/canonical.rules.js';
import type { RiskRule } from './risk.reasons.js';

/** One thing that was noticed: a code the studio has words for, and its numbers. Never a shopper's identifier. */
export interface RiskFact {
  code: string;
  params: Record<string, string>;
}

export interface AlertDraft {
  rule: RiskRule;
  creatorId: string | null;
  /** What it is about: the same key under the same rule and creator is the same alert, whenever it is found. */
  key: string;
  orderId: string | null;
  facts: RiskFact[];
  /** The commissions of the creator that it puts in doubt. */
  units: { orderId: string; lineId: string }[];
}

export function digestOfAlert({ rule, creatorId, key }: AlertDraft): Buffer {
  return createHash('sha256')
    .update(canonicalJson([rule, creatorId, key]))
    .digest();
}

/** The hash of the evidence a decision was taken on (money.md 11): of the alerts, in a fixed order. */
export function digestOfEvidence(alerts: readonly Buffer[]): Buffer {
  const sorted = [...alerts].sort(Buffer.compare);
  return createHash('sha256').update(Buffer.concat(sorted)).digest();
}
