// The programme: who earns, on which videos, links and codes, at which terms. Types and defaults of money.md section 16.

export type Instrument = 'promo_code' | 'onsite_cart' | 'onsite_click' | 'storefront' | 'deep_link' | 'onsite_view';
export type MatchKind = 'direct' | 'category' | 'halo';
export type Scope = 'product' | 'category' | 'order';
export type Model = 'last_touch' | 'first_touch' | 'linear' | 'position_based' | 'time_decay';

export const INSTRUMENTS: readonly Instrument[] = [
  'promo_code',
  'onsite_cart',
  'onsite_click',
  'storefront',
  'deep_link',
  'onsite_view',
];
export const MODELS: readonly Model[] = ['last_touch', 'first_touch', 'linear', 'position_based', 'time_decay'];

/** What a view must be to count (section 4); times in ms, shares in basis points. */
export interface QualifySettings {
  readonly watchMs: number;
  readonly watchBps: number;
  readonly viewableRunMs: number;
  readonly visibleBps: number;
  readonly gapMs: number;
  readonly maxRateBps: number;
  readonly slackMs: number;
  readonly autoplayCounts: boolean;
}

/** Limits and points of the deterministic fraud rules (E9, section 11). */
export interface FraudSettings {
  readonly clicksPerViewerHour: number;
  readonly address: number;
  readonly ip: number;
  readonly fast: number;
  readonly fastMs: number;
  readonly review: number;
  readonly reject: number;
}

export interface Tier {
  readonly minGmvMinor: bigint;
  readonly maxReturnBps: bigint | null;
  readonly bonusBps: bigint;
}

/** Tiers and caps as a later version of the plan says; `from` is the start of a month, UTC ms. */
export interface Limits {
  readonly from: number;
  readonly orderCapMinor: bigint | null;
  readonly creatorMonthlyCapMinor: bigint | null;
  readonly creatorDailyCapMinor: bigint | null;
  readonly tiers: readonly Tier[];
}

/** The terms that a programme may change while it runs. An order is counted under those of its own moment. */
export interface Terms {
  readonly timezone: string;
  readonly windowsHours: Readonly<Record<Instrument, number>>;
  /** A touch counts only while its viewer has not been away for half an hour before the order (session.rules.ts). */
  readonly sameSession: boolean;
  readonly precedence: readonly (readonly Instrument[])[];
  readonly scopes: Readonly<Record<Instrument, Scope>>;
  readonly matchBps: Readonly<Record<MatchKind, bigint>>;
  readonly qualify: QualifySettings;
  readonly holdDays: number;
  readonly holdBasis: 'order' | 'delivery';
  readonly deliveryWaitDays: number;
}

export interface Program extends Terms {
  readonly currency: string;
  /** Later terms, whole, each in force from its moment until the next; earliest first. Those of the programme itself hold before. */
  readonly changes: readonly (Terms & { readonly from: number })[];
  readonly model: Model;
  readonly halfLifeHours: number;
  readonly lateGraceHours: number;
  readonly excludedSources: readonly string[];
  readonly orderCapMinor: bigint | null;
  readonly creatorMonthlyCapMinor: bigint | null;
  readonly creatorDailyCapMinor: bigint | null;
  readonly tiers: readonly Tier[];
  /** What replaces caps and tiers for orders of later months; see limitsAt. */
  readonly laterLimits: readonly Limits[];
  readonly tierCloseDays: number;
  readonly requireTaxProfile: boolean;
  readonly fraud: FraudSettings;
  /** Customers whose orders are STAFF_ORDER, beside the orders marked so by the shop. */
  readonly staffCustomerIds: readonly string[];
  /** Who is charged by rules with `charge_bps` when neither line nor product names a seller. */
  readonly sellerId: string;
}

export interface Referrer {
  readonly creatorId: string;
  readonly rateBps: bigint;
  readonly from: number;
  readonly to: number;
}

/** What tells that a buyer is this person (T4). */
export interface Identifiers {
  readonly customerIds: readonly string[];
  readonly emailHashes: readonly string[];
  readonly phoneHashes: readonly string[];
  readonly cardFps: readonly string[];
  readonly viewerIds: readonly string[];
}

export interface Creator extends Identifiers {
  readonly id: string;
  /** Identifiers that are the creator's in [from, to) only: a device from the day it was linked, a telephone until it was given up. */
  readonly known: readonly (Identifiers & { readonly from: number; readonly to: number })[];
  readonly addressHashes: readonly string[];
  readonly ipHashes: readonly string[];
  readonly referrer: Referrer | null;
  readonly payout: {
    readonly currency: string | null;
    readonly unitMinor: bigint;
    readonly minAmountMinor: bigint;
    /** What is sent after conversion is a multiple of it: some ways of paying know no cents of a currency that has them. */
    readonly payUnitMinor?: bigint;
  };
  readonly taxProfile: { readonly country: string; readonly status: string } | null;
}

export type RuleKind = 'percent' | 'fixed_per_item' | 'fixed_per_order';

