// Decides from what was told of one friend which events earned which rewards, and gives every event its one reason. Pure: no order of arrival, no clock.
import type { Verdict } from '../reward.reasons.js';
import type { Side, Trigger } from '../reward.status.js';
import { lineFor, versionAt, worthOf, type Version, type Worth } from '../programme/terms.rules.js';

export interface Signup {
  id: string;
  at: Date;
  code: string | null;
}

/** An invitation that names this friend. */
export interface Invite {
  id: string;
  at: Date;
  inviter: string;
}

export interface Order {
  id: string;
  orderId: string;
  person: string;
  at: Date;
  totalMinor: bigint;
  currency: string;
  /** From the shop's orders as they flow in anyway; of several the last counts. Null: told by an event of its own. */
  snapshot: { n: number; status: 'paid' | 'pending' | 'cancelled'; returnedMinor: bigint; returned: boolean } | null;
}

/** An order taken back, in whole or in part. */
export interface Undoing {
  id: string;
  orderId: string;
  at: Date;
  kind: 'order_cancelled' | 'order_returned';
  /** Null: all of it. */
  amountMinor: bigint | null;
  currency: string | null;
}

export interface Told {
  person: string;
  signups: readonly Signup[];
  invites: readonly Invite[];
  /** Every row about the orders that name this friend, also those that name somebody else. */
  orders: readonly Order[];
  undoings: readonly Undoing[];
  /** Who has the codes that these sign-ups name. */
  owners: ReadonlyMap<string, string>;
}

/** Who may have invited a friend, by the first sign-up; whether it counts is another question. */
export interface Bond {
  person: string;
  inviter: string;
  signupId: string;
  at: Date;
  invitedAt: Date;
}

export interface Earned {
  side: Side;
  on: Trigger;
  holder: string;
  inviter: string;
  orderId: string | null;
  nth: number | null;
  version: number;
  worthMinor: bigint;
  dueAt: Date;
  worth: Worth;
}

export interface EventVerdict {
  id: string;
  verdict: Verdict;
  /** The inviter of the friend, once bound. */
  inviter: string | null;
  nth: number | null;
}

export interface Judgement {
  verdicts: EventVerdict[];
  earned: Earned[];
}

const DAY_MS = 86_400_000;
const plusDays = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);
const byTime = (a: { at: Date; id: string }, b: { at: Date; id: string }): number =>
  a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The first sign-up alone says who invited; without a code it is the first invitation that names the friend. */
export function bondOf({ person, signups, invites, owners }: Told): Bond | null {
  const [first] = [...signups].sort(byTime);
  if (!first) return null;
  const named = [...invites].sort(byTime).filter(({ at }) => at <= first.at);
  const inviter = first.code === null ? named[0]?.inviter : owners.get(first.code);
  if (inviter === undefined) return null;
  const invitedAt = named.find((invite) => invite.inviter === inviter)?.at ?? first.at;
  return { person, inviter, signupId: first.id, at: first.at, invitedAt };
}

/**
 * Whether this bond closes a ring: going up from the inviter one comes back to the friend, and of the ring's bonds this one is the
 * last. `up` holds the bonds of everyone above, by person.
 */
export function closesRing(bond: Bond, up: ReadonlyMap<string, Bond>): boolean {
  const key = ({ at, signupId }: Bond) => ({ at, id: signupId });
  const seen = new Set<string>();
  let last: Bond = bond;
  for (let one = up.get(bond.inviter); one && !seen.has(one.person); one = up.get(one.inviter)) {
    seen.add(one.person);
    if (byTime(key(one), key(last)) > 0) last = one;
    if (one.inviter === bond.person) return last === bond;
  }
  return false;
}

interface Standing {
  order: Order;
  verdict: Verdict | null;
  worthMinor: bigint;
}

/** The row that counts of all about one order: the last look at the shop's own orders, else the first that was told. */
function rulingOf(rows: readonly Order[]): { ruling: Order; looked: boolean } | null {
  const looks = rows.filter(({ snapshot }) => snapshot !== null);
  const [last] = [...looks].sort((x, y) => (y.snapshot?.n ?? 0) - (x.snapshot?.n ?? 0));
  const [first] = [...rows].sort(byTime);
  const ruling = last ?? first;
  return ruling ? { ruling, looked: last !== undefined } : null;
}

/** The orders of this friend with what is left of each; every other row of theirs gets its verdict here. */
function standing(told: Told, verdicts: EventVerdict[]): Standing[] {
  const found: Standing[] = [];
  for (const rows of Map.groupBy(told.orders, ({ orderId }) => orderId).values()) {
    const one = rulingOf(rows);
    if (!one) continue;
    for (const row of rows) {
      if (row === one.ruling || row.person !== told.person) continue;
      const verdict = row.snapshot ? 'REPLACED' : one.looked ? 'KNOWN_FROM_ORDERS' : 'SAME_ORDER';
      verdicts.push({ id: row.id, verdict, inviter: null, nth: null });
    }
    if (one.ruling.person === told.person) found.push({ order: one.ruling, ...leftOf(one.ruling, told.undoings) });
  }
  return found.sort((x, y) => byTime(x.order, y.order));
}

/** Sums that came back as the shop's orders tell them are not counted again when they are told by an event too. */
const counts = (order: Order, { amountMinor, currency }: Undoing): boolean =>
  amountMinor === null || (order.snapshot === null && currency === order.currency);

