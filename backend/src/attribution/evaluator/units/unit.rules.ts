// Units with their amounts: capped, netted, referred (P2, P4, P6), and the state that time and payouts give them (S4).
import { lr, rhu } from '../../../base/money.js';
import type { Instrument, MatchKind } from '../input/config.rules.js';
import { push } from '../input/fact-index.rules.js';
import type { UnitState } from '../unit.status.js';
import type { OrderCredit, UnitDraft, Verdict } from './draft.rules.js';

/** One commission. Amounts in minor units of the settlement currency. */
export interface Unit {
  /** Unique: order, line, kind, creator, referred creator. */
  readonly key: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly kind: 'sale' | 'referral';
  readonly creatorId: string;
  /** The referred creator of a referral. */
  readonly via: string | null;
  readonly instrument: Instrument;
  readonly match: MatchKind;
  readonly ruleId: string | null;
  readonly baseMinor: bigint;
  readonly baseGrossMinor: bigint;
  /** Before caps and refunds; of a referral: the amount itself. */
  readonly grossMinor: bigint;
  readonly amountMinor: bigint;
  readonly capped: boolean;
  readonly verdict: Verdict;
  readonly score: number;
  /** UTC ms. */
  readonly holdEndsAt: number;
  readonly sellerId: string;
  readonly chargeMinor: bigint;
}

/** Amounts of an order's units from their capped gross, in line position and creator order, referrals behind their sales. */
export function settleUnits(credit: OrderCredit, cappedGross: readonly bigint[]): Unit[] {
  const amounts = amountsOf(credit.units, cappedGross);
  return credit.units.flatMap((draft, index) => {
    const isCapped = (cappedGross[index] as bigint) < draft.grossMinor;
    const sale = saleUnit(credit, draft, amounts[index] as bigint, isCapped);
    return draft.referral ? [sale, referralUnit(sale, draft.referral)] : [sale];
  });
}

function isAlive(draft: UnitDraft): boolean {
  return draft.verdict === 'live' || draft.verdict === 'review';
}

/** P2: per (order, rule, creator) a fixed order amount is at most what the caps left and at most what the returns left. */
function amountsOf(drafts: readonly UnitDraft[], cappedGross: readonly bigint[]): bigint[] {
  const groups = new Map<string, { draft: UnitDraft; index: number }[]>();
  const amounts = drafts.map((draft, index) => {
    if (draft.rule.kind !== 'fixed_per_order') {
      return isAlive(draft) ? smaller(cappedGross[index] as bigint, draft.netMinor) : 0n;
    }
    // A returned line keeps its gross in the group and has net 0; a rejected one leaves the group.
    if (draft.verdict !== 'rejected') push(groups, `${draft.rule.id}\n${draft.creatorId}`, { draft, index });
    return 0n;
  });
  for (const group of groups.values()) {
    const gross = sum(group.map(({ index }) => cappedGross[index] as bigint));
    const nets = group.map(({ draft }) => draft.netMinor);
    const parts = lr(smaller(gross, sum(nets)), nets);
    group.forEach(({ index }, position) => (amounts[index] = parts[position] as bigint));
  }
  return amounts;
}

function saleUnit(credit: OrderCredit, draft: UnitDraft, amountMinor: bigint, capped: boolean): Unit {
  return {
    key: unitKey(draft.orderId, draft.lineId, 'sale', draft.creatorId, null),
    orderId: draft.orderId,
    lineId: draft.lineId,
    kind: 'sale',
    creatorId: draft.creatorId,
    via: null,
    instrument: draft.instrument,
    match: draft.match,
    ruleId: draft.rule.id,
    baseMinor: draft.verdict === 'rejected' ? 0n : draft.baseNetMinor,
    baseGrossMinor: draft.baseGrossMinor,
    grossMinor: draft.grossMinor,
    amountMinor,
    capped,
    verdict: draft.verdict,
    score: draft.score,
    holdEndsAt: credit.holdEndsAt,
    sellerId: draft.sellerId,
    chargeMinor: isAlive(draft) ? draft.chargeMinor : 0n,
  };
}

function referralUnit(sale: Unit, referral: NonNullable<UnitDraft['referral']>): Unit {
  const amountMinor = rhu(sale.amountMinor * referral.rateBps, 10_000n);
  return {
    ...sale,
    key: unitKey(sale.orderId, sale.lineId, 'referral', referral.creatorId, sale.creatorId),
    kind: 'referral',
    creatorId: referral.creatorId,
    via: sale.creatorId,
    ruleId: null,
    baseMinor: sale.amountMinor,
    grossMinor: amountMinor,
    amountMinor,
    chargeMinor: 0n,
  };
}

/** A unit's identity. JSON, because ids are the shop's own and may hold any character. */
export function unitKey(
  orderId: string,
  lineId: string,
  kind: Unit['kind'],
  creatorId: string,
  via: string | null,
): string {
  return JSON.stringify([orderId, lineId, kind, creatorId, via]);
}

/** What a unit's key says. */
export function unitOfKey(key: string): Pick<Unit, 'orderId' | 'lineId' | 'kind' | 'creatorId' | 'via'> {
  const [orderId, lineId, kind, creatorId, via] = JSON.parse(key) as [
    string,
    string,
    Unit['kind'],
    string,
    string | null,
  ];
  return { orderId, lineId, kind, creatorId, via };
}

/** S1-S4: the state at `moment`; `mark` is where the unit's money went, if it went into a payout. */
export function stateOf(unit: Unit, moment: number, mark: 'in_payout' | 'paid' | undefined): UnitState {
  if (unit.verdict === 'rejected' || unit.verdict === 'reversed') return unit.verdict;
  if (mark) return mark;
  if (unit.verdict === 'review') return 'review';
  return moment >= unit.holdEndsAt ? 'payable' : 'pending';
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
