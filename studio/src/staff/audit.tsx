// The audit log: who did what to what, with the state before and after.
import { Button, Drawer, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBooks } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { AuditLogDocument, type AuditLogQuery } from '../api/generated';
import { usePages } from '../api/use-pages';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { AuditExport } from './audit-export';

type Entry = AuditLogQuery['auditLog']['nodes'][number];
const PAGE = 25;

/** Stored as JSON text; drawn with line breaks when it is JSON. */
function pretty(text: string | null): string {
  if (!text) return '—';
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function EntryDrawer({ entry, onClose }: { entry: Entry | null; onClose: () => void }) {
  const { t, locale } = useLocale();
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      title={entry?.action ?? ''}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {entry && (
        <div className="vt-stack">
          <dl className="vt-facts" data-rows>
            <div>
              <dt>{t('decisions.when')}</dt>
              <dd>{formatMoment(entry.at, locale)}</dd>
            </div>
            <div>
              <dt>{t('decisions.who')}</dt>
              <dd>
                {entry.actorName ?? entry.actor} <code>{entry.actor}</code>
              </dd>
            </div>
            <div>
              <dt>{t('audit.subject')}</dt>
              <dd>
                {entry.subjectType} <code>{entry.subjectId}</code>
              </dd>
            </div>
            <div>
              <dt>{t('audit.address')}</dt>
              <dd>{entry.ip ?? '—'}</dd>
            </div>
          </dl>
          <h3 className="vt-h3">{t('audit.before')}</h3>
          <pre className="vt-json" tabIndex={0} aria-label={t('audit.before')}>
            {pretty(entry.before)}
          </pre>
          <h3 className="vt-h3">{t('audit.after')}</h3>
          <pre className="vt-json" tabIndex={0} aria-label={t('audit.after')}>
            {pretty(entry.after)}
          </pre>
        </div>
      )}
    </Drawer>
  );
}

function useColumns(onOpen: (entry: Entry) => void): Column<Entry>[] {
  const { t, locale } = useLocale();
  return [
    { key: 'at', header: t('decisions.when'), cell: (row) => formatMoment(row.at, locale) },
    { key: 'who', header: t('decisions.who'), cell: (row) => row.actorName ?? <code>{row.actor}</code> },
    { key: 'action', header: t('audit.action'), lead: true, cell: (row) => <code>{row.action}</code> },
    {
      key: 'subject',
      header: t('audit.subject'),
      cell: (row) => (
        <span className="vt-two">
          <span>{row.subjectType}</span>
          <small className="vt-mono vt-break">{row.subjectId}</small>
        </span>
      ),
    },
    {
      key: 'open',
      header: '',
      end: true,
      cell: (row) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('audit.openOf', { action: row.action, id: row.subjectId })}
          onClick={() => onOpen(row)}
        >
          {t('audit.open')}
        </Button>
      ),
    },
  ];
}

export function AuditPage() {
  const { t } = useLocale();
  const [filter, setFilter] = useState({ actor: '', action: '', subjectId: '' });
  const [settled] = useDebouncedValue(filter, 300);
  const [entry, setEntry] = useState<Entry | null>(null);
  const pages = usePages(PAGE);
  const columns = useColumns(setEntry);
  const [{ data, error }, ask] = useQuery({
    query: AuditLogDocument,
    variables: {
      actor: settled.actor.trim() || null,
      action: settled.action.trim() || null,
      subjectId: settled.subjectId.trim() || null,
      first: PAGE,
      after: pages.after,
    },
  });
  const list = data?.auditLog;
  const field = (name: keyof typeof filter) => (
    <TextInput
      className="vt-grow"
      label={t(`audit.${name}`)}
      value={filter[name]}
      onChange={(event) => {
        setFilter({ ...filter, [name]: event.currentTarget.value });
        pages.restart();
      }}
    />
  );
  return (
    <Page title={t('nav.audit')} lead={t('audit.lead')}>
      <Card flush>
        <Group className="vt-toolbar" align="flex-end">
          {field('actor')}
          {field('action')}
          {field('subjectId')}
        </Group>
        <AuditExport actor={settled.actor} action={settled.action} />
        {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState icon={<IconBooks size={26} aria-hidden />} title={t('audit.none')} text={t('audit.noneText')} />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.audit')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      <EntryDrawer entry={entry} onClose={() => setEntry(null)} />
    </Page>
  );
}
