// What an experiment found: one plain sentence, then shares, uplift and money with their intervals, beside what was credited.
import type { ExperimentResultQuery } from '../../api/generated';
import { DataTable } from '../../ui/data-table';
import { barLength } from '../../ui/format/money';
import { formatCount } from '../../ui/format/size';
import { Card, Figure } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';
import { Intervals } from './intervals';
import { formatFactor, formatPoints, formatShare } from './numbers';
import type { Result } from './running';

type Experiment = NonNullable<ExperimentResultQuery['experiment']>;
type Findings = NonNullable<Result['findings']>;

/** Five in a hundred such differences would be chance: the line that the plan was made for. */
const isSure = (findings: Findings) => findings.pValue < 0.05;

function Answer({ result, findings }: { result: Result; findings: Findings }) {
  const { t, locale } = useLocale();
  const { relative } = findings;
  const share = (value: number) => formatShare(value, locale, { digits: 1, signed: true });
  const kind = !isSure(findings) ? 'unsure' : relative.value > 0 ? 'more' : 'less';
  const tone = { unsure: 'warning', more: 'success', less: 'danger' }[kind];
  return (
    <section className="vt-answer" data-tone={tone}>
      <h2>{t(`experiments.answer_${kind}`, { relative: share(relative.value) })}</h2>
      <p>{t('experiments.answerBetween', { from: share(relative.from), to: share(relative.to) })}</p>
      {kind === 'more' && (
        <p>
          {t('experiments.answerOrders', {
            caused: formatCount(Math.round(findings.incrementalBuyers), locale),
            all: formatCount(result.shown.buyers ?? 0, locale),
            share: formatShare(findings.incrementalBuyers / (result.shown.buyers || 1), locale, { digits: 1 }),
          })}
        </p>
      )}
    </section>
  );
}

function Charts({ result, findings }: { result: Result; findings: Findings }) {
  const { t, locale } = useLocale();
  const { relative, difference } = findings;
  const share = (value: number) => formatShare(value, locale);
  const signed = (value: number) => formatShare(value, locale, { digits: 1, signed: true });
  const between = (from: string, to: string) => t('experiments.between', { from, to });
  const arms = [
    { key: 'shown', label: t('experiments.shown'), rate: result.shown.rate, tone: 'accent' as const },
    { key: 'holdout', label: t('experiments.heldOut'), rate: result.holdout.rate, tone: 'second' as const },
  ];
  return (
    <>
      <Card title={t('experiments.buyers')}>
        <Intervals
          title={t('experiments.buyersHint')}
          rows={arms.flatMap(({ rate, ...arm }) =>
            rate ? [{ ...arm, ...rate, text: share(rate.value), note: between(share(rate.from), share(rate.to)) }] : [],
          )}
        />
      </Card>
      <Card title={t('experiments.upliftTitle')}>
        <Intervals
          title={t('experiments.upliftChart')}
          zero={{ label: t('experiments.noChange') }}
          rows={[
            {
              ...{ key: 'relative', label: t('experiments.relative'), ...relative },
              text: signed(relative.value),
              note: between(signed(relative.from), signed(relative.to)),
            },
          ]}
        />
        <p className="vt-footnote">
          {t('experiments.points', {
            value: formatPoints(difference.value, locale),
            from: formatPoints(difference.from, locale),
            to: formatPoints(difference.to, locale),
          })}{' '}
          {t('experiments.chance', { chance: formatShare(findings.chanceShownBetter, locale, { digits: 1 }) })}
        </p>
      </Card>
    </>
  );
}

