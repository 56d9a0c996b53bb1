// "Does the video cause sales?": the plan, the experiment while it runs, its answer, and those of before.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import {
  ExperimentResultDocument,
  ExperimentsDocument,
  type ExperimentPartsFragment,
  type ExperimentsQuery,
} from '../../api/generated';
import { Chip } from '../../ui/chip';
import { DataTable } from '../../ui/data-table';
import { formatRate } from '../../ui/format/size';
import { formatDate } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import './experiments.css';
import { FindingsCards } from './findings';
import { PlanForm } from './plan-form';
import { DraftCard, RunningCard } from './running';

/** A year of experiments of three weeks fits on one page. */
const SHOWN = 20;

const TONES = {
  draft: 'neutral',
  running: 'info',
  measuring: 'info',
  finished: 'success',
  stopped: 'neutral',
} as const;

function Refused({ code }: { code: string }) {
  const { t } = useLocale();
  const tone = code === 'BROKEN_SAMPLE_RATIO' ? 'danger' : 'neutral';
  return (
    <section className="vt-answer" data-tone={tone}>
      <h2>{t(`experiments.refusal.${code}.title`)}</h2>
      <p>{t(`experiments.refusal.${code}.text`)}</p>
    </section>
  );
}

function One({ id, onChange }: { id: string; onChange: () => void }) {
  const [{ data, error }, ask] = useQuery({
    query: ExperimentResultDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const again = () => {
    ask({ requestPolicy: 'network-only' });
    onChange();
  };
  const experiment = data?.experiment;
  if (error && !experiment) return <ErrorState error={error} again={again} />;
  if (!experiment) return <RowsSkeleton rows={3} height={120} />;
  if (experiment.status === 'draft') return <DraftCard experiment={experiment} onDone={again} />;
  const { result } = experiment;
  if (!result) return null;
  const isOver = experiment.status === 'finished' || experiment.status === 'stopped';
  return (
    <>
      {result.refusal && <Refused code={result.refusal} />}
      {!isOver && <RunningCard experiment={experiment} result={result} onDone={again} />}
      {result.findings && <FindingsCards experiment={experiment} result={result} />}
    </>
  );
}

function Earlier({
  list,
  open,
  onOpen,
}: {
  list: ExperimentPartsFragment[];
  open: string;
  onOpen: (id: string) => void;
}) {
  const { t, locale } = useLocale();
  const date = (at: string | null | undefined) => (at ? formatDate(at, locale) : '–');
  return (
    <Card title={t('experiments.earlier')} flush>
      <DataTable
        caption={t('experiments.earlier')}
        rows={list}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'from',
            header: t('experiments.from'),
            lead: true,
            cell: (row) => date(row.startedAt ?? row.createdAt),
          },
          { key: 'to', header: t('experiments.to'), cell: (row) => date(row.endedAt) },
          {
            key: 'share',
            header: t('experiments.heldOut'),
            end: true,
            cell: (row) => formatRate(row.holdoutBps, locale),
          },
          {
            key: 'status',
            header: t('experiments.state'),
            cell: (row) => <Chip tone={TONES[row.status]}>{t(`experiments.status.${row.status}`)}</Chip>,
          },
          {
            key: 'open',
            header: '',
            end: true,
            cell: (row) => (
              <Button size="compact-sm" variant="subtle" disabled={row.id === open} onClick={() => onOpen(row.id)}>
                {t('experiments.show')}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** The one that is not over comes first, else the newest that ran. */
function firstOf(nodes: ExperimentsQuery['experiments']['nodes']): string | null {
  const live = nodes.find((one) => one.status === 'running' || one.status === 'measuring');
  const draft = nodes.find((one) => one.status === 'draft');
  return (live ?? draft ?? nodes.find((one) => one.startedAt))?.id ?? null;
}

export function ExperimentsPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const variables = { storeId, first: SHOWN, after: null };
  const [{ data, error }, ask] = useQuery({
    query: ExperimentsDocument,
    variables,
    requestPolicy: 'cache-and-network',
  });
  // In the address, so that an answer can be sent to a colleague and Back leads to the one before.
  const [search, setSearch] = useSearchParams();
  const chosen = search.get('experiment');
  const [planning, setPlanning] = useState(false);
  const again = () => {
    setPlanning(false);
    setSearch({}, { replace: true });
    ask({ requestPolicy: 'network-only' });
  };
  const nodes = data?.experiments.nodes;
  const first = nodes ? firstOf(nodes) : null;
  const open = chosen ?? first;
  const isBusy = nodes?.some((one) => ['draft', 'running', 'measuring'].includes(one.status)) ?? true;
  const isSandbox = store?.sandbox === true;
  const plan = !isBusy && first !== null && !planning && !isSandbox && (
    <Button onClick={() => setPlanning(true)}>{t('experiments.planNew')}</Button>
  );
  return (
    <Page title={t('experiments.title')} lead={t('experiments.lead')} actions={plan}>
      <div className="vt-cards">
        {error && !nodes && <ErrorState error={error} again={again} />}
        {!nodes && !error && <RowsSkeleton rows={3} height={120} />}
        {isSandbox && <div className="vt-notice">{t('experiments.sandbox')}</div>}
        {nodes && !isSandbox && (planning || first === null) && <PlanForm storeId={storeId} onDone={again} />}
        {open && <One key={open} id={open} onChange={again} />}
        {nodes && nodes.length > 1 && (
          <Earlier list={nodes} open={open ?? ''} onOpen={(id) => setSearch({ experiment: id })} />
        )}
        <details className="vt-card">
          <summary>{t('experiments.rulesTitle')}</summary>
          <ul>
            {['draw', 'consent', 'outcome', 'peek', 'token', 'credit'].map((rule) => (
              <li key={rule}>{t(`experiments.rules.${rule}`)}</li>
            ))}
          </ul>
        </details>
      </div>
    </Page>
  );
}
