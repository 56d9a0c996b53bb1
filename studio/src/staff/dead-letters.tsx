// Jobs that failed every try: what they were about, why, and the two things to do with them.
import { Button, Group } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { DeadLettersDocument, DiscardJobDocument, RedriveJobDocument, type DeadLettersQuery } from '../api/generated';
import { useChange } from '../api/use-change';
import { usePages } from '../api/use-pages';
import { Ask } from '../ui/ask';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';

type Letter = DeadLettersQuery['deadLetters']['nodes'][number];
const PAGE = 25;

function useColumns(onRedrive: (row: Letter) => void, onDiscard: (row: Letter) => void): Column<Letter>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'name',
      header: t('deadLetters.job'),
      lead: true,
      cell: (row) => (
        <span className="vt-two">
          <code>{row.name}</code>
          <small className="vt-mono vt-break">{row.payloadId ?? '—'}</small>
        </span>
      ),
    },
    { key: 'at', header: t('decisions.when'), cell: (row) => formatMoment(row.failedAt, locale) },
    { key: 'tries', header: t('deadLetters.tries'), end: true, cell: (row) => row.tries },
    { key: 'error', header: t('deadLetters.error'), cell: (row) => <span className="vt-break">{row.lastError}</span> },
    {
      key: 'do',
      header: '',
      end: true,
      cell: (row) => (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('deadLetters.redriveOf', { name: row.name })}
            onClick={() => onRedrive(row)}
          >
            {t('deadLetters.redrive')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('deadLetters.discardOf', { name: row.name })}
            onClick={() => onDiscard(row)}
          >
            {t('deadLetters.discard')}
          </Button>
        </Group>
      ),
    },
  ];
}

export function DeadLettersPage() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const [doomed, setDoomed] = useState<Letter | null>(null);
  const redrive = useChange(RedriveJobDocument);
  const discard = useChange(DiscardJobDocument);
  const [{ data, error }, ask] = useQuery({
    query: DeadLettersDocument,
    variables: { first: PAGE, after: pages.after },
  });
  const list = data?.deadLetters;
  const again = () => ask({ requestPolicy: 'network-only' });
  const columns = useColumns(
    ({ id }) => void redrive.run({ id }, t('deadLetters.redriven')).then(again),
    (row) => setDoomed(row),
  );
  const drop = () => {
    if (doomed) void discard.run({ id: doomed.id }, t('deadLetters.discarded')).then(again);
    setDoomed(null);
  };
  return (
    <Page title={t('nav.deadLetters')} lead={t('deadLetters.lead')}>
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconMoodCheck size={26} aria-hidden />}
            title={t('deadLetters.none')}
            text={t('deadLetters.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.deadLetters')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      <Ask
        opened={doomed !== null}
        title={t('deadLetters.discardHead')}
        text={t('deadLetters.discardText', { name: doomed?.name ?? '' })}
        yes={t('deadLetters.discard')}
        danger
        busy={discard.busy}
        onClose={() => setDoomed(null)}
        onYes={drop}
      />
    </Page>
  );
}
