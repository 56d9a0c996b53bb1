// What the draft would have paid in the past beside what was paid: by month as bars, by creator as a list, the greatest loss first.
import { Button, Group, Progress, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { PlanRehearsalCreatorsDocument, RehearsePlanDocument, type PlanVersionPartsFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { usePages } from '../api/use-pages';
import { usePoll } from '../api/use-poll';
import { DataTable, Pager } from '../ui/data-table';
import { DayChart } from '../ui/day-chart';
import { formatCount } from '../ui/format/size';
import { Card, Figure } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { difference, signed } from './plan-words';

type Rehearsal = NonNullable<PlanVersionPartsFragment['rehearsal']>;

function Compared({ rehearsal, versionId }: { rehearsal: Rehearsal; versionId: string }) {
  const { t, locale, money } = useLocale();
  const { months } = rehearsal;
  const month = (at: number) => {
    const found = months[at];
    if (!found) throw new Error('No such month');
    return found;
  };
  return (
    <>
      <dl className="vt-figures">
        <Figure label={t('plans.before')} value={money(rehearsal.before)} note={t('plans.beforeNote')} />
        <Figure label={t('plans.after')} value={money(rehearsal.after)} note={t('plans.afterNote')} />
        <Figure
          tone="accent"
          label={t('plans.change')}
          value={signed(difference(rehearsal.before, rehearsal.after), locale)}
          note={t('plans.orders', { count: rehearsal.ordersDone })}
        />
        <Figure
          label={t('plans.whom')}
          value={t('plans.gainLose', { gaining: rehearsal.gaining, losing: rehearsal.losing })}
          note={t('plans.ofCreators', { count: rehearsal.creators })}
        />
      </dl>
      {months.length > 0 && (
        <DayChart
          title={t('plans.byMonth')}
          months
          days={months.map((one) => `${one.month}-01`)}
          series={[
            { name: t('plans.before'), color: 'var(--vt-bar-2)', of: (at) => month(at).before },
            { name: t('plans.after'), color: 'var(--vt-bar)', of: (at) => month(at).after },
          ]}
        />
      )}
      <Creators versionId={versionId} />
    </>
  );
}

function Creators({ versionId }: { versionId: string }) {
  const { t, locale, money } = useLocale();
  const pages = usePages(10);
  const [{ data }] = useQuery({
    query: PlanRehearsalCreatorsDocument,
    variables: { versionId, after: pages.after },
    requestPolicy: 'cache-and-network',
  });
  const found = data?.planRehearsalCreators;
  if (!found || found.totalCount === 0) return null;
  return (
    <Card title={t('plans.byCreator')} flush>
      <DataTable
        caption={t('plans.byCreator')}
        rows={found.nodes}
        rowKey={(row) => row.creatorId}
        columns={[
          { key: 'name', header: t('batches.creator'), lead: true, cell: (row) => row.name },
          { key: 'sales', header: t('plans.sales'), end: true, cell: (row) => formatCount(row.sales, locale) },
          { key: 'before', header: t('plans.before'), end: true, cell: (row) => money(row.before) },
          { key: 'after', header: t('plans.after'), end: true, cell: (row) => money(row.after) },
          {
            key: 'change',
            header: t('plans.change'),
            end: true,
            cell: (row) => <strong>{signed(row.change, locale)}</strong>,
          },
        ]}
      />
      <Pager pages={pages} shown={found.nodes.length} totalCount={found.totalCount} pageInfo={found.pageInfo} />
    </Card>
  );
}

type Props = { version: PlanVersionPartsFragment; unsaved: boolean; again: () => void };

export function RehearsalCard({ version, unsaved, again }: Props) {
  const { t, locale } = useLocale();
  const [months, setMonths] = useState('3');
  const run = useChange(RehearsePlanDocument);
  const { rehearsal } = version;
  const busy = rehearsal?.status === 'waiting' || rehearsal?.status === 'running';
  usePoll(again, 1500, busy);
  const share = rehearsal && rehearsal.ordersTotal > 0 ? (100 * rehearsal.ordersDone) / rehearsal.ordersTotal : 0;
  return (
    <>
      <Card title={t('plans.rehearsal')}>
        <div className="vt-stack">
          <div className="vt-dim">{t('plans.rehearsalText')}</div>
          {version.status === 'draft' && (
            <Group align="flex-end">
              <Select
                label={t('plans.span')}
                data={['1', '3', '6', '12'].map((value) => ({
                  value,
                  label: t('plans.months', { count: Number(value) }),
                }))}
                value={months}
                onChange={(value) => value && setMonths(value)}
                allowDeselect={false}
              />
              <Button
                leftSection={<IconHistory size={18} aria-hidden />}
                loading={run.busy}
                disabled={busy || unsaved}
                onClick={() => void run.run({ id: version.id, months: Number(months) }).then(again)}
              >
                {t('plans.run')}
              </Button>
            </Group>
          )}
          {unsaved && <div className="vt-dim">{t('plans.saveFirst')}</div>}
          {busy && rehearsal && (
            <div role="status">
              <Progress value={share} aria-label={t('plans.rehearsal')} mb={6} />
              {t('plans.progress', {
                done: formatCount(rehearsal.ordersDone, locale),
                total: formatCount(rehearsal.ordersTotal, locale),
              })}
            </div>
          )}
          {rehearsal?.status === 'failed' && (
            <div className="vt-notice" data-tone="danger" role="alert">
              <div>{t(`plans.failed_${rehearsal.error ?? 'EVALUATION_FAILED'}`)}</div>
            </div>
          )}
          {rehearsal?.status === 'done' && !rehearsal.current && (
            <div className="vt-notice" data-tone="warning" role="status">
              <div>{t('plans.stale')}</div>
            </div>
          )}
        </div>
      </Card>
      {rehearsal?.status === 'done' && <Compared rehearsal={rehearsal} versionId={version.id} />}
    </>
  );
}
