// Gathers the facts that can matter for some orders: few for ordinary ones, all of the programme when money is shared between orders.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StoredFact } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import type { ProgramConfig } from './evaluator/evaluate.rules.js';
import { sharesMoney } from './evaluator/terms/limits.rules.js';
import { ProgrammeConfigs } from './programme-config.service.js';

const HOUR_MS = 3_600_000;
/** A view is touched when it qualifies, at most a day after it began (event.rules.ts bounds its segments). */
const LONGEST_VIEW_MS = 24 * HOUR_MS;

/** What the evaluator is given: the orders it will be asked about, the programme and the facts. */
export interface Gathered {
  orderIds: string[];
  config: ProgramConfig;
  facts: StoredFact[];
}

interface Asked {
  orderIds: readonly string[];
  own: StoredFact[];
  first: ProgramConfig;
  widestHours: number;
}

@Injectable()
export class OrderFacts {
  constructor(
    private readonly facts: FactsService,
    private readonly configs: ProgrammeConfigs,
  ) {}

  /**
   * The facts of these orders, or all of the programme with all its orders: monthly caps, budgets, tiers and
   * subscriptions make one order depend on others (money.md 15). Payouts change no amount: who is credited with what is
   * decided without them, and payouts marks the units it paid.
   */
  async gather(em: EntityManager, programme: string, orderIds: readonly string[], asOf: Date): Promise<Gathered> {
    const own = await this.facts.ofOrders(em, programme, orderIds);
    const first = await this.configs.load(em, programme, own);
    if (sharesMoney(first) || hasSubscription(own)) {
      const facts = (await this.facts.all(em, programme)).filter(isNoPayout);
      const config = await this.configs.load(em, programme, facts);
      const all = facts.filter((f) => f.type === 'order').map((f) => f.id);
      return { orderIds: [...new Set(all)], config, facts };
    }
    return this.around(em, programme, { orderIds, own, first, widestHours: 0 }, asOf);
  }

  /**
   * The facts of these orders alone. Where money is shared between orders the caller names all that matter together.
   * `widestHours`: how far back terms that are only tried would look.
   */
  async apart(
    em: EntityManager,
    programme: string,
    orderIds: readonly string[],
    asOf: Date,
    widestHours = 0,
  ): Promise<Gathered> {
    const own = await this.facts.ofOrders(em, programme, orderIds);
    const first = await this.configs.load(em, programme, own);
    return this.around(em, programme, { orderIds, own, first, widestHours }, asOf);
  }

  /** Adds what belongs to no single order, and what the viewers of these did. */
  private async around(
    em: EntityManager,
    programme: string,
    { orderIds, own, first, widestHours }: Asked,
    asOf: Date,
  ): Promise<Gathered> {
    const shared = (await this.facts.ofProgramme(em, programme, orderIds)).filter(isNoPayout);
    const seen = await this.engagement(em, programme, { own, first, widestHours }, asOf);
    const facts = unique([...own, ...shared, ...seen]);
    const config = seen.length === 0 ? first : await this.configs.load(em, programme, facts);
    return { orderIds: [...new Set(orderIds)], config, facts };
  }

  /** What the viewers of each order did within its widest window, as far as it came in before the order's deadline. */
  private async engagement(
    em: EntityManager,
    programme: string,
    { own, first: { program }, widestHours }: Omit<Asked, 'orderIds'>,
    asOf: Date,
  ): Promise<StoredFact[]> {
    const orders = Map.groupBy(
      own.filter((fact) => fact.type === 'order'),
      (fact) => fact.id,
    );
    const customers = [...orders.values()].flat().flatMap((fact) => customerOf(fact) ?? []);
    const identities = await this.facts.identitiesOf(em, programme, [...new Set(customers)]);
    const windows = [program, ...program.changes].flatMap((terms) => Object.values(terms.windowsHours));
    const widestMs = Math.max(widestHours, ...windows) * HOUR_MS + LONGEST_VIEW_MS + HOUR_MS;
    const found: StoredFact[] = [...identities];
    for (const versions of orders.values()) {
      const placed = versions.map((fact) => Date.parse(fact.occurred_at));
      const received = Math.min(...versions.map((fact) => Date.parse(fact.received_at)));
      const deadline = received + program.lateGraceHours * HOUR_MS;
      const span = {
        from: new Date(Math.min(...placed) - widestMs),
        // Clicks after the order within its clock hour still count for the flood rule (E9).
        to: new Date(Math.max(...placed) + HOUR_MS),
        receivedBy: new Date(Math.min(deadline, asOf.getTime())),
      };
      found.push(...(await this.facts.engagementOf(em, programme, viewersOf(versions, identities), span)));
    }
    return found;
  }
}

const isNoPayout = (fact: StoredFact): boolean => !fact.type.startsWith('payout_');

function customerOf(order: StoredFact): string | null {
  const id = (order['buyer'] as { customer_id?: unknown } | undefined)?.customer_id;
  return typeof id === 'string' ? id : null;
}

/** money.md I1: the order's own viewer, and every device of its customer. */
function viewersOf(versions: readonly StoredFact[], identities: readonly StoredFact[]): string[] {
  const viewers = new Set<string>();
  for (const order of versions) {
    if (typeof order['viewer_id'] === 'string') viewers.add(order['viewer_id']);
    const customer = customerOf(order);
    for (const link of identities) {
      if (customer !== null && link['customer_id'] === customer) viewers.add(String(link['viewer_id']));
    }
  }
  return [...viewers];
}

/** True when one of these orders belongs to a subscription: later cycles copy what the first one said. */
export function hasSubscription(facts: readonly StoredFact[]): boolean {
  return facts.some((fact) => {
    const lines = fact['lines'];
    return fact.type === 'order' && Array.isArray(lines) && lines.some((line: unknown) => isSubscribed(line));
  });
}

function isSubscribed(line: unknown): boolean {
  if (typeof line !== 'object' || line === null) return false;
  const { subscription } = line as { subscription?: unknown };
  return subscription !== undefined && subscription !== null;
}

/** The same fact may be found through two orders. */
function unique(facts: readonly StoredFact[]): StoredFact[] {
  const seen = new Set<string>();
  return facts.filter((fact) => {
    const key = `${fact.type}|${fact.id}|${fact.version}|${fact.received_at}|${JSON.stringify(fact)}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
