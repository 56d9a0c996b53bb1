// The rows of a report as a table, in the order that was chosen, a page at a time.
import { NativeSelect } from '@mantine/core';
import { Link } from 'react-router';
import type { ReportBy, ReportPartsFragment, ReportSort } from '../api/generated';
import type { Pages } from '../api/use-pages';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { sumMoney } from '../ui/format/money';
import { formatRate } from '../ui/format/size';
import { formatDay, formatMonth } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import type { ReportRow } from './figures';

const SORTS: ReportSort[] = ['NET', 'GROSS', 'RETURNED', 'COMMISSION', 'ORDERS', 'VIEWS', 'CLICKS'];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

type Props = {
  by: ReportBy;
  own: boolean;
  report: ReportPartsFragment;
  sort: ReportSort;
  onSort: (sort: ReportSort) => void;
  pages: Pages;
};

function useName(by: ReportBy, own: boolean) {
  const { t, locale } = useLocale();
  return ({ key, name }: ReportRow) => {
    // Until the answer of a new choice is here, the rows are still those of the last one.
    if (by === 'DAY' || by === 'MONTH') {
      const format = by === 'DAY' ? formatDay : formatMonth;
      return DAY.test(key) ? format(key, locale) : (name ?? key);
    }
    if (key === '') return t(by === 'VIDEO' ? 'reports.noVideo' : 'reports.noProduct');
    return by === 'VIDEO' && own ? <Link to={`/creator/videos/${key}`}>{name ?? key}</Link> : (name ?? key);
  };
}

export function RowsCard({ by, own, report, sort, onSort, pages }: Props) {
  const { t, locale, money } = useLocale();
  const nameOf = useName(by, own);
  const count = (text: string) => new Intl.NumberFormat(locale === 'kk' ? 'ru' : locale).format(BigInt(text));
  const title = t(`reports.by_${by}`);
  const lost = ({ sales }: ReportRow) => sumMoney([sales.cancelled, sales.returned]) ?? sales.returned;
  const columns: Column<ReportRow>[] = [
    { key: 'name', header: t(`reports.one_${by}`), lead: true, cell: nameOf },
    { key: 'views', header: t('reports.views'), end: true, cell: (row) => count(row.counts.qualifiedViews) },
    { key: 'clicks', header: t('reports.clicks'), end: true, cell: (row) => count(row.counts.clicks) },
    { key: 'orders', header: t('reports.ordersShort'), end: true, cell: (row) => count(row.counts.orders) },
    { key: 'gross', header: t('reports.gross'), end: true, cell: (row) => money(row.sales.gross) },
    {
      key: 'lost',
      header: t('reports.lostShort'),
      end: true,
      cell: (row) => {
        const { bps } = row.ratios.returnRate;
        return `${money(lost(row))}${bps === null || bps === 0 ? '' : ` · ${formatRate(bps, locale)}`}`;
      },
    },
    { key: 'net', header: t('reports.netShort'), end: true, cell: (row) => <strong>{money(row.sales.net)}</strong> },
    { key: 'commission', header: t('reports.commission'), end: true, cell: (row) => money(row.commission.total) },
  ];
  const order = (
    <NativeSelect
      size="xs"
      aria-label={t('reports.sort')}
      value={sort}
      onChange={(event) => {
        const chosen = (['KEY', ...SORTS] as const).find((one) => one === event.currentTarget.value);
        if (chosen) onSort(chosen);
      }}
      data={[...(by === 'DAY' || by === 'MONTH' ? (['KEY'] as const) : []), ...SORTS].map((one) => ({
        value: one,
        label: t(`reports.sort_${one}`),
      }))}
    />
  );
  return (
    <Card title={title} aside={order} flush>
      {report.nodes.length === 0 && <p className="vt-nothing">{t('reports.none')}</p>}
      {report.nodes.length > 0 && (
        <DataTable
          caption={title}
          rows={report.nodes}
          rowKey={(row) => `${row.currency} ${row.key}`}
          columns={columns}
        />
      )}
      <Pager pages={pages} shown={report.nodes.length} totalCount={report.totalCount} pageInfo={report.pageInfo} />
    </Card>
  );
}
