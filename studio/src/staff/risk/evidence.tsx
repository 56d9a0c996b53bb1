// The evidence behind a group: what was noticed, and the sales side by side with letters in place of buyers.
import { Chip } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';
import type { Pages } from '../../api/use-pages';
import { CommissionChip } from '../../ui/chip';
import type { CommissionState, RiskGroupQuery } from '../../api/generated';
import { useFactWords } from './words';

export type Shown = RiskGroupQuery['riskGroup'];
type Sale = Shown['sales']['nodes'][number];

export function Noticed({ group }: { group: Shown }) {
  const { t, locale } = useLocale();
  const words = useFactWords();
  const rest = group.alertCount - group.alerts.nodes.length;
  return (
    <Card title={t('risk.noticed')}>
      <p>{t(`risk.ruleText.${group.rule}`)}</p>
      <ul className="vt-noticed">
        {group.alerts.nodes.map((alert) => (
          <li key={alert.id}>
            {alert.facts.map((fact) => words(fact)).join(' ')}
            <small>
              {alert.orderId ? `${t('risk.orderOf', { order: alert.orderId })} · ` : ''}
              {formatMoment(alert.at, locale)}
            </small>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="vt-dim">{t('risk.moreAlerts', { count: rest })}</p>}
    </Card>
  );
}

/** A letter, marked when it is the creator's own. */
function Letter({ sale, trait }: { sale: Sale; trait: 'customer' | 'email' | 'phone' | 'device' }) {
  const { t } = useLocale();
  const letter = sale[trait];
  if (letter === null || letter === undefined) return <span className="vt-dim">—</span>;
  return sale.own.includes(trait) ? <Chip tone="danger">{t('risk.own', { letter })}</Chip> : <>{letter}</>;
}

function useSaleColumns(): Column<Sale>[] {
  const { t, locale, money } = useLocale();
  const letter = (trait: 'customer' | 'email' | 'phone' | 'device'): Column<Sale> => ({
    key: trait,
    header: t(`risk.trait.${trait}`),
    cell: (row) => <Letter sale={row} trait={trait} />,
  });
  return [
    {
      key: 'order',
      header: t('risk.order'),
      lead: true,
      cell: (row) => (
        <span className="vt-two">
          <span>{row.orderId}</span>
          <small>{[row.productTitle, row.videoTitle].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    { key: 'at', header: t('earnings.ordered'), cell: (row) => formatMoment(row.orderedAt, locale) },
    letter('customer'),
    letter('email'),
    letter('phone'),
    letter('device'),
    {
      key: 'state',
      header: t('earnings.state'),
      cell: (row) => <CommissionChip state={row.state as CommissionState} />,
    },
    { key: 'amount', header: t('earnings.amount'), end: true, cell: (row) => <strong>{money(row.amount)}</strong> },
  ];
}

export function Sales({ group, pages }: { group: Shown; pages: Pages }) {
  const { t } = useLocale();
  const columns = useSaleColumns();
  const { sales } = group;
  if (sales.totalCount === 0)
    return (
      <Card title={t('risk.sales')}>
        <p className="vt-nothing">{t('risk.noSales')}</p>
      </Card>
    );
  return (
    <Card title={t('risk.sales')} flush>
      <p className="vt-card-note">{t('risk.letters')}</p>
      <DataTable caption={t('risk.sales')} columns={columns} rows={sales.nodes} rowKey={(row) => row.id} />
      <Pager pages={pages} shown={sales.nodes.length} totalCount={sales.totalCount} pageInfo={sales.pageInfo} />
    </Card>
  );
}

export function History({ group }: { group: Shown }) {
  const { t, locale } = useLocale();
  if (group.history.length === 0) return null;
  return (
    <Card title={t('risk.history')}>
      <ul className="vt-noticed">
        {group.history.map((one) => (
          <li key={one.seq}>
            <strong>{t(`risk.did.${one.action}`)}</strong> {t(`risk.reason.${one.reasonCode}`)}
            {one.note ? ` — ${one.note}` : ''}
            <small>
              {one.actor.startsWith('rule:') ? t('risk.byRule') : one.actor} · {formatMoment(one.at, locale)}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}
