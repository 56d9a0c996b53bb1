// What a plan pays and what it changes: each rate with the sales it is for, and the day from which it holds.
import type { PlanLimitsPartsFragment, PlanVersionPartsFragment } from '../api/generated';
import { Chip, type Tone } from '../ui/chip';
import { DataTable } from '../ui/data-table';
import { formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { attributionField, attributionValue, lengthWords, payWords, percent, scopeWords } from './plan-words';

const TONES: Record<string, Tone> = { raised: 'success', lowered: 'warning', changed: 'info' };

export const campaignNames = (version: PlanVersionPartsFragment) =>
  new Map(version.terms.campaigns.map((one) => [one.key, one.name]));

function useLimitWords() {
  const { t, locale, price } = useLocale();
  return (limits: PlanLimitsPartsFragment): string => {
    const parts: string[] = [];
    if (limits.orderCap) parts.push(t('plans.capOrder', { amount: price(limits.orderCap) }));
    if (limits.creatorMonthlyCap) parts.push(t('plans.capMonth', { amount: price(limits.creatorMonthlyCap) }));
    if (limits.creatorDailyCap) parts.push(t('plans.capDay', { amount: price(limits.creatorDailyCap) }));
    for (const tier of limits.tiers)
      parts.push(t('plans.tierWords', { amount: price(tier.minGmv), bonus: percent(tier.bonusBps, locale) }));
    return parts.length === 0 ? t('plans.noLimits') : parts.join('; ');
  };
}

export function EffectsCard({ version }: { version: PlanVersionPartsFragment }) {
  const { t, locale } = useLocale();
  const limitWords = useLimitWords();
  const { rates, limits, attribution } = version.effects;
  const names = campaignNames(version);
  const rows = [
    ...rates.map((one, at) => ({
      key: `rate-${at}`,
      what: scopeWords(t, one.scope, names),
      before: payWords(t, locale, one.before),
      after: payWords(t, locale, one.after),
      ...{ direction: one.direction, from: one.from },
    })),
    ...(limits
      ? [
          {
            ...{
              key: 'limits',
              what: t('plans.limits'),
              before: limitWords(limits.before),
              after: limitWords(limits.after),
            },
            ...{ direction: limits.direction, from: limits.from },
          },
        ]
      : []),
    ...attribution.map((one) => ({
      key: one.field,
      what: attributionField(t, one.field),
      before: attributionValue(t, locale, one.field, one.before),
      after: attributionValue(t, locale, one.field, one.after),
      ...{ direction: one.direction, from: one.from },
    })),
  ];
  return (
    <Card title={t(version.status === 'published' ? 'plans.changed' : 'plans.wouldChange')} flush>
      {rows.length === 0 ? (
        <p className="vt-nothing">{t('plans.noChange')}</p>
      ) : (
        <DataTable
          caption={t('plans.wouldChange')}
          rows={rows}
          rowKey={(row) => row.key}
          columns={[
            { key: 'what', header: t('plans.sale'), lead: true, cell: (row) => row.what },
            { key: 'before', header: t('plans.payBefore'), cell: (row) => row.before },
            { key: 'after', header: t('plans.payAfter'), cell: (row) => <strong>{row.after}</strong> },
            {
              key: 'from',
              header: t('plans.from'),
              cell: (row) => (
                <span className="vt-two">
                  <span>
                    <Chip tone={TONES[row.direction] ?? 'info'}>{t(`plans.direction_${row.direction}`)}</Chip>
                  </span>
                  <small>{formatMoment(row.from, locale)}</small>
                </span>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}

export function TermsCard({ version }: { version: PlanVersionPartsFragment }) {
  const { t, locale, price } = useLocale();
  const limitWords = useLimitWords();
  const { rates, limits, campaigns, attribution } = version.terms;
  const names = campaignNames(version);
  return (
    <Card title={t('plans.terms')} flush>
      <DataTable
        caption={t('plans.terms')}
        rows={rates}
        rowKey={(row) => JSON.stringify(row.scope)}
        columns={[
          { key: 'what', header: t('plans.sale'), lead: true, cell: (row) => scopeWords(t, row.scope, names) },
          {
            key: 'pay',
            header: t('plans.pay'),
            end: true,
            cell: (row) => <strong>{payWords(t, locale, row.pay)}</strong>,
          },
        ]}
      />
      <dl className="vt-facts vt-plan-facts">
        <div>
          <dt>{t('plans.limits')}</dt>
          <dd>{limitWords(limits)}</dd>
        </div>
        {campaigns.map((one) => (
          <div key={one.key}>
            <dt>{t('plans.ofCampaign', { name: one.name })}</dt>
            <dd>
              {formatMoment(one.activeFrom, locale)} – {formatMoment(one.activeTo, locale)}
              {one.budget && ` · ${t('plans.budget')}: ${price(one.budget)}`}
              {one.dailyBudget && ` · ${t('plans.dailyBudget')}: ${price(one.dailyBudget)}`}
            </dd>
          </div>
        ))}
        {attribution.ways.map((way) => (
          <div key={way.instrument}>
            <dt>
              {t('plans.window')} · {t(`instrument.${way.instrument}`)}
            </dt>
            <dd>
              {lengthWords(t, way.windowHours)} · {t(`plans.match_${way.match}`)}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('plans.leastView')}</dt>
          <dd>
            {t('plans.leastViewWords', {
              seconds: t('plans.seconds', { count: attribution.watchMs / 1000 }),
              share: percent(attribution.watchBps, locale),
            })}
          </dd>
        </div>
        <div>
          <dt>{t('plans.attribution')}</dt>
          <dd>
            {t(`plans.preset_${attribution.preset ?? 'own'}`)} ·{' '}
            {t(attribution.clickOverView ? 'plans.clickFirst' : 'plans.latestFirst')}
            {attribution.sameSession && ` · ${t('plans.sameSession')}`}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
