// Payout batches and their results: who is paid how much, who is skipped and why, and what is posted (O1-O6, J3-J5).
import type { Creator } from '../input/config.rules.js';
import type { PayoutBatchFact, PayoutResultFact } from '../input/facts.rules.js';
import { yearOf } from '../input/months.rules.js';
import type { SkipReason } from '../evaluator.reasons.js';
import type { PayoutStatus } from '../unit.status.js';
import type { World } from '../world.rules.js';
import {
  CASH,
  EXPENSE_CONTRIBUTIONS,
  FX_CLEARING,
  inTransitOf,
  payableOf,
  taxOf,
  type Book,
  type Entry,
} from './ledger.rules.js';
import { ruleSetAt, withhold, type AppliedItem, type PastItems } from './withholding.rules.js';

/** One creator's payout of a batch. Gross, items and net in the settlement currency, payMinor in the payout currency. */
export interface Payout {
  readonly batchId: string;
  readonly creatorId: string;
  readonly at: number;
  readonly grossMinor: bigint;
  readonly items: readonly AppliedItem[];
  readonly netMinor: bigint;
  readonly currency: string;
  readonly payMinor: bigint;
  /** Keys of the units whose money went into it. */
  readonly unitKeys: readonly string[];
  status: PayoutStatus;
}

export interface Skip {
  readonly batchId: string;
  readonly creatorId: string;
  readonly reason: SkipReason;
  readonly payableMinor: bigint;
}

/** A result that is learned of late acts from then on: a batch in between did not know it, and its entries stay (law L3). */
export function effectiveAt(result: PayoutResultFact): number {
  return Math.max(result.occurredAt, result.receivedAt);
}

/** Prepares and posts one creator's payout at a batch; null when nothing is owed. `unitKeys` are the payable units. */
export function payCreator(
  world: World,
  book: Book,
  batch: PayoutBatchFact,
  creator: Creator,
  earlier: readonly Payout[],
  unitKeys: () => readonly string[],
): Payout | Skip | null {
  const { program, taxRules } = world.programme;
  const at = batch.occurredAt;
  const owed = -book.balance(payableOf(creator.id), program.currency);
  const skip = (reason: SkipReason): Skip => ({ batchId: batch.id, creatorId: creator.id, reason, payableMinor: owed });
  if (owed < 0n) return skip('NEGATIVE_BALANCE');
  if (owed === 0n) return null;
  const terms = batch.terms.get(creator.id) ?? null;
  const { unitMinor, minAmountMinor, currency: wanted, payUnitMinor = 1n } = (terms ?? creator).payout;
  const { taxProfile } = terms ?? creator;
  const grossMinor = (owed / unitMinor) * unitMinor;
  const currency = wanted ?? program.currency;
  const converter = world.rates.converterAt(program.currency, currency, at, at);
  if (world.decisions.isBanned(creator.id, at, at)) return skip('BANNED');
  if (program.requireTaxProfile && !taxProfile) return skip('NO_TAX_PROFILE');
  if (grossMinor === 0n || grossMinor < minAmountMinor) return skip('BELOW_MINIMUM');
  if (!converter) return skip('NO_FX_RATE');
  const rules = terms?.items ?? ruleSetAt(taxRules, taxProfile, at)?.items ?? [];
  const items = withhold(rules, grossMinor, pastItems(world, earlier, at));
  const netMinor = items.reduce((net, item) => (item.payer === 'creator' ? net - item.amountMinor : net), grossMinor);
  // Without a conversion the net itself is sent: cutting it here would leave money that belongs to nobody.
  const payMinor = currency === program.currency ? netMinor : (converter(netMinor) / payUnitMinor) * payUnitMinor;
  if (payMinor === 0n && payUnitMinor > 1n) return skip('BELOW_MINIMUM');
  const payout: Payout = {
    batchId: batch.id,
    creatorId: creator.id,
    at,
    grossMinor,
    items,
    netMinor,
    currency,
    payMinor,
    unitKeys: unitKeys(),
    status: 'processing',
  };
  book.post(at, 'payout', subjectOf(payout), `payout_batch:${batch.id}`, payoutEntries(payout, program.currency));
  return payout;
}

/** Settles or fails a payout in processing at a moment (J4, J5). */
export function finishPayout(world: World, book: Book, payout: Payout, result: PayoutResultFact, at: number): void {
  const { currency } = world.programme.program;
  const cause = `payout_result:${result.id}`;
  payout.status = result.result;
  const entries =
    result.result === 'failed' ? reversed(payoutEntries(payout, currency)) : settledEntries(payout, currency);
  const kind = result.result === 'failed' ? 'payout_failed' : 'payout_settled';
  book.post(at, kind, subjectOf(payout), cause, entries);
}

function subjectOf(payout: Payout): string {
  return JSON.stringify([payout.batchId, payout.creatorId]);
}

/** J3. */
function payoutEntries(payout: Payout, currency: string): Entry[] {
  const entries: Entry[] = [
    { account: payableOf(payout.creatorId), currency, amountMinor: payout.grossMinor },
    { account: inTransitOf(payout.creatorId), currency, amountMinor: -payout.netMinor },
  ];
  for (const item of payout.items) {
    entries.push({ account: taxOf(item.code), currency, amountMinor: -item.amountMinor });
    if (item.payer === 'operator')
      entries.push({ account: EXPENSE_CONTRIBUTIONS, currency, amountMinor: item.amountMinor });
  }
  return entries;
}

/** J4: through the clearing account when the creator is paid in another currency. */
function settledEntries(payout: Payout, currency: string): Entry[] {
  const sent: Entry = { account: inTransitOf(payout.creatorId), currency, amountMinor: payout.netMinor };
  if (payout.currency === currency) return [sent, { account: CASH, currency, amountMinor: -payout.netMinor }];
  return [
    sent,
    { account: FX_CLEARING, currency, amountMinor: -payout.netMinor },
    { account: FX_CLEARING, currency: payout.currency, amountMinor: payout.payMinor },
    { account: CASH, currency: payout.currency, amountMinor: -payout.payMinor },
  ];
}

function reversed(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, amountMinor: -entry.amountMinor }));
}

/** X4: items of the creator's earlier payouts of this month and year that did not fail. */
function pastItems(world: World, earlier: readonly Payout[], at: number): PastItems {
  const { calendar } = world.programme;
  const month = calendar.monthOf(at);
  const standing = earlier.filter((payout) => payout.status !== 'failed');
  const ofYear = standing.filter((payout) => yearOf(calendar.monthOf(payout.at)) === yearOf(month));
  const ofMonth = ofYear.filter((payout) => calendar.monthOf(payout.at).number === month.number);
  return { year: ofYear.flatMap((payout) => payout.items), month: ofMonth.flatMap((payout) => payout.items) };
}
