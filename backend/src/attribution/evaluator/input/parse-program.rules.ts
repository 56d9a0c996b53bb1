// Reads the programme's own settings, filling in the defaults key by key.
import {
  INSTRUMENTS,
  MODELS,
  PROGRAM_DEFAULTS as D,
  type FraudSettings,
  type Instrument,
  type Program,
  type QualifySettings,
  type Scope,
  type Terms,
  type Tier,
} from './config.rules.js';
import { isTimeZone } from './months.rules.js';
import { InputError, Reader } from './reader.rules.js';

const SCOPES: readonly Scope[] = ['product', 'category', 'order'];

/** Reads `config.program`. Nested objects merge with the defaults key by key, lists replace them. Throws InputError. */
export function parseProgram(r: Reader): Program {
  const fixed = readFixed(r);
  return {
    ...fixed,
    ...readTerms(r),
    changes: readChanges(r),
    fraud: readFraud(r.child('fraud')),
    tiers: r.list('tiers', readTier),
    laterLimits: r.list('later_limits', (limits) => ({
      from: limits.time('from'),
      orderCapMinor: limits.optionalBigint('order_cap'),
      creatorMonthlyCapMinor: limits.optionalBigint('creator_monthly_cap'),
      creatorDailyCapMinor: limits.optionalBigint('creator_daily_cap'),
      tiers: limits.list('tiers', readTier),
    })),
  };
}

function readTier(tier: Reader): Tier {
  return {
    minGmvMinor: tier.bigint('min_gmv'),
    maxReturnBps: tier.optionalBigint('max_return_bps'),
    bonusBps: tier.bigint('bonus_bps'),
  };
}

type Nested = keyof Terms | 'changes' | 'fraud' | 'tiers' | 'laterLimits';

function readTerms(r: Reader): Terms {
  return {
    timezone: readTimeZone(r),
    windowsHours: perInstrument((key) => r.child('windows_hours').integer(key, D.windowsHours[key])),
    sameSession: r.flag('same_session', D.sameSession),
    precedence: readPrecedence(r),
    scopes: perInstrument((key) => r.child('scopes').oneOf(key, SCOPES, D.scopes[key])),
    matchBps: {
      direct: r.child('match_bps').bigint('direct', D.matchBps.direct),
      category: r.child('match_bps').bigint('category', D.matchBps.category),
      halo: r.child('match_bps').bigint('halo', D.matchBps.halo),
    },
    qualify: readQualify(r.child('qualify')),
    holdDays: r.integer('hold_days', D.holdDays),
    holdBasis: r.oneOf('hold_basis', ['order', 'delivery'], D.holdBasis),
    deliveryWaitDays: r.integer('delivery_wait_days', D.deliveryWaitDays),
  };
}

const TERMS = [
  ...['timezone', 'windows_hours', 'hold_days', 'hold_basis', 'delivery_wait_days'],
  ...['same_session', 'precedence', 'scopes', 'match_bps', 'qualify'],
];

/** Each change says only what it changes; the rest stays as it stood before. */
function readChanges(r: Reader): Program['changes'] {
  let standing = r.value;
  let before = -Infinity;
  return r.list('changes', (change) => {
    const unknown = Object.keys(change.value).find((key) => key !== 'from' && !TERMS.includes(key));
    if (unknown !== undefined) change.fail('NOT_ALLOWED', unknown, `cannot change; only ${TERMS.join(', ')} can`);
    const from = change.time('from');
    if (from < before) change.fail('NOT_ALLOWED', 'from', 'changes must stand in the order of time');
    before = from;
    standing = { ...standing, ...change.value };
    return { ...readTerms(new Reader(standing, change.path)), from };
  });
}

function readFixed(r: Reader): Omit<Program, Nested> {
  return {
    currency: r.currency('currency'),
    model: r.oneOf('model', MODELS, D.model),
    halfLifeHours: r.integer('half_life_hours', D.halfLifeHours, 1),
    lateGraceHours: r.integer('late_grace_hours', D.lateGraceHours),
    excludedSources: r.optionalTexts('excluded_sources') ?? D.excludedSources,
    orderCapMinor: r.optionalBigint('order_cap'),
    creatorMonthlyCapMinor: r.optionalBigint('creator_monthly_cap'),
    creatorDailyCapMinor: r.optionalBigint('creator_daily_cap'),
    tierCloseDays: r.integer('tier_close_days', D.tierCloseDays),
    requireTaxProfile: r.flag('require_tax_profile', D.requireTaxProfile),
    staffCustomerIds: r.optionalTexts('staff_customer_ids') ?? [],
    sellerId: r.optionalText('seller_id') ?? D.sellerId,
  };
}

function perInstrument<T>(read: (key: Instrument) => T): Record<Instrument, T> {
  const entries = INSTRUMENTS.map((key) => [key, read(key)] as const);
  return Object.fromEntries(entries) as Record<Instrument, T>;
}

function readPrecedence(r: Reader): readonly (readonly Instrument[])[] {
  const levels = r.optionalItems('precedence');
  if (!levels) return D.precedence;
  return levels.map((level, i) => {
    const path = `${r.path}.precedence[${i}]`;
    if (!Array.isArray(level)) throw new InputError('NOT_A_LIST', path, 'must be a list of instruments');
    return level.map((name: unknown) => {
      const found = INSTRUMENTS.find((item) => item === name);
      if (!found)
        throw new InputError('NOT_ALLOWED', path, `must hold only ${INSTRUMENTS.join(', ')}; got "${String(name)}"`);
      return found;
    });
  });
}

function readQualify(r: Reader): QualifySettings {
  return {
    watchMs: r.integer('watch_ms', D.qualify.watchMs),
    watchBps: r.integer('watch_bps', D.qualify.watchBps),
    viewableRunMs: r.integer('viewable_run_ms', D.qualify.viewableRunMs),
    visibleBps: r.integer('visible_bps', D.qualify.visibleBps),
    gapMs: r.integer('gap_ms', D.qualify.gapMs),
    maxRateBps: r.integer('max_rate_bps', D.qualify.maxRateBps),
    slackMs: r.integer('slack_ms', D.qualify.slackMs),
    autoplayCounts: r.flag('autoplay_counts', D.qualify.autoplayCounts),
  };
}

function readFraud(r: Reader): FraudSettings {
  return {
    clicksPerViewerHour: r.integer('clicks_per_viewer_hour', D.fraud.clicksPerViewerHour),
    address: r.integer('address', D.fraud.address),
    ip: r.integer('ip', D.fraud.ip),
    fast: r.integer('fast', D.fraud.fast),
    fastMs: r.integer('fast_ms', D.fraud.fastMs),
    review: r.integer('review', D.fraud.review),
    reject: r.integer('reject', D.fraud.reject),
  };
}

function readTimeZone(r: Reader): string {
  const zone = r.optionalText('timezone') ?? D.timezone;
  if (isTimeZone(zone)) return zone;
  return r.fail('UNKNOWN_TIME_ZONE', 'timezone', `"${zone}" is not an IANA time zone`);
}
