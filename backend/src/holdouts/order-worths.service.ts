// What orders are worth before and after refunds, by the evaluator's own rule, in the store's currency.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { parseFacts, type OrderFact } from '../attribution/evaluator/evaluate.rules.js';
import { PROGRAM_DEFAULTS } from '../attribution/evaluator/input/config.rules.js';
import { indexFacts, type FactIndex } from '../attribution/evaluator/input/fact-index.rules.js';
import { lineBases } from '../attribution/evaluator/terms/bases.rules.js';
import { RateBook } from '../attribution/evaluator/terms/rates.rules.js';
import { FactsService } from '../facts/facts.service.js';
import type { OrderWorth } from './outcomes.rules.js';

/** Orders read at once: each brings all its versions and refunds. */
const BATCH = 1000;

@Injectable()
export class OrderWorths {
  constructor(private readonly facts: FactsService) {}

  /** No entry for tests, tills and what is no longer paid; null where no exchange rate is known. */
  async of(
    em: EntityManager,
    programme: string,
    currency: string,
    orderIds: readonly string[],
    asOf: Date,
  ): Promise<Map<string, OrderWorth | null>> {
    const shared = (await this.facts.ofProgramme(em, programme, [])).filter((fact) => fact.type === 'fx_rate');
    const rates = new RateBook(indexFacts(parseFacts(shared), asOf.getTime()).fxRates);
    const found = new Map<string, OrderWorth | null>();
    for (let from = 0; from < orderIds.length; from += BATCH) {
      const facts = await this.facts.ofOrders(em, programme, orderIds.slice(from, from + BATCH));
      const index = indexFacts(parseFacts(facts), asOf.getTime());
      for (const [id, versions] of index.orders) {
        const order = versions.at(-1);
        if (order && counts(order)) found.set(id, worthOf(order, index, rates, currency));
      }
    }
    return found;
  }
}

function counts(order: OrderFact): boolean {
  if (order.status !== 'paid' || order.test || order.staff) return false;
  return order.orderSource === null || !PROGRAM_DEFAULTS.excludedSources.includes(order.orderSource);
}

function worthOf(order: OrderFact, index: FactIndex, rates: RateBook, currency: string): OrderWorth | null {
  const convert = rates.converterAt(order.currency, currency, order.occurredAt, index.asOf);
  if (!convert) return null;
  const refunds = (index.refunds.get(order.id) ?? []).filter((refund) => !index.refundVoids.has(refund.id));
  const { lines } = lineBases(order, refunds);
  const sum = (pick: (line: (typeof lines)[number]) => bigint) => lines.reduce((total, line) => total + pick(line), 0n);
  const products = lines.map(({ grossMinor, netMinor }, i) => ({
    productId: order.lines[i]?.productId ?? '',
    ...{ grossMinor: convert(grossMinor), netMinor: convert(netMinor) },
  }));
  const [grossMinor, netMinor] = [sum((line) => line.grossMinor), sum((line) => line.netMinor)];
  return { grossMinor: convert(grossMinor), netMinor: convert(netMinor), products };
}
