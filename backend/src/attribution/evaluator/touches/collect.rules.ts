// Gathers the touches of one order: facts of its viewers and its promo codes, less what E2-E11, T1 and T2 drop.
import type { Instrument, QualifySettings, Terms, Video } from '../input/config.rules.js';
import type { ClickTypeFact, EngagementFact, OrderFact, ViewFact } from '../input/facts.rules.js';
import { isClickType, push, snapshotAt, type EngagementGroup } from '../input/fact-index.rules.js';
import { HOUR_MS, normalCode } from '../input/programme.rules.js';
import type { TouchVerdict } from '../evaluator.reasons.js';
import type { World } from '../world.rules.js';
import { momentOf, termsOf } from '../input/moment.rules.js';
import { qualifyView, type ViewResult } from './engagement.rules.js';
import { sessionStart } from './session.rules.js';
import type { Touch, Trail } from './touch.rules.js';

const CLICK_INSTRUMENTS: Readonly<Record<ClickTypeFact['type'], Instrument>> = {
  click: 'onsite_click',
  add_to_cart: 'onsite_cart',
  link_click: 'deep_link',
  storefront_click: 'storefront',
};

const VIEW_VERDICTS: Readonly<Record<ViewResult['reason'], TouchVerdict>> = {
  QUALIFIED: 'KEPT',
  IMPOSSIBLE: 'E7_IMPOSSIBLE',
  NOT_VIEWABLE: 'E2_NOT_VIEWABLE',
  NOT_WATCHED: 'E4_NOT_WATCHED',
  AUTOPLAY: 'E6_AUTOPLAY',
};

/** The viewers of an order (I1): its own, and those linked to its customer. One hop only. */
export function viewersOf(world: World, order: OrderFact, seenUntil: number): Set<string> {
  const viewers = new Set<string>(order.viewerId === null ? [] : [order.viewerId]);
  const customerId = order.buyer.customerId;
  if (customerId === null) return viewers;
  for (const link of world.index.identities.get(customerId) ?? []) {
    if (link.receivedAt <= seenUntil) viewers.add(link.viewerId);
  }
  return viewers;
}

/** All touches that count for an order at `moment`, in no particular order. `deadline` is T1's D. */
export function collectTouches(
  world: World,
  order: OrderFact,
  deadline: number,
  moment: number,
  trail: Trail,
): Touch[] {
  const terms = termsOf(world, order);
  const seenUntil = Math.min(deadline, moment);
  const viewers = viewersOf(world, order, seenUntil);
  const sessionFrom = terms.sameSession ? sessionStart(world, order, viewers, seenUntil) : -Infinity;
  const asked: Asked = { order, terms, sessionFrom, known: momentOf(world, order), seenUntil, moment };
  const touches: Touch[] = [];
  for (const viewerId of viewers) {
    for (const group of world.index.engagement.get(viewerId) ?? []) {
      const touch = touchOf(world, group, viewerId, asked, trail);
      if (touch) touches.push(touch);
    }
  }
  touches.push(...codeTouches(world, order, trail));
  return touches;
}

type Judged = Touch | TouchVerdict;

/** The order that touches are looked for, its terms and moment, and how far its engagement and everything else is seen. */
interface Asked {
  readonly order: OrderFact;
  readonly terms: Terms;
  readonly sessionFrom: number;
  readonly known: number;
  readonly seenUntil: number;
  readonly moment: number;
}

function touchOf(world: World, group: EngagementGroup, viewerId: string, asked: Asked, trail: Trail): Touch | null {
  const fact = snapshotAt(group.versions, asked.seenUntil);
  if (!fact) {
    if (trail && snapshotAt(group.versions, asked.moment)) trail(traceOf(group.id, 'T1_LATE'));
    return null;
  }
  if (fact.viewerId !== viewerId) return null;
  const judged = judge(world, fact, viewerId, asked);
  if (typeof judged !== 'string') return judged;
  trail?.(traceOf(fact.id, judged));
  return null;
}

function traceOf(touchId: string, verdict: TouchVerdict): Parameters<NonNullable<Trail>>[0] {
  return { touchId, lineId: null, verdict, instrument: null, at: null, source: null };
}

function judge(world: World, fact: EngagementFact, viewerId: string, asked: Asked): Judged {
  const { order, terms, known, seenUntil, moment } = asked;
  if (fact.ivt) return 'E9_INVALID_TRAFFIC';
  if (!fact.consent) return 'E10_NO_CONSENT';
  const touch = fact.type === 'view' ? viewTouch(world, fact, terms.qualify, known) : clickTouch(world, fact, known);
  if (typeof touch === 'string') return touch;
  const age = order.occurredAt - touch.at;
  if (age < 0 || age > terms.windowsHours[touch.instrument] * HOUR_MS) return 'T2_OUTSIDE_WINDOW';
  if (touch.at < asked.sessionFrom) return 'T2_OUTSIDE_SESSION';
  if (isClickType(fact) && isFlood(world, fact, viewerId, seenUntil)) return 'E9_CLICK_FLOOD';
  if (world.decisions.rejectsTouch(fact.id, viewerId, moment)) return 'DECISION_REJECTED';
  return touch;
}

