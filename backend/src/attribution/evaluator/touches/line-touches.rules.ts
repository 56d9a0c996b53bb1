// Which touches a line is credited to, and with what weights: T3 match, T4 void, T5 level, T6 order, T7 collapse, T8 model.
import type { MatchKind, Terms } from '../input/config.rules.js';
import type { OrderFact, OrderLine } from '../input/facts.rules.js';
import { categoryAt, HOUR_MS } from '../input/programme.rules.js';
import { momentOf, termsOf } from '../input/moment.rules.js';
import type { TouchVerdict, VoidReason } from '../evaluator.reasons.js';
import type { World } from '../world.rules.js';
import { modelWeights } from './models.rules.js';
import { byLateness, strengths, type Touch, type Trail, type WeightedTouch } from './touch.rules.js';

/** The touches of a line with weights above zero, earliest first; or why there are none. */
export type LineTouches =
  | { readonly touches: readonly WeightedTouch[]; readonly reason: null }
  | { readonly touches: readonly []; readonly reason: VoidReason | 'NO_TOUCH' };

type VoidOf = (creatorId: string) => VoidReason | null;

/** Picks and weighs the touches of one line among those of its order. */
export function touchesOfLine(
  world: World,
  order: OrderFact,
  line: OrderLine,
  touches: readonly Touch[],
  voidOf: VoidOf,
  trail: Trail,
): LineTouches {
  const note = noter(line, trail);
  const known = momentOf(world, order);
  const terms = termsOf(world, order);
  const matched: { touch: Touch; match: MatchKind }[] = [];
  const refused = new Set<VoidReason>();
  for (const touch of touches) {
    const match = matchOf(world, terms, touch, line.productId, known);
    if (match === null) {
      note(touch, 'T3_OTHER_PRODUCT');
      continue;
    }
    const reason = allVoid(touch, voidOf);
    if (reason === null) matched.push({ touch, match });
    else {
      refused.add(reason);
      note(touch, `T4_${reason}`);
    }
  }
  const chosen = collapse(world, terms, strongestLevel(terms, matched, note), note);
  if (chosen.length === 0) {
    return { touches: [], reason: refused.has('SELF_PURCHASE') ? 'SELF_PURCHASE' : ([...refused][0] ?? 'NO_TOUCH') };
  }
  return { touches: weigh(world, order, chosen, note), reason: null };
}

type Note = (touch: Touch, verdict: TouchVerdict) => void;
interface Matched {
  readonly touch: Touch;
  readonly match: MatchKind;
}

function noter(line: OrderLine, trail: Trail): Note {
  if (!trail) return () => undefined;
  return ({ id, instrument, at, source }, verdict) =>
    trail({ touchId: id, lineId: line.lineId, verdict, instrument, at, source });
}

/** T3: how a touch matches a product at a moment, or null when it does not. Variants are the same product. */
export function matchOf(world: World, terms: Terms, touch: Touch, productId: string, moment: number): MatchKind | null {
  if (touch.products === null || touch.products.includes(productId)) return 'direct';
  const { programme } = world;
  switch (terms.scopes[touch.instrument]) {
    case 'product':
      return null;
    case 'order':
      return 'halo';
    case 'category': {
      const category = categoryAt(programme, productId, moment);
      if (category === null) return null;
      return touch.products.some((id) => categoryAt(programme, id, moment) === category) ? 'category' : null;
    }
  }
}

/** T4: the reason when every creator of the touch is void; a self-purchase is named before a ban. */
function allVoid(touch: Touch, voidOf: VoidOf): VoidReason | null {
  const reasons = touch.creators.map((share) => voidOf(share.creatorId));
  if (reasons.includes(null)) return null;
  return reasons.includes('SELF_PURCHASE') ? 'SELF_PURCHASE' : (reasons[0] ?? null);
}

function strongestLevel({ precedence }: Terms, matched: readonly Matched[], note: Note): Matched[] {
  const level =
    precedence.find((instruments) => matched.some(({ touch }) => instruments.includes(touch.instrument))) ?? [];
  return matched.filter(({ touch }) => {
    const used = level.includes(touch.instrument);
    if (!used) note(touch, 'T5_ASSIST');
    return used;
  });
}

/** T7: one touch per source, the latest; under first touch the earliest. The result stands earliest first. */
function collapse(world: World, terms: Terms, level: readonly Matched[], note: Note): Matched[] {
  const later = byLateness(strengths(terms));
  const sorted = [...level].sort((a, b) => later(a.touch, b.touch));
  const keepsFirst = world.programme.program.model === 'first_touch';
  const bySource = new Map<string, Matched>();
  for (const item of sorted) {
    const before = bySource.get(item.touch.source);
    if (before) note((keepsFirst ? item : before).touch, 'T7_COLLAPSED');
    if (!before || !keepsFirst) bySource.set(item.touch.source, item);
  }
  return sorted.filter((item) => bySource.get(item.touch.source) === item);
}

function weigh(world: World, order: OrderFact, chosen: readonly Matched[], note: Note): WeightedTouch[] {
  const { model, halfLifeHours } = world.programme.program;
  const ages = chosen.map(({ touch }) => order.occurredAt - touch.at);
  const weights = modelWeights(model, ages, halfLifeHours * HOUR_MS);
  const weighted = chosen.map((item, index) => ({ ...item, weight: weights[index] as bigint }));
  return weighted.filter(({ touch, weight }) => {
    note(touch, weight > 0n ? 'KEPT' : 'T8_NO_WEIGHT');
    return weight > 0n;
  });
}