function leftOf(order: Order, undoings: readonly Undoing[]): { verdict: Verdict | null; worthMinor: bigint } {
  const mine = undoings.filter((one) => one.orderId === order.orderId && counts(order, one));
  const gone = (verdict: Verdict) => ({ verdict, worthMinor: 0n });
  const cancelled = mine.some(({ kind }) => kind === 'order_cancelled') || order.snapshot?.status === 'cancelled';
  if (cancelled) return gone('ORDER_CANCELLED');
  if (mine.some(({ amountMinor }) => amountMinor === null) || order.snapshot?.returned) return gone('ORDER_RETURNED');
  const back = mine.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0n), order.snapshot?.returnedMinor ?? 0n);
  if (back > 0n && back >= order.totalMinor) return gone('ORDER_RETURNED');
  if (order.snapshot?.status === 'pending') return gone('PENDING');
  return { verdict: null, worthMinor: order.totalMinor - back };
}

function undoingVerdict(told: Told, one: Undoing): Verdict {
  const ruling = rulingOf(told.orders.filter(({ orderId }) => orderId === one.orderId))?.ruling;
  if (!ruling) return 'ORDER_UNKNOWN';
  if (counts(ruling, one)) return 'NOTED';
  return ruling.snapshot ? 'KNOWN_FROM_ORDERS' : 'OTHER_CURRENCY';
}

/** Why the first sign-up does not bind, or null. */
function refusal(bond: Bond | null, first: Signup, orders: readonly Standing[], world: World): Verdict | null {
  if (!bond) return first.code === null ? 'NO_CODE' : 'UNKNOWN_CODE';
  if (bond.inviter === bond.person) return 'SELF';
  if (closesRing(bond, world.up)) return 'LOOP';
  if (orders.some(({ order, verdict }) => verdict === null && order.at < first.at)) return 'NOT_NEW';
  const version = versionAt(world.versions, first.at);
  if (!version) return 'NO_PROGRAMME';
  if (version.terms.paused) return 'PAUSED';
  return first.at > plusDays(bond.invitedAt, version.terms.endsAfterDays) ? 'INVITE_TOO_OLD' : null;
}

export interface World {
  versions: readonly Version[];
  currency: string;
  up: ReadonlyMap<string, Bond>;
}

/** Why an order of a bound friend earns nothing, or the version it is counted by. */
function counted(one: Standing, bond: Bond, nth: number, world: World): Verdict | Version {
  const { order, worthMinor } = one;
  if (order.at < bond.at) return 'BEFORE_SIGNUP';
  if (order.currency !== world.currency) return 'OTHER_CURRENCY';
  const version = versionAt(world.versions, order.at);
  if (!version) return 'NO_PROGRAMME';
  if (worthMinor < BigInt(version.terms.minOrderMinor) || worthMinor === 0n) return 'BELOW_MINIMUM';
  if (order.at > plusDays(bond.invitedAt, version.terms.endsAfterDays)) return 'TOO_LATE';
  return nth > version.terms.repeatUpTo ? 'ALL_EARNED' : version;
}

/** Both sides of one event, as far as the version promises them anything. */
function rewardsOf(
  on: Trigger,
  bond: Bond,
  version: Version,
  of: { order: Standing | null; nth: number | null },
): Earned[] {
  const { terms } = version;
  const worthMinor = of.order?.worthMinor ?? 0n;
  const dueAt = of.order ? plusDays(of.order.order.at, terms.holdDays) : bond.at;
  return (['inviter', 'invited'] as const).flatMap((side) => {
    const line = lineFor(terms, side, on);
    const worth = line && worthOf(line.form, worthMinor);
    // A percentage of very little may be nothing.
    if (!worth || worth.amountMinor === 0n) return [];
    const holder = side === 'inviter' ? bond.inviter : bond.person;
    const orderId = of.order?.order.orderId ?? null;
    return [
      {
        side,
        on,
        holder,
        inviter: bond.inviter,
        orderId,
        nth: of.nth,
        version: version.version,
        worthMinor,
        dueAt,
        worth,
      },
    ];
  });
}

/** Everything about one friend. */
export function judge(told: Told, world: World): Judgement {
  const verdicts: EventVerdict[] = [];
  const earned: Earned[] = [];
  const [first, ...later] = [...told.signups].sort(byTime);
  const orders = standing(told, verdicts);
  const bond = bondOf(told);
  const why = first ? refusal(bond, first, orders, world) : null;
  const inviter = bond && why === null ? bond.inviter : null;
  const say = (id: string, verdict: Verdict, nth: number | null = null) => verdicts.push({ id, verdict, inviter, nth });
  for (const one of later) say(one.id, 'ALREADY_SIGNED_UP');
  if (first && bond && why === null) {
    const version = versionAt(world.versions, first.at);
    const own = version ? rewardsOf('signup', bond, version, { order: null, nth: null }) : [];
    earned.push(...own);
    say(first.id, own.length > 0 ? 'EARNED' : 'BOUND');
  } else if (first) say(first.id, why ?? 'NO_CODE');
  let nth = 1;
  for (const one of orders) {
    const result = one.verdict ?? (bond && inviter !== null ? counted(one, bond, nth, world) : 'NOT_INVITED');
    if (typeof result === 'string') {
      // An order past the last that earns is one all the same: the next has the next number.
      say(one.order.id, result, result === 'ALL_EARNED' ? nth++ : null);
      continue;
    }
    const own = bond ? rewardsOf(nth === 1 ? 'first_order' : 'repeat_order', bond, result, { order: one, nth }) : [];
    earned.push(...own);
    say(one.order.id, own.length > 0 ? 'EARNED' : 'NOTHING_PROMISED', nth++);
  }
  for (const one of told.undoings) say(one.id, undoingVerdict(told, one));
  return { verdicts, earned };
}

/** The name of a reward for ever: whoever holds it gets one reward of one sign-up, and one of one order. */
export const keyOf = (person: string, { side, holder, orderId }: Pick<Earned, 'side' | 'holder' | 'orderId'>): string =>
  JSON.stringify([person, side, holder, orderId]);
