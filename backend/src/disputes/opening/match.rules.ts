// Which order of a shop a claim speaks of: surely, perhaps, or none. Pure.
import { plainNumber, scoreOf } from '../../imports/reconciliation/match.rules.js';

export interface Claimed {
  number: string;
  totalMinor: bigint;
  currency: string;
  /** Noon of the day that was named, in the shop's time zone. */
  atMs: number;
}

export interface Candidate {
  orderId: string;
  externalId: string;
  /** Other numbers by which the shop or its files know it. */
  aliases: readonly string[];
  totalMinor: bigint;
  currency: string;
  placedAtMs: number;
}

export interface Scored extends Candidate {
  score: number;
  /** Number, sum and day are those of the claim: nobody guesses all three. */
  sure: boolean;
}

const DAY_MS = 86_400_000;

/** As numbers of shops may stand for what a buyer sees: `#1001`, `1001`, `A-17`. */
export function spellings(number: string): string[] {
  const bare = number.trim().replace(/^(№|#|no\.?\s)\s*/iu, '');
  return [
    ...new Set([number.trim(), bare, `#${bare}`, bare.toUpperCase(), bare.toLowerCase(), plainNumber(bare)]),
  ].filter((one) => one !== '');
}

/** The best first. A day with its neighbours is one day: the buyer's and the shop's calendars differ. */
export function scored(claim: Claimed, candidates: readonly Candidate[]): Scored[] {
  const told = { key: '', number: claim.number, totalMinor: claim.totalMinor, currency: claim.currency, codes: [] };
  return candidates
    .map((one) => {
      const numbers = [one.externalId, ...one.aliases];
      const near = Math.abs(one.placedAtMs - claim.atMs) <= 1.5 * DAY_MS;
      const sameSum = one.totalMinor === claim.totalMinor && one.currency === claim.currency;
      const sameNumber = numbers.some((number) => plainNumber(number) === plainNumber(claim.number));
      const scores = numbers.map((number) =>
        scoreOf(
          { ...told, atMs: claim.atMs },
          {
            ...{ key: one.orderId, number, totalMinor: one.totalMinor, currency: one.currency, codes: [] },
            // Nobody named the hour: within the day it counts for nothing.
            atMs: near ? claim.atMs + DAY_MS / 2 : one.placedAtMs,
          },
        ),
      );
      return { ...one, score: Math.max(...scores), sure: near && sameSum && sameNumber };
    })
    .sort((a, b) => b.score - a.score || (a.externalId < b.externalId ? -1 : 1));
}

/** The one order that is surely meant; null when there is none, or more than one. */
export function sureOne(all: readonly Scored[]): Scored | null {
  const sure = all.filter((one) => one.sure);
  return sure.length === 1 ? (sure[0] ?? null) : null;
}
