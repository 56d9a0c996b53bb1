// Says in words what a rate pays, for which sales, and how much it changes.
import type { TFunction } from 'i18next';
import type { PlanPayPartsFragment, PlanScopePartsFragment } from '../api/generated';
import { formatMoney, type Money } from '../ui/format/money';
import { numberLocale } from '../ui/format/kazakh';

/** `bps` of 1250 is "12.5 %" in the reader's writing. */
export function percent(bps: number, locale: string): string {
  return new Intl.NumberFormat(numberLocale(locale), { style: 'percent', maximumFractionDigits: 2 }).format(
    bps / 10_000,
  );
}

export function payWords(t: TFunction, locale: string, pay: PlanPayPartsFragment | null): string {
  if (!pay) return t('plans.nothing');
  if (pay.kind === 'percent') {
    const rate = percent(pay.rateBps ?? 0, locale);
    return pay.tiered ? t('plans.withTier', { rate }) : rate;
  }
  return t(`plans.pays_${pay.kind}`, { amount: pay.amount ? formatMoney(pay.amount, locale, true) : '' });
}

/** "Every sale", or what tells these sales apart. `names` are those of campaigns by key. */
export function scopeWords(t: TFunction, scope: PlanScopePartsFragment, names: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  if (scope.productId) parts.push(t('plans.ofProduct', { name: scope.productId }));
  else if (scope.category) parts.push(t('plans.ofCategory', { name: scope.category }));
  if (scope.campaign) parts.push(t('plans.ofCampaign', { name: names.get(scope.campaign) ?? scope.campaign }));
  if (scope.creatorId) parts.push(t('plans.ofCreator', { name: scope.creatorName ?? scope.creatorId }));
  if (scope.instruments) parts.push(scope.instruments.map((way) => t(`instrument.${way}`)).join(', '));
  return parts.length === 0 ? t('plans.everySale') : parts.join(' · ');
}

/** The difference with its sign, exact. */
export function difference(before: Money, after: Money): Money {
  return { ...after, amountMinor: (BigInt(after.amountMinor) - BigInt(before.amountMinor)).toString() };
}

/** A plus where there is more, so that a change is never told by colour alone. */
export function signed(change: Money, locale: string): string {
  return `${BigInt(change.amountMinor) > 0n ? '+' : ''}${formatMoney(change, locale)}`;
}

/** Whole days as days, anything else as hours. */
export const lengthWords = (t: TFunction, hours: number): string =>
  hours % 24 === 0 && hours > 24 ? t('ui.days', { count: hours / 24 }) : t('plans.hours', { count: hours });

/** What a changed field of the attribution terms is called: "Time to the order · Creator’s link". */
export function attributionField(t: TFunction, field: string): string {
  const [name = '', way] = field.split('.');
  const label = t(`plans.${{ windowsHours: 'window', scopes: 'match' }[name] ?? name}`);
  return way ? `${label} · ${t(`instrument.${way}`)}` : label;
}

export function attributionValue(t: TFunction, locale: string, field: string, value: string): string {
  const [name = ''] = field.split('.');
  if (name === 'windowsHours') return lengthWords(t, Number(value));
  if (name === 'scopes') return t(`plans.match_${value}`);
  if (name === 'watchMs') return t('plans.seconds', { count: Number(value) / 1000 });
  if (value === 'true' || value === 'false') return t(value === 'true' ? 'plans.yes' : 'plans.no');
  return percent(Number(value), locale);
}
