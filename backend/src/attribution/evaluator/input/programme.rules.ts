// The configuration arranged for look-up, together with the programme's calendar.
import { Calendar } from './months.rules.js';
import type {
  Campaign,
  Creator,
  Link,
  Program,
  ProgramConfig,
  PromoCode,
  Rule,
  Storefront,
  TaxRule,
  Terms,
  Video,
} from './config.rules.js';
import { push } from './fact-index.rules.js';
import { hasBudget, hasCreatorCap } from '../terms/limits.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** A configuration ready for evaluation. */
export interface Programme {
  readonly program: Program;
  readonly calendar: Calendar;
  readonly creators: ReadonlyMap<string, Creator>;
  /** Every creator who can appear, in code-point order. */
  readonly creatorIds: readonly string[];
  /** Every time a video was live, earliest first. */
  readonly videos: ReadonlyMap<string, readonly Video[]>;
  readonly links: ReadonlyMap<string, Link>;
  readonly storefronts: ReadonlyMap<string, Storefront>;
  readonly codes: ReadonlyMap<string, readonly PromoCode[]>;
  readonly products: ProgramConfig['products'];
  readonly knownProducts: ReadonlySet<string>;
  readonly campaigns: ReadonlyMap<string, Campaign>;
  readonly individualRules: ReadonlyMap<string, readonly Rule[]>;
  readonly generalRules: readonly Rule[];
  readonly taxRules: readonly TaxRule[];
  readonly hasSharedCaps: boolean;
}

/** Codes compare without case and surrounding spaces (T2). */
export function normalCode(code: string): string {
  return code.trim().toLowerCase();
}

/** The terms in force at a moment. */
export function termsAt(program: Program, moment: number): Terms {
  return program.changes.findLast((change) => change.from <= moment) ?? program;
}

/** The category of a product at a moment. */
export function categoryAt(programme: Programme, productId: string, moment: number): string | null {
  const product = programme.products.get(productId);
  if (!product) return null;
  return (product.categories.findLast((later) => later.from <= moment) ?? product).category;
}

/** Arranges a configuration. Creators named by videos, links, storefronts or codes but not listed have no properties. */
export function arrangeProgramme(config: ProgramConfig): Programme {
  const programme = arranged.get(config) ?? arrange(config);
  arranged.set(config, programme);
  return programme;
}

/** A configuration never changes: one with ten thousand videos is arranged once, however many orders are evaluated under it. */
const arranged = new WeakMap<ProgramConfig, Programme>();

function arrange(config: ProgramConfig): Programme {
  const creators = new Map(config.creators.map((creator) => [creator.id, creator]));
  const owners = [...config.links, ...config.storefronts, ...config.promoCodes].map((owner) => owner.creatorId);
  const shareholders = config.videos.flatMap((video) => video.creators.map((share) => share.creatorId));
  const ids = new Set([...creators.keys(), ...owners, ...shareholders]);
  for (const id of ids) if (!creators.has(id)) creators.set(id, unlistedCreator(id));
  const codes = new Map<string, PromoCode[]>();
  for (const code of config.promoCodes) push(codes, normalCode(code.code), code);
  const individualRules = new Map<string, Rule[]>();
  for (const rule of config.rules) if (rule.creatorId !== null) push(individualRules, rule.creatorId, rule);
  const capped = hasCreatorCap(config.program) || config.campaigns.some(hasBudget);
  return {
    program: config.program,
    calendar: new Calendar(config.program.timezone, config.program.changes),
    creators,
    creatorIds: [...ids].sort(byCodePoint),
    videos: livesOf(config.videos),
    links: byId(config.links),
    storefronts: byId(config.storefronts),
    codes,
    products: config.products,
    knownProducts: knownProducts(config),
    campaigns: byId(config.campaigns),
    individualRules,
    generalRules: config.rules.filter((rule) => rule.creatorId === null),
    taxRules: config.taxRules,
    hasSharedCaps: capped,
  };
}

function livesOf(videos: readonly Video[]): Map<string, Video[]> {
  const lives = new Map<string, Video[]>();
  for (const video of videos) push(lives, video.id, video);
  for (const times of lives.values()) times.sort((a, b) => a.liveFrom - b.liveFrom);
  return lives;
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** A product is known when the programme names it anywhere: a small programme may list none and only tag videos. */
function knownProducts(config: ProgramConfig): Set<string> {
  const named = [...config.videos, ...config.links, ...config.storefronts, ...config.campaigns];
  const lists = named.map((item) => item.productIds ?? []);
  const ruled = config.rules.flatMap((rule) => (rule.productId === null ? [] : [rule.productId]));
  return new Set([...config.products.keys(), ...lists.flat(), ...ruled]);
}

export function unlistedCreator(id: string): Creator {
  return {
    id,
    customerIds: [],
    emailHashes: [],
    phoneHashes: [],
    cardFps: [],
    viewerIds: [],
    known: [],
    addressHashes: [],
    ipHashes: [],
    referrer: null,
    payout: { currency: null, unitMinor: 1n, minAmountMinor: 0n },
    taxProfile: null,
  };
}
