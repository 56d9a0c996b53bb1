// What was sent to one address and what came back; the dead ones can be sent again.
import { Button, Modal } from '@mantine/core';
import { useQuery } from 'urql';
import {
  PostbackDeliveriesDocument,
  RedeliverPostbackDocument,
  type DeliveryCardFragment,
  type PostbackCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { IconPlugConnected } from '@tabler/icons-react';
import { useLocale } from '../../ui/use-locale';

const PAGE = 20;
const TONES: Record<string, Tone> = { waiting: 'info', delivered: 'success', dead: 'danger' };

export function Deliveries({ postback, onClose }: { postback: PostbackCardFragment; onClose: () => void }) {
  const { t, locale } = useLocale();
  const pages = usePages(PAGE);
  const variables = { postbackId: postback.id, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({
    query: PostbackDeliveriesDocument,
    variables,
    requestPolicy: 'network-only',
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const redeliver = useChange(RedeliverPostbackDocument);
  const list = data?.postbackDeliveries;
  const columns: Column<DeliveryCardFragment>[] = [
    {
      ...{ key: 'what', header: t('postbacks.what'), lead: true },
      cell: (one) => (
        <span className="vt-two">
          <span>{t(`postbacks.short_${one.event}`)}</span>
          <small>{formatMoment(one.createdAt, locale)}</small>
          <small className="vt-mono vt-break">{one.url}</small>
        </span>
      ),
    },
    {
      ...{ key: 'state', header: t('orderFiles.status') },
      cell: (one) => (
        <span className="vt-two">
          <span>
            <Chip tone={TONES[one.state] ?? 'neutral'}>{t(`postbacks.state_${one.state}`)}</Chip>
          </span>
          <small>{t('postbacks.tries', { count: one.attempts })}</small>
        </span>
      ),
    },
    {
      ...{ key: 'answer', header: t('postbacks.answer') },
      cell: (one) => (
        <span className="vt-two">
          <span>{one.status ?? '—'}</span>
          {one.answer && <small className="vt-break">{one.answer}</small>}
        </span>
      ),
    },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (one) =>
        one.state !== 'dead' || one.event === 'test' ? null : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void redeliver.run({ id: one.id }, t('postbacks.sentAgain')).then(again)}
          >
            {t('postbacks.sendAgain')}
          </Button>
        ),
    },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('postbacks.logTitle')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className="vt-stack">
        <span className="vt-mono vt-break">{postback.url}</span>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={4} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconPlugConnected size={26} aria-hidden />}
            title={t('postbacks.quiet')}
            text={t('postbacks.quietText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('postbacks.logTitle')} columns={columns} rows={list.nodes} rowKey={(one) => one.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </div>
    </Modal>
  );
}