function MoneyCard({ experiment, findings }: { experiment: Experiment; findings: Findings }) {
  const { t, locale, price } = useLocale();
  const { incrementalRevenue: caused, commission, incrementalReturn, creditedReturn } = findings;
  const basis = experiment.marginBps === null ? 'revenue' : 'margin';
  const factor = (value: number | null | undefined) =>
    value === null || value === undefined ? t('experiments.noCommission') : formatFactor(value, locale);
  return (
    <Card title={t('experiments.money')}>
      <dl className="vt-figures">
        <Figure
          tone="accent"
          label={t('experiments.causedReturn')}
          value={factor(incrementalReturn)}
          note={t(`experiments.per_${basis}`)}
        />
        <Figure
          label={t('experiments.creditedReturn')}
          value={factor(creditedReturn)}
          note={t('experiments.creditedNote')}
        />
        <Figure
          label={t('experiments.causedRevenue')}
          value={price(caused.value)}
          note={t('experiments.between', { from: price(caused.from), to: price(caused.to) })}
        />
        <Figure label={t('experiments.commission')} value={price(commission)} note={t('experiments.commissionNote')} />
      </dl>
      <div style={{ marginTop: 24 }}>
        <Intervals
          title={t('experiments.revenueChart')}
          zero={{ label: t('experiments.noChange') }}
          rows={[
            {
              key: 'adjusted',
              label: t('experiments.adjusted'),
              of: findings.revenuePerViewer,
              tone: 'accent' as const,
            },
            { key: 'raw', label: t('experiments.raw'), of: findings.rawRevenuePerViewer, tone: 'second' as const },
          ].map(({ of, ...row }) => ({
            ...row,
            ...{ value: barLength(of.value), from: barLength(of.from), to: barLength(of.to) },
            text: price(of.value),
            note: t('experiments.between', { from: price(of.from), to: price(of.to) }),
          }))}
        />
      </div>
    </Card>
  );
}

function ArmsTable({ result }: { result: Result }) {
  const { t, locale, price } = useLocale();
  const count = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : formatCount(value, locale);
  const rows = [
    { name: t('experiments.shown'), arm: result.shown },
    { name: t('experiments.heldOut'), arm: result.holdout },
  ];
  return (
    <Card title={t('experiments.numbers')} flush>
      <DataTable
        caption={t('experiments.numbers')}
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          { key: 'name', header: t('experiments.group'), lead: true, cell: (row) => row.name },
          { key: 'viewers', header: t('experiments.viewers'), end: true, cell: (row) => count(row.arm.viewers) },
          { key: 'bought', header: t('experiments.buyers'), end: true, cell: (row) => count(row.arm.buyers) },
          { key: 'orders', header: t('experiments.orders'), end: true, cell: (row) => count(row.arm.orders) },
          { key: 'other', header: t('experiments.otherOrders'), end: true, cell: (row) => count(row.arm.otherOrders) },
          {
            key: 'revenue',
            header: t('experiments.perViewer'),
            end: true,
            cell: (row) => (row.arm.revenuePerViewer ? price(row.arm.revenuePerViewer) : '–'),
          },
          {
            key: 'returns',
            header: t('experiments.returns'),
            end: true,
            cell: (row) =>
              row.arm.returnRate === null || row.arm.returnRate === undefined
                ? '–'
                : formatShare(row.arm.returnRate, locale, { digits: 1 }),
          },
        ]}
      />
    </Card>
  );
}

function ProductsCard({ findings }: { findings: Findings }) {
  const { t, locale } = useLocale();
  if (findings.products.length === 0) return null;
  const cell = (share: number, orders: number) => (
    <>
      {formatShare(share, locale, { digits: 1 })}{' '}
      <span className="vt-of">{t('experiments.ofOrders', { count: orders })}</span>
    </>
  );
  return (
    <Card title={t('experiments.productReturns')} flush>
      <p className="vt-card-lead">{t('experiments.productReturnsHint')}</p>
      <DataTable
        caption={t('experiments.productReturns')}
        rows={findings.products}
        rowKey={(row) => row.productId}
        columns={[
          { key: 'title', header: t('experiments.product'), lead: true, cell: (row) => row.title },
          {
            key: 'watched',
            header: t('experiments.watchers'),
            end: true,
            cell: (row) => cell(row.watchedReturnRate, row.watchedOrders),
          },
          {
            key: 'holdout',
            header: t('experiments.heldOut'),
            end: true,
            cell: (row) => cell(row.holdoutReturnRate, row.holdoutOrders),
          },
        ]}
      />
    </Card>
  );
}

export function FindingsCards({ experiment, result }: { experiment: Experiment; result: Result }) {
  const { t } = useLocale();
  const { findings } = result;
  if (!findings) return null;
  return (
    <>
      <Answer result={result} findings={findings} />
      <Charts result={result} findings={findings} />
      <MoneyCard experiment={experiment} findings={findings} />
      <ArmsTable result={result} />
      <ProductsCard findings={findings} />
      <p className="vt-footnote">{t('experiments.howRead')}</p>
    </>
  );
}
