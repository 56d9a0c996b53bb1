// Reads a whole programme configuration from JSON in the form of money.md section 16.
import {
  INSTRUMENTS,
  type Campaign,
  type Creator,
  type Identifiers,
  type Instrument,
  type Link,
  type ProgramConfig,
  type PromoCode,
  type Rule,
  type Share,
  type TaxItem,
  type TaxRule,
  type Video,
} from './config.rules.js';
import { parseProgram } from './parse-program.rules.js';
import { InputError, Reader } from './reader.rules.js';

const ALWAYS = -Infinity;
const NEVER_ENDS = Infinity;

/** Reads a configuration. Throws InputError with the path of the first field that is wrong. Unknown keys are ignored. */
export function parseConfig(json: unknown, path = 'config'): ProgramConfig {
  const r = Reader.of(json, path);
  const config: ProgramConfig = {
    program: parseProgram(r.requiredChild('program')),
    creators: r.list('creators', readCreator),
    rules: r.list('rules', readRule),
    videos: r.list('videos', readVideo),
    links: r.list('links', readLink),
    storefronts: r.list('storefronts', readLink),
    promoCodes: r.list('promo_codes', readPromoCode),
    products: readProducts(r),
    campaigns: r.list('campaigns', readCampaign),
    taxRules: r.list('tax_rules', readTaxRule),
  };
  for (const key of ['creators', 'rules', 'links', 'storefronts', 'campaigns'] as const) {
    refuseTwins(config[key], `${path}.${key}`);
  }
  refuseOverlaps(config.videos, `${path}.videos`);
  return config;
}

function refuseTwins(items: readonly { readonly id: string }[], path: string): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item.id)) throw new InputError('DUPLICATE_ID', `${path}[${index}].id`, `"${item.id}" stands twice`);
    seen.add(item.id);
  });
}

/** A video may stand several times when its live times do not overlap: it was changed, or was away in between. */
function refuseOverlaps(videos: readonly Video[], path: string): void {
  const seen = new Map<string, Video[]>();
  videos.forEach((video, index) => {
    const others = seen.get(video.id) ?? [];
    if (others.some((other) => video.liveFrom < other.liveTo && other.liveFrom < video.liveTo)) {
      throw new InputError('DUPLICATE_ID', `${path}[${index}].id`, `"${video.id}" is live twice at one time`);
    }
    seen.set(video.id, [...others, video]);
  });
}

function readIdentifiers(r: Reader): Identifiers {
  return {
    customerIds: r.optionalTexts('customer_ids') ?? [],
    emailHashes: r.optionalTexts('email_hashes') ?? [],
    phoneHashes: r.optionalTexts('phone_hashes') ?? [],
    cardFps: r.optionalTexts('card_fps') ?? [],
    viewerIds: r.optionalTexts('viewer_ids') ?? [],
  };
}

function readCreator(r: Reader): Creator {
  const referrer = r.child('referrer');
  return {
    id: r.text('id'),
    ...readIdentifiers(r),
    known: r.list('known', (item) => ({
      ...readIdentifiers(item),
      from: item.time('from', ALWAYS),
      to: item.time('to', NEVER_ENDS),
    })),
    addressHashes: r.optionalTexts('address_hashes') ?? [],
    ipHashes: r.optionalTexts('ip_hashes') ?? [],
    referrer: r.has('referrer')
      ? {
          creatorId: referrer.text('creator_id'),
          rateBps: referrer.bigint('rate_bps'),
          from: referrer.time('from', ALWAYS),
          to: referrer.time('to', NEVER_ENDS),
        }
      : null,
    payout: readPayoutSettings(r.child('payout')),
    taxProfile: readTaxProfile(r),
  };
}

export function readPayoutSettings(r: Reader): Creator['payout'] {
  return {
    currency: r.has('currency') ? r.currency('currency') : null,
    unitMinor: r.bigint('unit', 1n, 1n),
    minAmountMinor: r.bigint('min_amount', 0n),
    ...(r.has('pay_unit') ? { payUnitMinor: r.bigint('pay_unit', undefined, 1n) } : {}),
  };
}

/** Of the object that holds `tax_profile`. */
export function readTaxProfile(r: Reader): Creator['taxProfile'] {
  const tax = r.child('tax_profile');
  return r.has('tax_profile') ? { country: tax.text('country'), status: tax.text('status') } : null;
}