/** One immutable line of the plan; in force in [effectiveFrom, effectiveTo). */
export interface Rule {
  readonly id: string;
  readonly kind: RuleKind;
  readonly rateBps: bigint;
  readonly amountMinor: bigint;
  readonly tiered: boolean;
  readonly maxCycles: number | null;
  readonly chargeBps: bigint | null;
  readonly creatorId: string | null;
  readonly campaignId: string | null;
  readonly productId: string | null;
  readonly category: string | null;
  readonly instruments: readonly Instrument[] | null;
  readonly effectiveFrom: number;
  readonly effectiveTo: number;
}

/** A creator's part of one source of touches; the parts of a source sum to 10000. */
export interface Share {
  readonly creatorId: string;
  readonly shareBps: bigint;
}

/** A video while it is live, in [liveFrom, liveTo). A video that was changed or taken down has a row for each time, and they do not overlap. */
export interface Video {
  readonly id: string;
  readonly creators: readonly Share[];
  readonly productIds: readonly string[];
  readonly durationMs: number;
  readonly liveFrom: number;
  readonly liveTo: number;
}

export interface Link {
  readonly id: string;
  readonly creatorId: string;
  readonly productIds: readonly string[] | null;
}

export interface Storefront {
  readonly id: string;
  readonly creatorId: string;
  readonly productIds: readonly string[] | null;
}

export interface PromoCode {
  readonly code: string;
  readonly creatorId: string;
  readonly validFrom: number;
  readonly validTo: number;
}

/** What is known of a product. `categories` are later ones, each from its moment; earliest first. */
export interface ProductTerms {
  readonly category: string | null;
  readonly sellerId: string | null;
  readonly categories: readonly { readonly from: number; readonly category: string | null }[];
}

export interface Campaign {
  readonly id: string;
  readonly activeFrom: number;
  readonly activeTo: number;
  readonly productIds: readonly string[] | null;
  readonly creatorIds: readonly string[] | null;
  readonly budgetMinor: bigint | null;
  /** The most that orders of one calendar day take; the next day it begins anew. */
  readonly dailyBudgetMinor: bigint | null;
}

export interface TaxItem {
  readonly code: string;
  readonly payer: 'creator' | 'operator';
  readonly rateBps: bigint;
  readonly brackets: readonly { readonly upToMinor: bigint | null; readonly rateBps: bigint }[] | null;
  readonly roundUnitMinor: bigint;
  readonly baseMinus: readonly string[];
  readonly monthlyDeductionMinor: bigint;
  readonly monthlyBaseCapMinor: bigint | null;
}

export interface TaxRule {
  readonly country: string;
  readonly status: string;
  readonly effectiveFrom: number;
  readonly effectiveTo: number;
  readonly enabled: boolean;
  readonly items: readonly TaxItem[];
}

export interface ProgramConfig {
  readonly program: Program;
  readonly creators: readonly Creator[];
  readonly rules: readonly Rule[];
  readonly videos: readonly Video[];
  readonly links: readonly Link[];
  readonly storefronts: readonly Storefront[];
  readonly promoCodes: readonly PromoCode[];
  readonly products: ReadonlyMap<string, ProductTerms>;
  readonly campaigns: readonly Campaign[];
  readonly taxRules: readonly TaxRule[];
}

/** The defaults of section 16; a programme says only what differs. Currency has none: it must be chosen. */
export const PROGRAM_DEFAULTS: Omit<Program, 'currency' | 'changes'> = {
  timezone: 'UTC',
  model: 'last_touch',
  halfLifeHours: 168,
  sameSession: false,
  precedence: [['promo_code'], ['onsite_cart', 'onsite_click', 'storefront', 'deep_link'], ['onsite_view']],
  windowsHours: {
    promo_code: 0,
    onsite_cart: 168,
    onsite_click: 168,
    storefront: 168,
    deep_link: 720,
    onsite_view: 24,
  },
  scopes: {
    promo_code: 'order',
    onsite_cart: 'product',
    onsite_click: 'product',
    storefront: 'order',
    deep_link: 'order',
    onsite_view: 'product',
  },
  matchBps: { direct: 10000n, category: 10000n, halo: 10000n },
  holdDays: 14,
  holdBasis: 'order',
  deliveryWaitDays: 60,
  lateGraceHours: 72,
  excludedSources: ['pos', 'draft'],
  orderCapMinor: null,
  creatorMonthlyCapMinor: null,
  creatorDailyCapMinor: null,
  tiers: [],
  laterLimits: [],
  tierCloseDays: 5,
  requireTaxProfile: false,
  qualify: {
    watchMs: 10000,
    watchBps: 5000,
    viewableRunMs: 2000,
    visibleBps: 5000,
    gapMs: 250,
    maxRateBps: 20000,
    slackMs: 1000,
    autoplayCounts: false,
  },
  fraud: { clicksPerViewerHour: 30, address: 40, ip: 30, fast: 30, fastMs: 5000, review: 60, reject: 100 },
  staffCustomerIds: [],
  sellerId: 'programme',
};
