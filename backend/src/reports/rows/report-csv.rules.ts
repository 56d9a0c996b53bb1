// A report as CSV: one line a row, amounts in the currency's own decimals, ratios as percent with both parts beside them.
import { CSV_MARK, csvLine } from '../../base/csv/csv.rules.js';
import { formatDecimal } from '../../base/money.js';
import { metricsOf, type Share } from './metrics.rules.js';
import { countedOf, type FoundRow } from './row.rules.js';

const MONEY = [
  'gross',
  'cancelled',
  'returned',
  'net',
  'commission',
  'pending',
  'review',
  'payable',
  'in_transit',
  'paid',
  'reversed',
] as const;
const COUNTS = [
  'impressions',
  'views',
  'viewable',
  'qualified',
  'viewers',
  'watched_ms',
  'completed',
  'clicks',
] as const;
const MORE = ['clicked_views', 'cart_viewers', 'orders'] as const;
const SHARES = [
  'viewRate',
  'completion',
  'clickThrough',
  'addToCart',
  'conversion',
  'clickToOrder',
  'returnRate',
] as const;
const RATES = ['effectiveRate', 'lateShare'] as const;
const PER = ['averageOrder', 'perClick', 'perThousandViews'] as const;

const NAMES = ['key', 'name', 'currency', ...MONEY, ...COUNTS, ...MORE];
const RATIOS = [...SHARES, ...RATES].map((name) => `${name}Percent`);
export const CSV_COLUMNS =
  CSV_MARK + csvLine([...NAMES, ...RATIOS, 'conversionFrom', 'conversionTo', ...PER, 'averageWatchMs']);

/** Basis points as percent with two decimals: text, so that no digit is lost. */
function percent(bps: Share['bps']): string {
  return bps === null ? '' : `${bps / 100n}.${(bps % 100n).toString().padStart(2, '0')}`;
}

export function csvRow(row: FoundRow): string {
  const found = metricsOf(countedOf(row));
  const money = (value: bigint | null) => (value === null ? '' : formatDecimal(value, row.currency));
  return csvLine([
    ...[row.key, row.name, row.currency],
    ...MONEY.map((name) => money(BigInt(row[name]))),
    ...[...COUNTS, ...MORE].map((name) => row[name]),
    ...[...SHARES, ...RATES].map((name) => percent(found[name].bps)),
    ...[percent(found.conversion.fromBps), percent(found.conversion.toBps)],
    ...PER.map((name) => money(found[name].value)),
    found.averageWatch.value?.toString() ?? '',
  ]);
}
