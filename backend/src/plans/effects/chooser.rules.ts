// Asks the evaluator's own choice of a rule about a kind of sale instead of one sale.
import type { Instrument, ProductTerms, Rule } from '../../attribution/evaluator/input/config.rules.js';
import { parseConfig } from '../../attribution/evaluator/input/parse-config.rules.js';
import { arrangeProgramme, type Programme } from '../../attribution/evaluator/input/programme.rules.js';
import { chooseRule } from '../../attribution/evaluator/terms/plan.rules.js';

/** A kind of sale: null means every creator, no campaign, every other product, every way. */
export interface PlanScope {
  creatorId: string | null;
  campaign: string | null;
  productId: string | null;
  category: string | null;
  instruments: Instrument[] | null;
}

/** No id of ours and none that a shop may give: ids are never empty or blank. */
const NOBODY = ' ';
const NOTHING = ' ';

/** A programme of no rules: time zone data is read once, not for each question. */
const EMPTY: Programme = arrangeProgramme(parseConfig({ program: { currency: 'USD' } }));

export class Chooser {
  private readonly programmes = new Map<string | null, Programme>();
  private readonly individual = new Map<string, Rule[]>();
  private readonly general: Rule[] = [];
  private readonly products: Map<string, ProductTerms>;

  constructor(rules: readonly Rule[], categories: ReadonlyMap<string, string | null>) {
    this.products = new Map(
      [...categories].map(([id, category]) => [id, { category, sellerId: null, categories: [] }]),
    );
    for (const rule of rules) this.add(rule);
  }

  add(rule: Rule): void {
    if (rule.category !== null)
      this.products.set(`${NOTHING}${rule.category}`, { category: rule.category, sellerId: null, categories: [] });
    if (rule.creatorId === null) this.general.push(rule);
    else this.individual.set(rule.creatorId, [...(this.individual.get(rule.creatorId) ?? []), rule]);
  }

  /** The rule that sets what such a sale at `at` pays, or null. */
  choose(scope: PlanScope, at: number): Rule | null {
    const productId = scope.productId ?? `${NOTHING}${scope.category ?? ''}`;
    const instrument = scope.instruments?.[0] ?? 'onsite_view';
    const question = { creatorId: scope.creatorId ?? NOBODY, productId, instrument, at, known: at };
    return chooseRule(this.programmeOf(scope), question);
  }

  /** Inside a campaign its rules count, outside none of a campaign's. */
  private programmeOf({ campaign }: PlanScope): Programme {
    const known = this.programmes.get(campaign);
    if (known) return known;
    const always = {
      ...{ activeFrom: -Infinity, activeTo: Infinity, productIds: null, creatorIds: null },
      ...{ budgetMinor: null, dailyBudgetMinor: null },
    };
    const programme: Programme = {
      ...EMPTY,
      individualRules: this.individual,
      generalRules: this.general,
      products: this.products,
      campaigns: new Map(campaign === null ? [] : [[campaign, { id: campaign, ...always }]]),
    };
    this.programmes.set(campaign, programme);
    return programme;
  }
}
