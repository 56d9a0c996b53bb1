// Reads facts from JSON in the form of money.md section 3.
import type {
  Buyer,
  DecisionFact,
  DecisionSubject,
  Fact,
  FactBase,
  OrderFact,
  OrderLine,
  PayoutTerms,
  RefundFact,
  Segment,
  ViewFact,
} from './facts.rules.js';
import { readPayoutSettings, readTaxItem, readTaxProfile } from './parse-config.rules.js';
import { InputError, Reader } from './reader.rules.js';

/** Reads a list of facts. Throws InputError with the path of the first field that is wrong. Unknown keys are ignored. */
export function parseFacts(json: unknown, path = 'facts'): Fact[] {
  if (!Array.isArray(json)) throw new InputError('NOT_A_LIST', path, 'must be a list of facts');
  return json.map((item: unknown, index) => parseFact(item, `${path}[${index}]`));
}

/** Reads one fact. Throws InputError; an unknown `type` is UNKNOWN_FACT_TYPE. */
export function parseFact(json: unknown, path = 'fact'): Fact {
  const r = Reader.of(json, path);
  const type = r.text('type');
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!read)
    return r.fail('UNKNOWN_FACT_TYPE', 'type', `must be one of ${Object.keys(READERS).join(', ')}; got "${type}"`);
  const occurredAt = r.time('occurred_at');
  return read(r, { id: r.text('id'), occurredAt, receivedAt: r.time('received_at', occurredAt), source: r.value });
}

const READERS: Readonly<Record<string, (r: Reader, base: FactBase) => Fact>> = {
  view: readView,
  click: (r, base) => ({ ...base, ...engagement(r), type: 'click', ...videoAndProduct(r) }),
  add_to_cart: (r, base) => ({ ...base, ...engagement(r), type: 'add_to_cart', ...videoAndProduct(r) }),
  link_click: (r, base) => ({ ...base, ...engagement(r), type: 'link_click', linkId: r.text('link_id') }),
  storefront_click: (r, base) => ({
    ...base,
    ...engagement(r),
    type: 'storefront_click',
    storefrontId: r.text('storefront_id'),
    productId: r.optionalText('product_id'),
  }),
  identity: (r, base) => ({
    ...base,
    type: 'identity',
    viewerId: r.text('viewer_id'),
    customerId: r.text('customer_id'),
  }),
  order: readOrder,
  refund: readRefund,
  refund_void: (r, base) => ({ ...base, type: 'refund_void', refundId: r.text('refund_id') }),
  decision: readDecision,
  adjustment: (r, base) => ({
    ...base,
    type: 'adjustment',
    creatorId: r.text('creator_id'),
    amountMinor: r.bigint('amount', undefined, null),
  }),
  fx_rate: (r, base) => ({
    ...base,
    type: 'fx_rate',
    base: r.currency('base'),
    quote: r.currency('quote'),
    rate: r.rate('rate'),
    effectiveFrom: r.time('effective_from', base.occurredAt),
  }),
  payout_batch: (r, base) => ({
    ...base,
    type: 'payout_batch',
    creatorIds: r.optionalTexts('creator_ids'),
    terms: readPayoutTerms(r.child('terms')),
  }),
  payout_result: (r, base) => ({
    ...base,
    type: 'payout_result',
    batchId: r.text('batch_id'),
    creatorId: r.text('creator_id'),
    result: r.oneOf('result', ['settled', 'failed']),
  }),
};

function readPayoutTerms(r: Reader): Map<string, PayoutTerms> {
  const entries = Object.keys(r.value).map((creatorId): [string, PayoutTerms] => {
    const own = r.child(creatorId);
    const terms = {
      payout: readPayoutSettings(own.child('payout')),
      taxProfile: readTaxProfile(own),
      items: own.list('items', readTaxItem),
    };
    return [creatorId, terms];
  });
  return new Map(entries);
}

function engagement(r: Reader): { viewerId: string | null; consent: boolean; ivt: boolean } {
  return { viewerId: r.optionalText('viewer_id'), consent: r.flag('consent'), ivt: r.flag('ivt') };
}

function videoAndProduct(r: Reader): { videoId: string; productId: string | null } {
  return { videoId: r.text('video_id'), productId: r.optionalText('product_id') };
}