function readRule(item: Reader): Rule {
  const r = item.has('selectors') ? new Reader({ ...item.value, ...item.child('selectors').value }, item.path) : item;
  const kind = r.oneOf('kind', ['percent', 'fixed_per_item', 'fixed_per_order']);
  const instruments = r.optionalTexts('instruments');
  return {
    id: r.text('id'),
    kind,
    rateBps: kind === 'percent' ? r.bigint('rate_bps') : 0n,
    amountMinor: kind === 'percent' ? 0n : r.bigint('amount'),
    tiered: r.flag('tiered'),
    maxCycles: r.optionalInteger('max_cycles'),
    chargeBps: r.optionalBigint('charge_bps'),
    creatorId: r.optionalText('creator_id'),
    campaignId: r.optionalText('campaign_id'),
    productId: r.optionalText('product_id'),
    category: r.optionalText('category'),
    instruments: instruments && instruments.length > 0 ? instruments.map((name) => readInstrument(r, name)) : null,
    effectiveFrom: r.time('effective_from', ALWAYS),
    effectiveTo: r.time('effective_to', NEVER_ENDS),
  };
}

function readInstrument(r: Reader, name: string): Instrument {
  const found = INSTRUMENTS.find((item) => item === name);
  return found ?? r.fail('NOT_ALLOWED', 'instruments', `must hold only ${INSTRUMENTS.join(', ')}; got "${name}"`);
}

function readVideo(r: Reader): Video {
  const creators: Share[] = r.list('creators', (share, _index) => ({
    creatorId: share.text('creator_id'),
    shareBps: share.bigint('share_bps', 10000n),
  }));
  const sum = creators.reduce((acc, share) => acc + share.shareBps, 0n);
  if (sum !== 10000n)
    r.fail('SHARES_DO_NOT_SUM', 'creators', `shares must sum to 10000 basis points; they sum to ${sum}`);
  return {
    id: r.text('id'),
    creators,
    productIds: r.optionalTexts('product_ids') ?? [],
    durationMs: r.integer('duration_ms'),
    liveFrom: r.time('live_from', ALWAYS),
    liveTo: r.time('live_to', NEVER_ENDS),
  };
}

function readLink(r: Reader): Link {
  return { id: r.text('id'), creatorId: r.text('creator_id'), productIds: r.optionalTexts('product_ids') };
}

function readPromoCode(r: Reader): PromoCode {
  return {
    code: r.text('code'),
    creatorId: r.text('creator_id'),
    validFrom: r.time('valid_from', ALWAYS),
    validTo: r.time('valid_to', NEVER_ENDS),
  };
}

function readProducts(r: Reader): ProgramConfig['products'] {
  const products = r.child('products');
  const ids = Object.keys(products.value);
  return new Map(
    ids.map((id) => {
      const item = products.child(id);
      const categories = item
        .list('categories', (later) => ({ from: later.time('from'), category: later.optionalText('category') }))
        .sort((a, b) => a.from - b.from);
      return [id, { category: item.optionalText('category'), sellerId: item.optionalText('seller_id'), categories }];
    }),
  );
}

function readCampaign(r: Reader): Campaign {
  return {
    id: r.text('id'),
    activeFrom: r.time('active_from', ALWAYS),
    activeTo: r.time('active_to', NEVER_ENDS),
    productIds: r.optionalTexts('product_ids'),
    creatorIds: r.optionalTexts('creator_ids'),
    budgetMinor: r.optionalBigint('budget'),
    dailyBudgetMinor: r.optionalBigint('daily_budget'),
  };
}

function readTaxRule(r: Reader): TaxRule {
  return {
    country: r.text('country'),
    status: r.text('status'),
    effectiveFrom: r.time('effective_from', ALWAYS),
    effectiveTo: r.time('effective_to', NEVER_ENDS),
    enabled: r.flag('enabled', true),
    items: r.list('items', readTaxItem),
  };
}

export function readTaxItem(r: Reader): TaxItem {
  const brackets = r.list('brackets', (bracket) => ({
    upToMinor: bracket.optionalBigint('up_to'),
    rateBps: bracket.bigint('rate_bps'),
  }));
  return {
    code: r.text('code'),
    payer: r.oneOf('payer', ['creator', 'operator']),
    rateBps: brackets.length > 0 ? 0n : r.bigint('rate_bps'),
    brackets: brackets.length > 0 ? brackets : null,
    roundUnitMinor: r.bigint('round_unit', 1n, 1n),
    baseMinus: r.optionalTexts('base_minus') ?? [],
    monthlyDeductionMinor: r.bigint('monthly_deduction', 0n),
    monthlyBaseCapMinor: r.optionalBigint('monthly_base_cap'),
  };
}
