// The totals of a report: what was sold and kept, and every ratio with the numbers behind it.
import type { ReportPartsFragment } from '../api/generated';
import { formatCount, formatRate, formatUnit } from '../ui/format/size';
import { Card, Figure } from '../ui/page';
import { useLocale } from '../ui/use-locale';

export type ReportRow = ReportPartsFragment['totals'][number];
type Partners = ReportPartsFragment['partners'][number];
type Share = ReportRow['ratios']['conversion'];

const NONE = '—';

function useRatios(row: ReportRow) {
  const { t, locale, price } = useLocale();
  const share = ({ bps }: Share) => (bps === null ? NONE : formatRate(bps, locale));
  const count = (text: string) => new Intl.NumberFormat(locale === 'kk' ? 'ru' : locale).format(BigInt(text));
  const parts = (of: { numerator: string; denominator: string }) =>
    t('reports.of', { part: count(of.numerator), whole: count(of.denominator) });
  const money = (value: string | null) => (value === null ? NONE : price({ ...row.sales.gross, amountMinor: value }));
  return { share, count, parts, money };
}

function Sales({ row, own }: { row: ReportRow; own: boolean }) {
  const { t, locale, price } = useLocale();
  const { share, count } = useRatios(row);
  const { sales, ratios, commission } = row;
  return (
    <dl className="vt-figures">
      <Figure
        tone="accent"
        label={t('reports.net')}
        value={price(sales.net)}
        note={t('reports.orders', { count: Number(row.counts.orders), shown: count(row.counts.orders) })}
      />
      <Figure label={t('reports.gross')} value={price(sales.gross)} note={t('reports.grossNote')} />
      <Figure label={t('reports.cancelled')} value={price(sales.cancelled)} />
      <Figure
        label={t('reports.returned')}
        value={price(sales.returned)}
        note={t('reports.lost', { share: share(ratios.returnRate) })}
      />
      <Figure
        label={t('reports.commission')}
        value={price(commission.total)}
        note={
          own
            ? t('reports.takenBack', { sum: price(commission.reversed) })
            : t('reports.ofNet', {
                share: ratios.effectiveRate.bps === null ? NONE : formatRate(ratios.effectiveRate.bps, locale),
              })
        }
      />
    </dl>
  );
}

function Standing({ row }: { row: ReportRow }) {
  const { t, price } = useLocale();
  const { commission } = row;
  return (
    <Card title={t('reports.standing')}>
      <dl className="vt-figures">
        <Figure label={t('earnings.pending')} value={price(commission.pending)} />
        <Figure label={t('earnings.review')} value={price(commission.review)} />
        <Figure label={t('earnings.payable')} value={price(commission.payable)} />
        <Figure label={t('earnings.inTransit')} value={price(commission.inTransit)} />
        <Figure label={t('earnings.paid')} value={price(commission.paid)} />
      </dl>
    </Card>
  );
}

function Ratios({ row }: { row: ReportRow }) {
  const { t, locale } = useLocale();
  const { share, parts, money } = useRatios(row);
  const { ratios } = row;
  const { fromBps, toBps } = ratios.conversion;
  const between =
    fromBps === null || toBps === null
      ? ''
      : ` · ${t('reports.between', { from: formatRate(fromBps, locale), to: formatRate(toBps, locale) })}`;
  const watch = ratios.averageWatch.value;
  return (
    <Card title={t('reports.road')}>
      <dl className="vt-figures">
        <Figure label={t('reports.viewRate')} value={share(ratios.viewRate)} note={parts(ratios.viewRate)} />
        <Figure
          label={t('reports.averageWatch')}
          value={watch === null ? NONE : formatUnit(Number(watch) / 1000, 'second', locale, 1)}
        />
        <Figure label={t('reports.completion')} value={share(ratios.completion)} note={parts(ratios.completion)} />
        <Figure label={t('reports.ctr')} value={share(ratios.clickThrough)} note={parts(ratios.clickThrough)} />
        <Figure label={t('reports.addToCart')} value={share(ratios.addToCart)} note={parts(ratios.addToCart)} />
        <Figure
          label={t('reports.conversion')}
          value={share(ratios.conversion)}
          note={parts(ratios.conversion) + between}
        />
        <Figure
          label={t('reports.clickToOrder')}
          value={share(ratios.clickToOrder)}
          note={parts(ratios.clickToOrder)}
        />
        <Figure label={t('reports.basket')} value={money(ratios.averageOrder.value)} />
        <Figure label={t('reports.perClick')} value={money(ratios.perClick.value)} />
        <Figure label={t('reports.perThousand')} value={money(ratios.perThousandViews.value)} />
      </dl>
    </Card>
  );
}

function PartnersCard({ partners }: { partners: Partners }) {
  const { t, locale } = useLocale();
  return (
    <Card title={t('reports.partners')}>
      <dl className="vt-figures">
        <Figure
          label={t('reports.active')}
          value={formatCount(partners.active, locale)}
          note={t('reports.activeNote')}
        />
        <Figure
          label={t('reports.inactive')}
          value={formatCount(partners.inactive, locale)}
          note={t('reports.inactiveNote')}
        />
        <Figure
          label={t('reports.pareto')}
          value={formatCount(partners.bringMost, locale)}
          note={t('reports.paretoNote')}
        />
      </dl>
    </Card>
  );
}

/** All of one currency. A creator sees where the commission stands instead of other creators. */
export function Figures({ row, partners, own }: { row: ReportRow; partners: Partners | undefined; own: boolean }) {
  return (
    <>
      <Sales row={row} own={own} />
      {own && <Standing row={row} />}
      <Ratios row={row} />
      {partners && <PartnersCard partners={partners} />}
    </>
  );
}