function readView(r: Reader, base: FactBase): ViewFact {
  return {
    ...base,
    ...engagement(r),
    type: 'view',
    version: r.integer('version', 1),
    sessionId: r.optionalText('session_id'),
    videoId: r.text('video_id'),
    autoplay: r.flag('autoplay'),
    interacted: r.flag('interacted'),
    segments: r.list('segments', readSegment),
  };
}

function readSegment(r: Reader): Segment {
  const lowest = -Number.MAX_SAFE_INTEGER;
  return {
    wallFromMs: r.integer('wall_from_ms', undefined, lowest),
    wallToMs: r.integer('wall_to_ms', undefined, lowest),
    mediaFromMs: r.integer('media_from_ms', undefined, lowest),
    mediaToMs: r.integer('media_to_ms', undefined, lowest),
    visibleBps: r.integer('visible_bps', 0),
    focused: r.flag('focused', true),
  };
}

function readOrder(r: Reader, base: FactBase): OrderFact {
  const lines = r.list('lines', readLine);
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    if (seen.has(line.lineId)) {
      throw new InputError(
        'DUPLICATE_ID',
        `${r.path}.lines[${index}].line_id`,
        `"${line.lineId}" stands twice in the order`,
      );
    }
    seen.add(line.lineId);
  });
  return {
    ...base,
    type: 'order',
    version: r.integer('version', 1),
    status: r.oneOf('status', ['paid', 'pending', 'cancelled']),
    currency: r.currency('currency'),
    viewerId: r.optionalText('viewer_id'),
    buyer: readBuyer(r.child('buyer')),
    discountCodes: r.optionalTexts('discount_codes') ?? [],
    lines,
    orderDiscountMinor: r.bigint('order_discount', 0n),
    taxesIncluded: r.flag('taxes_included'),
    deliveredAt: r.optionalTime('delivered_at'),
    test: r.flag('test'),
    staff: r.flag('staff') || r.flag('is_staff'),
    orderSource: r.optionalText('source'),
  };
}

function readBuyer(r: Reader): Buyer {
  return {
    customerId: r.optionalText('customer_id'),
    emailHash: r.optionalText('email_hash'),
    phoneHash: r.optionalText('phone_hash'),
    cardFp: r.optionalText('card_fp'),
    addressHash: r.optionalText('address_hash'),
    ipHash: r.optionalText('ip_hash'),
    staff: r.flag('staff') || r.flag('is_staff'),
  };
}

function readLine(r: Reader): OrderLine {
  const subscription = r.child('subscription');
  return {
    lineId: r.text('line_id'),
    productId: r.optionalText('product_id') ?? '',
    quantity: r.bigint('quantity'),
    unitPriceMinor: r.bigint('unit_price'),
    discountMinor: r.bigint('discount', 0n),
    taxMinor: r.bigint('tax', 0n),
    giftCard: r.flag('gift_card'),
    sellerId: r.optionalText('seller_id'),
    subscription: r.has('subscription')
      ? { contractId: subscription.text('contract_id'), cycle: subscription.integer('cycle', 1) }
      : null,
  };
}

function readRefund(r: Reader, base: FactBase): RefundFact {
  return {
    ...base,
    type: 'refund',
    orderId: r.text('order_id'),
    lines: r.list('lines', (line) => ({
      lineId: line.text('line_id'),
      quantity: line.bigint('quantity', 0n),
      amountMinor: line.optionalBigint('amount'),
    })),
    adjustmentMinor: r.bigint('adjustment', 0n, null),
  };
}

function readDecision(r: Reader, base: FactBase): DecisionFact {
  return {
    ...base,
    type: 'decision',
    action: r.oneOf('action', ['hold', 'approve', 'reject', 'ban']),
    subject: readSubject(r.requiredChild('subject')),
  };
}

/** The subject's own id may be written with its kind (`touch_id`) or plainly (`id`). */
function readSubject(r: Reader): DecisionSubject {
  const kind = r.oneOf('kind', ['commission', 'touch', 'viewer', 'creator']);
  if (kind === 'commission') {
    return { kind, orderId: r.text('order_id'), lineId: r.optionalText('line_id'), creatorId: r.text('creator_id') };
  }
  const id = r.optionalText(`${kind}_id`) ?? r.text('id');
  if (kind === 'touch') return { kind, touchId: id };
  return kind === 'viewer' ? { kind, viewerId: id } : { kind, creatorId: id };
}
