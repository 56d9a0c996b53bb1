// Which videos stand on which product page, in which order; reordered with buttons or the arrow keys.
import { ActionIcon, Group, Switch, Text } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconBadgeCc,
  IconLayoutGrid,
  IconListDetails,
  IconPinnedOff,
} from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import {
  HidePlacementDocument,
  MovePlacementDocument,
  PlacementsDocument,
  UnpinPlacementDocument,
  type PlacementsQuery,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { usePages } from '../api/use-pages';
import { Chip } from '../ui/chip';
import { Pager } from '../ui/data-table';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { useLocale } from '../ui/use-locale';
import { Standing } from './placing/standing';
import { useStore } from './use-store';

type Placement = PlacementsQuery['placements']['nodes'][number];
const PAGE = 50;

/** Placements of one product, in their order on its page. */
function byProduct(list: readonly Placement[]): { product: Placement['product']; placements: Placement[] }[] {
  const groups = new Map<string, { product: Placement['product']; placements: Placement[] }>();
  for (const placement of list) {
    const group = groups.get(placement.product.id) ?? { product: placement.product, placements: [] };
    group.placements.push(placement);
    groups.set(placement.product.id, group);
  }
  for (const group of groups.values()) group.placements.sort((a, b) => a.position - b.position);
  return [...groups.values()];
}

type RowProps = {
  placement: Placement;
  at: number;
  of: Placement[];
  onMove: (to: number) => void;
  onHide: () => void;
  onUnpin: () => void;
};

function Row({ placement, at, of, onMove, onHide, onUnpin }: RowProps) {
  const { t } = useLocale();
  const { video } = placement;
  const move = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const to = event.key === 'ArrowUp' ? at - 1 : at + 1;
    if (to >= 0 && to < of.length) onMove(to);
  };
  return (
    <li onKeyDown={move} data-off={placement.hidden || undefined} data-placement={placement.id}>
      <span className="vt-place">{at + 1}</span>
      <Thumb kind="video" size="sm" src={video.posterUrl} durationMs={video.durationMs} />
      <span className="vt-two vt-grow">
        <span>{video.title}</span>
        <small>
          {video.creator.displayName} · {placement.reason}
        </small>
        <Standing placement={placement} />
      </span>
      {placement.hidden && <Chip>{t('placements.hidden')}</Chip>}
      {placement.exploring && !placement.pinned && <Chip tone="info">{t('standing.new')}</Chip>}
      <Group gap={4} wrap="nowrap">
        {placement.pinned && (
          <ActionIcon
            variant="light"
            size="lg"
            aria-label={t('standing.unpin', { title: video.title })}
            title={t('standing.unpinNote')}
            onClick={onUnpin}
          >
            <IconPinnedOff size={16} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          component={Link}
          to={`../videos/${video.id}/captions`}
          relative="path"
          variant="default"
          size="lg"
          aria-label={t('captions.of', { title: video.title })}
        >
          <IconBadgeCc size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          component={Link}
          to={`../videos/${video.id}/marks`}
          relative="path"
          variant="default"
          size="lg"
          aria-label={t('marks.of', { title: video.title })}
        >
          <IconListDetails size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('placements.up', { title: video.title })}
          disabled={at === 0}
          data-move="up"
          onClick={() => onMove(at - 1)}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('placements.down', { title: video.title })}
          disabled={at === of.length - 1}
          data-move="down"
          onClick={() => onMove(at + 1)}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <Switch
        checked={!placement.hidden}
        onChange={onHide}
        aria-label={t('placements.shown', { title: video.title })}
      />
    </li>
  );
}

export function PlacementsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: PlacementsDocument,
    variables: { storeId, productId: null, first: PAGE, after: pages.after },
  });
  const move = useChange(MovePlacementDocument);
  const hide = useChange(HidePlacementDocument);
  const unpin = useChange(UnpinPlacementDocument);
  const [said, setSaid] = useState('');
  const area = useRef<HTMLDivElement>(null);
  const list = data?.placements;
  const again = () => ask({ requestPolicy: 'network-only' });
  /** The position the API wants is that of the neighbour whose place is taken. */
  const moveTo = async (placement: Placement, of: Placement[], to: number) => {
    const position = of[to]?.position ?? to;
    const pressed = document.activeElement?.getAttribute('data-move');
    if (!(await move.run({ id: placement.id, position }))) return;
    setSaid(t('placements.moved', { title: placement.video.title, place: to + 1, all: of.length }));
    again();
    setTimeout(() => {
      const row = area.current?.querySelector(`[data-placement="${placement.id}"]`);
      const button = row?.querySelector<HTMLButtonElement>(`[data-move="${pressed}"]:not(:disabled)`);
      (button ?? row?.querySelector<HTMLButtonElement>('[data-move]:not(:disabled)'))?.focus();
    }, 250);
  };
  const show = async (placement: Placement) => {
    const done = placement.hidden ? t('placements.nowShown') : t('placements.nowHidden');
    if (await hide.run({ id: placement.id, hidden: !placement.hidden }, done)) again();
  };
  const release = async ({ id }: Placement) => {
    if (await unpin.run({ id }, t('standing.unpinned'))) again();
  };
  return (
    <Page title={t('nav.placements')} lead={t('placements.lead')}>
      <div className="vt-cards" ref={area}>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <Card>
            <EmptyState
              icon={<IconLayoutGrid size={26} aria-hidden />}
              title={t('placements.none')}
              text={t('placements.noneText')}
            />
          </Card>
        )}
        {byProduct(list?.nodes ?? []).map(({ product, placements }) => (
          <Card
            key={product.id}
            flush
            title={
              <span className="vt-with-thumb">
                <Thumb kind="product" size="sm" src={product.imageUrl} />
                {product.title}
              </span>
            }
          >
            <ol className="vt-rows" data-wrap>
              {placements.map((placement, at) => (
                <Row
                  key={placement.id}
                  placement={placement}
                  at={at}
                  of={placements}
                  onMove={(to) => void moveTo(placement, placements, to)}
                  onHide={() => void show(placement)}
                  onUnpin={() => void release(placement)}
                />
              ))}
            </ol>
          </Card>
        ))}
        {list && list.nodes.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('placements.keys')}
          </Text>
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
        <p className="vt-hidden" role="status">
          {said}
        </p>
      </div>
    </Page>
  );
}
