// Puts together what the evaluator must know of a programme: terms, and the videos, codes, products and creators that facts name.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CreatorsService } from '../creators/creators.service.js';
import { ReferralsService, type Referrer } from '../creators/referrals/referrals.service.js';
import type { StoredFact } from '../facts/fact.rules.js';
import type { TermsChange } from '../stores/plans/dated-terms.rules.js';
import { StoresService } from '../stores/stores.service.js';
import { CODES, LINKS, PRODUCTS, VIDEOS } from './attribution.queries.js';
import { attributionInput, campaignInput, limitsInput, ruleInput } from './plan-input.rules.js';
import { parseConfig, type ProgramConfig } from './evaluator/evaluate.rules.js';

interface VideoRow {
  id: string;
  creator_id: string;
  duration_ms: number;
  live_from: Date;
  live_to: Date | null;
  product_ids: string[];
}

interface ProductRow {
  id: string;
  categories: { from: string | null; category: string | null }[];
}

interface CodeRow {
  code: string;
  creator_id: string;
  valid_from: Date;
  valid_to: Date | null;
}

interface LinkRow {
  id: string;
  creator_id: string;
  product_id: string | null;
}

const iso = (moment: Date | null): string | undefined => moment?.toISOString();

@Injectable()
export class ProgrammeConfigs {
  constructor(
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly referrals: ReferralsService,
  ) {}

  /**
   * The programme as far as these facts can meet it: a store has thousands of videos, an order meets a few. Leaving out
   * what no fact names changes no result, because a touch needs its video, link or code (money.md E8, T2).
   */
  async load(em: EntityManager, programme: string, facts: readonly StoredFact[]): Promise<ProgramConfig> {
    const terms = await this.stores.programOf(programme, em);
    const things = namedIn(facts);
    const videos: VideoRow[] = await em.query(VIDEOS, [terms.storeId, things.videoIds]);
    const codes: CodeRow[] = await em.query(CODES, [terms.storeId, things.codes]);
    const links: LinkRow[] = await em.query(LINKS, [terms.storeId, things.linkIds]);
    const tagged = [...videos.flatMap((v) => v.product_ids), ...links.flatMap((l) => l.product_id ?? [])];
    const productIds = [...new Set([...things.productIds, ...tagged])];
    const products: ProductRow[] = await em.query(PRODUCTS, [terms.storeId, productIds]);
    const named = [...new Set([...videos, ...codes, ...links].map((row) => row.creator_id))].sort();
    const creators = await this.creatorsOf(em, terms.storeId, named);
    return parseConfig({
      program: {
        currency: terms.currency,
        ...termsOf(terms),
        changes: terms.changes.map((change) => ({ ...termsOf(change), from: iso(change.from) })),
        later_limits: terms.limits.map(limitsInput),
      },
      creators,
      rules: terms.rules.map(ruleInput),
      campaigns: terms.campaigns.map(campaignInput),
      videos: videos.map((video) => ({
        id: video.id,
        creators: [{ creator_id: video.creator_id, share_bps: 10_000 }],
        product_ids: video.product_ids,
        duration_ms: video.duration_ms,
        live_from: iso(video.live_from),
        live_to: iso(video.live_to),
      })),
      links: links.map((link) => ({
        id: link.id,
        creator_id: link.creator_id,
        product_ids: link.product_id === null ? [] : [link.product_id],
      })),
      promo_codes: codes.map((code) => ({
        code: code.code,
        creator_id: code.creator_id,
        valid_from: iso(code.valid_from),
        valid_to: iso(code.valid_to),
      })),
      products: Object.fromEntries(products.map((product) => [product.id, categoriesOf(product)])),
    });
  }

  /** Those whom facts credit, and whoever invited them: a share needs both (money.md P6). */
  private async creatorsOf(em: EntityManager, storeId: string, named: readonly string[]): Promise<object[]> {
    const referrers = await this.referrals.referrersIn(em, storeId, named);
    const ids = [...new Set([...named, ...referrers.map((one) => one.referrerId)])].sort();
    const creators = [];
    for (const id of ids) {
      const found = referrers.find((one) => one.creatorId === id);
      creators.push({ ...(await this.creator(em, id, storeId)), ...(found ? { referrer: referrerInput(found) } : {}) });
    }
    return creators;
  }

  private async creator(em: EntityManager, id: string, storeId: string): Promise<Record<string, unknown>> {
    const known = await this.creators.identityHashes(id, storeId, em);
    return {
      id,
      customer_ids: known.customerIds,
      email_hashes: known.emailHashes,
      known: [
        ...known.devices.map(({ viewerId, from, to }) => ({ viewer_ids: [viewerId], from: iso(from), to: iso(to) })),
        ...known.phones.map(({ hashes, from, to }) => ({ phone_hashes: hashes, from: iso(from), to: iso(to) })),
      ],
    };
  }
}

/** Only what is named: a change leaves everything else as it stood. */
function termsOf({
  timezone,
  holdDays,
  windowsHours,
  attribution,
}: Omit<TermsChange, 'from'>): Record<string, unknown> {
  return {
    ...(timezone === undefined ? {} : { timezone }),
    ...(holdDays === undefined ? {} : { hold_days: holdDays }),
    ...(windowsHours === undefined ? {} : { windows_hours: { ...windowsHours } }),
    ...(attribution === undefined ? {} : attributionInput(attribution)),
  };
}

const referrerInput = ({ referrerId, rateBps, from, to }: Referrer) => ({
  ...{ creator_id: referrerId, rate_bps: rateBps, from: iso(from), to: iso(to) },
});

/** The first category holds from its own moment like every other, unless it was there before anyone kept dates. */
function categoriesOf({ categories }: ProductRow): object {
  const first = categories.find(({ from }) => from === null)?.category ?? null;
  return { category: first, categories: categories.filter(({ from }) => from !== null) };
}

/** What facts name. Codes compare without case and surrounding spaces, so they are looked up in upper case. */
function namedIn(facts: readonly StoredFact[]): {
  videoIds: string[];
  linkIds: string[];
  productIds: string[];
  codes: string[];
} {
  const videoIds = new Set<string>();
  const linkIds = new Set<string>();
  const productIds = new Set<string>();
  const codes = new Set<string>();
  for (const fact of facts) {
    if (typeof fact['video_id'] === 'string') videoIds.add(fact['video_id']);
    if (typeof fact['link_id'] === 'string') linkIds.add(fact['link_id']);
    if (typeof fact['product_id'] === 'string') productIds.add(fact['product_id']);
    for (const line of asList(fact['lines'])) {
      const productId = (line as { product_id?: unknown }).product_id;
      if (typeof productId === 'string') productIds.add(productId);
    }
    for (const code of asList(fact['discount_codes'])) {
      if (typeof code === 'string') codes.add(code.trim().toUpperCase());
    }
  }
  return { videoIds: [...videoIds], linkIds: [...linkIds], productIds: [...productIds], codes: [...codes] };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
