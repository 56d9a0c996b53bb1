// What waits for a person of the store: held certificates to release or cancel, and written-off codes to block in the shop.
import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useQuery } from 'urql';
import {
  CancelCertificatesDocument,
  CertificatesDocument,
  MarkCertificatesBlockedDocument,
  ReleaseCertificatesDocument,
  type CertificateRowFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatAgo } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Row = CertificateRowFragment;
type Queue = 'held' | 'to_block';
const PAGE = 20;

function useColumns(queue: Queue, chosen: ReadonlySet<string>, toggle: (id: string) => void): Column<Row>[] {
  const { t, locale } = useLocale();
  const nameOf = (row: Row) =>
    queue === 'held' ? t('certificates.sign', { sign: row.holderSign ?? '—' }) : `…${row.tail ?? ''}`;
  const why: Column<Row> =
    queue === 'held'
      ? {
          ...{ key: 'why', header: t('certificates.why') },
          cell: (row) => (
            <span className="vt-two">
              <span>{t(`certificates.held_${row.heldReason ?? 'surge'}`)}</span>
              {row.holderMonth !== null && <small>{t('certificates.holderHas', { count: row.holderMonth })}</small>}
            </span>
          ),
        }
      : {
          ...{ key: 'where', header: t('certificates.where') },
          cell: (row) => (
            <span className="vt-two">
              <span className="vt-break">{t('certificates.fileLine', { file: row.fileName, line: row.line })}</span>
              <small className="vt-break">{row.cancelReason}</small>
            </span>
          ),
        };
  return [
    {
      ...{ key: 'who', header: t(queue === 'held' ? 'certificates.person' : 'certificates.code'), lead: true },
      cell: (row) => (
        <Checkbox
          checked={chosen.has(row.id)}
          onChange={() => toggle(row.id)}
          data-certificate={row.id}
          label={
            <span className="vt-two">
              <span className="vt-mono">{nameOf(row)}</span>
              <small className="vt-break">{row.poolName}</small>
            </span>
          }
        />
      ),
    },
    why,
    {
      ...{ key: 'at', header: t(queue === 'held' ? 'certificates.askedAt' : 'certificates.cancelledAt') },
      cell: (row) => formatAgo(queue === 'held' ? row.askedAt : (row.cancelledAt ?? row.askedAt), locale),
    },
  ];
}

/** Arrows walk from one box to the next; a letter decides about the chosen ones, or the one in focus. */
function useKeys(onKey: (key: string, focused: string | null) => boolean) {
  const area = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const boxes = [...(area.current?.querySelectorAll<HTMLInputElement>('input[data-certificate]') ?? [])];
    const at = boxes.findIndex((box) => box === document.activeElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && at >= 0) {
      boxes[Math.min(boxes.length - 1, Math.max(0, at + step))]?.focus();
      event.preventDefault();
    } else if (at >= 0 && onKey(event.key.toLowerCase(), boxes[at]?.dataset['certificate'] ?? null)) {
      event.preventDefault();
    }
  };
  return { area, onKeyDown };
}

function CancelAsk({ ids, onDone, onClose }: { ids: string[]; onDone: () => void; onClose: () => void }) {
  const { t } = useLocale();
  const [reason, setReason] = useState('');
  const cancel = useChange(CancelCertificatesDocument);
  const run = async () => {
    if (await cancel.run({ ids, reason }, t('certificates.cancelled', { count: ids.length }))) onDone();
  };
  return (
    <Ask
      opened
      title={t('certificates.cancelTitle')}
      text={t('certificates.cancelText', { count: ids.length })}
      yes={t('certificates.cancelYes')}
      danger
      busy={cancel.busy}
      onYes={() => void run()}
      onClose={onClose}
    >
      <TextInput
        label={t('certificates.reason')}
        required
        minLength={3}
        maxLength={200}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && void run()}
      />
    </Ask>
  );
}

type Props = { storeId: string; poolId: string | null; queue: Queue; onChanged: () => void };

/** Nothing is drawn while nothing waits. */
export function QueueCard({ storeId, poolId, queue, onChanged }: Props) {
  const { t } = useLocale();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<string[] | null>(null);
  const pages = usePages(PAGE);
  const variables = { storeId, poolId, list: queue, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: CertificatesDocument, variables });
  const release = useChange(ReleaseCertificatesDocument);
  const block = useChange(MarkCertificatesBlockedDocument);
  const list = data?.certificates;
  const shown = list?.nodes.map(({ id }) => id) ?? [];
  const done = () => {
    setChosen(new Set());
    setAsking(null);
    pages.restart();
    ask({ requestPolicy: 'network-only' });
    onChanged();
  };
  const decide = async (what: 'release' | 'block' | 'cancel', ids: string[]) => {
    if (ids.length === 0) return;
    if (what === 'cancel') setAsking(ids);
    else if (what === 'release' && (await release.run({ ids }, t('certificates.released', { count: ids.length }))))
      done();
    else if (what === 'block' && (await block.run({ ids }, t('certificates.blockedDone', { count: ids.length }))))
      done();
  };
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));
  const picked = shown.filter((id) => chosen.has(id));
  const { area, onKeyDown } = useKeys((key, focused) => {
    const ids = picked.length > 0 ? picked : focused === null ? [] : [focused];
    const verb = { held: { r: 'release', x: 'cancel' }, to_block: { b: 'block' } }[queue] as Record<
      string,
      'release' | 'block' | 'cancel'
    >;
    const what = verb[key];
    if (what) void decide(what, ids);
    return what !== undefined;
  });
  const columns = useColumns(queue, chosen, toggle);
  if (error && !list) return <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />;
  if (!list || list.totalCount === 0) return null;
  const isHeld = queue === 'held';
  const busy = release.busy || block.busy;
  return (
    <Card title={t(`certificates.queue_${queue}`, { count: list.totalCount })} flush>
      <div ref={area} onKeyDown={onKeyDown}>
        <Group className="vt-toolbar" gap="xs">
          <Checkbox
            label={t('certificates.all')}
            checked={picked.length === shown.length}
            indeterminate={picked.length > 0 && picked.length < shown.length}
            onChange={() => setChosen(new Set(picked.length === shown.length ? [] : shown))}
          />
          <Button
            size="compact-sm"
            loading={busy}
            disabled={picked.length === 0}
            onClick={() => void decide(isHeld ? 'release' : 'block', picked)}
          >
            {t(isHeld ? 'certificates.release' : 'certificates.block', { count: picked.length })}
          </Button>
          {isHeld && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={picked.length === 0}
              onClick={() => void decide('cancel', picked)}
            >
              {t('certificates.cancel')}
            </Button>
          )}
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t(`certificates.keys_${queue}`)}
          </Text>
        </Group>
        <DataTable
          caption={t(`certificates.queue_${queue}`, { count: list.totalCount })}
          columns={columns}
          rows={list.nodes}
          rowKey={(row) => row.id}
        />
      </div>
      <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
      {asking && <CancelAsk ids={asking} onDone={done} onClose={() => setAsking(null)} />}
    </Card>
  );
}