/** E11: the video as it was live at a moment. No moment after `known` is asked: an order is decided by what stood when it came. */
function liveAt(lives: readonly Video[], at: number, known: number): Video | undefined {
  const moment = Math.min(at, known);
  return lives.find((video) => video.liveFrom <= moment && moment < video.liveTo);
}

function viewTouch(world: World, view: ViewFact, qualify: QualifySettings, known: number): Judged {
  const lives = world.programme.videos.get(view.videoId) ?? [];
  const first = lives[0];
  if (!first) return 'E8_UNKNOWN_TARGET';
  const views = world.views.get(qualify) ?? new Map<ViewFact, ViewResult>();
  world.views.set(qualify, views);
  let result = views.get(view);
  if (!result) {
    // The file that was playing when the view began says how long it is.
    const played = lives.findLast((video) => video.liveFrom <= view.occurredAt) ?? first;
    result = qualifyView(view, played, qualify);
    views.set(view, result);
  }
  const at = result.qualifiedAt;
  if (at === null) return VIEW_VERDICTS[result.reason];
  const video = liveAt(lives, at, known);
  if (!video) return 'E11_VIDEO_NOT_LIVE';
  const source = `video:${video.id}`;
  return {
    id: view.id,
    instrument: 'onsite_view',
    at,
    source,
    products: carried(video.productIds),
    creators: video.creators,
  };
}

function clickTouch(world: World, fact: ClickTypeFact, known: number): Judged {
  const { videos, links, storefronts, knownProducts } = world.programme;
  const base = { id: fact.id, instrument: CLICK_INSTRUMENTS[fact.type], at: fact.occurredAt };
  if (fact.type === 'link_click') {
    const link = links.get(fact.linkId);
    if (!link) return 'E8_UNKNOWN_TARGET';
    const creators = soleOwner(link.creatorId);
    return { ...base, source: `link:${link.id}`, products: carried(link.productIds), creators };
  }
  if (fact.type === 'storefront_click') {
    const storefront = storefronts.get(fact.storefrontId);
    if (!storefront) return 'E8_UNKNOWN_TARGET';
    const products = fact.productId === null ? carried(storefront.productIds) : [fact.productId];
    return { ...base, source: `storefront:${storefront.id}`, products, creators: soleOwner(storefront.creatorId) };
  }
  const lives = videos.get(fact.videoId);
  if (!lives || fact.productId === null || !knownProducts.has(fact.productId)) return 'E8_UNKNOWN_TARGET';
  const video = liveAt(lives, base.at, known);
  if (!video) return 'E11_VIDEO_NOT_LIVE';
  return { ...base, source: `video:${video.id}`, products: [fact.productId], creators: video.creators };
}

/** T3: a touch whose source names no product carries none, and matches every line directly. */
function carried(productIds: readonly string[] | null): readonly string[] | null {
  return productIds && productIds.length > 0 ? productIds : null;
}

function soleOwner(creatorId: string): Touch['creators'] {
  return [{ creatorId, shareBps: 10000n }];
}

/** E9: more click-type events of one viewer in one UTC hour than a person makes. Counted with or without consent. */
function isFlood(world: World, { occurredAt }: ClickTypeFact, viewerId: string, seenUntil: number): boolean {
  const received = clickHours(world, viewerId).get(hourOf(occurredAt)) ?? [];
  const oneTooMany = received[world.programme.program.fraud.clicksPerViewerHour] ?? Infinity;
  return oneTooMany <= seenUntil;
}

const hourOf = (moment: number): number => Math.floor(moment / HOUR_MS);

/** When the click-type events of each hour were received, earliest first. */
function clickHours(world: World, viewerId: string): ReadonlyMap<number, number[]> {
  const known = world.clickHours.get(viewerId);
  if (known) return known;
  const hours = new Map<number, number[]>();
  for (const { versions } of world.index.engagement.get(viewerId) ?? []) {
    for (const fact of versions)
      if (isClickType(fact) && !fact.ivt) push(hours, hourOf(fact.occurredAt), fact.receivedAt);
  }
  for (const received of hours.values()) received.sort((a, b) => a - b);
  world.clickHours.set(viewerId, hours);
  return hours;
}

/** Touches of the order's discount codes: they have the order's time, need no consent, and carry no product. */
function codeTouches(world: World, order: OrderFact, trail: Trail): Touch[] {
  const touches: Touch[] = [];
  order.discountCodes.forEach((raw, position) => {
    const code = normalCode(raw);
    const id = `code:${String(position).padStart(3, '0')}:${code}`;
    const known = world.programme.codes.get(code);
    if (!known) return;
    const valid = known.find((entry) => entry.validFrom <= order.occurredAt && order.occurredAt < entry.validTo);
    if (!valid) return trail?.(traceOf(id, 'T2_CODE_NOT_VALID'));
    const creators = soleOwner(valid.creatorId);
    touches.push({
      id,
      instrument: 'promo_code',
      at: order.occurredAt,
      source: `code:${code}`,
      products: null,
      creators,
    });
  });
  return touches;
}
