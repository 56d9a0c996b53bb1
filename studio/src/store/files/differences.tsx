// What a shop's export and our records say differently: each side accepts or disputes; what both accept is written.
import { Button, Group, NativeSelect, Textarea } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  JudgeOrderDifferenceDocument,
  OrderDifferencesDocument,
  type DifferenceCardFragment,
  type OrderDifferenceSide,
  type OrderDifferenceState,
  type OrderDifferenceWord,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { FilesTabs } from './tabs';

type Difference = DifferenceCardFragment;
const PAGE = 20;
const TONES: Record<OrderDifferenceState, Tone> = { open: 'info', disputed: 'danger', settled: 'success' };

/** One side's telling of an order; the fields that differ are marked for the eye and named for the ear. */
function Told({ told, fields }: { told: Difference['theirs']; fields: readonly string[] }) {
  const { t, locale, money } = useLocale();
  if (!told) return <span className="vt-dim">{t('differences.nothing')}</span>;
  const mark = (field: string, text: string) =>
    fields.includes(field) ? <mark title={t('differences.differs')}>{text}</mark> : text;
  return (
    <span className="vt-two">
      <span>
        {mark('total', money(told.total))} ·{' '}
        {mark('status', t(`orders.status_${told.status}`, { defaultValue: told.status }))}
      </span>
      <small>
        {mark('code', told.codes.length > 0 ? told.codes.join(', ') : t('differences.noCode'))} ·{' '}
        {formatMoment(told.placedAt, locale)}
      </small>
    </span>
  );
}

function Words({ one }: { one: Difference }) {
  const { t } = useLocale();
  const word = (said: OrderDifferenceWord | null) => t(`differences.word_${said ?? 'none'}`);
  return (
    <span className="vt-two">
      <span>
        <Chip tone={TONES[one.state]}>{t(`differences.state_${one.state}`)}</Chip>
      </span>
      <small>
        {t('differences.store')}: {word(one.storeSays)}
      </small>
      <small>
        {t('differences.service')}: {word(one.serviceSays)}
      </small>
      {one.note && <small>{t('differences.note', { note: one.note })}</small>}
    </span>
  );
}

function useColumns(side: OrderDifferenceSide, onSay: (one: Difference, word: OrderDifferenceWord) => void) {
  const { t } = useLocale();
  const columns: Column<Difference>[] = [
    {
      ...{ key: 'order', header: t('orders.order'), lead: true },
      cell: (one) => (
        <span className="vt-two">
          <span className="vt-break">
            {one.kind === 'another_id' ? `${one.externalId} = ${one.ourExternalId}` : one.externalId}
          </span>
          <small>
            {t(`differences.kind_${one.kind}`)}
            {one.score !== null && ` · ${t('differences.score', { score: one.score })}`}
          </small>
        </span>
      ),
    },
    { key: 'theirs', header: t('differences.theirs'), cell: (one) => <Told told={one.theirs} fields={one.fields} /> },
    { key: 'ours', header: t('differences.ours'), cell: (one) => <Told told={one.ours} fields={one.fields} /> },
    { key: 'words', header: t('differences.words'), cell: (one) => <Words one={one} /> },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (one) => {
        const said = side === 'store' ? one.storeSays : one.serviceSays;
        if (one.state === 'settled') return null;
        return (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            {said !== 'accepted' && (
              <Button
                size="compact-sm"
                onClick={() => onSay(one, 'accepted')}
                aria-label={t('differences.acceptOf', { id: one.externalId })}
              >
                {t('differences.accept')}
              </Button>
            )}
            {said !== 'disputed' && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onSay(one, 'disputed')}
                aria-label={t('differences.disputeOf', { id: one.externalId })}
              >
                {t('differences.dispute')}
              </Button>
            )}
          </Group>
        );
      },
    },
  ];
  return columns;
}

/** What will happen, said before it does; a dispute wants a reason. */
function Say(props: {
  one: Difference;
  side: OrderDifferenceSide;
  word: OrderDifferenceWord;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useLocale();
  const { one, side, word, onDone, onClose } = props;
  const [note, setNote] = useState('');
  const judge = useChange(JudgeOrderDifferenceDocument, true);
  const send = async () => {
    if (word === 'disputed' && !note.trim()) return;
    const done = await judge.run({ id: one.id, side, word, note: note.trim() || null }, t(`differences.said_${word}`));
    if (done) onDone();
  };
  return (
    <Ask
      opened
      title={t(`differences.ask_${word}`, { id: one.externalId })}
      text={word === 'accepted' ? t(`differences.effect_${one.kind}`) : t('differences.disputeText')}
      yes={t(word === 'accepted' ? 'differences.accept' : 'differences.dispute')}
      danger={word === 'disputed'}
      busy={judge.busy}
      onYes={() => void send()}
      onClose={onClose}
    >
      <Textarea
        label={t('differences.noteLabel')}
        required={word === 'disputed'}
        maxLength={500}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormError error={judge.error} />
    </Ask>
  );
}

function Differences({ storeId, side }: { storeId: string | null; side: OrderDifferenceSide }) {
  const { t } = useLocale();
  const [state, setState] = useState<OrderDifferenceState | ''>('');
  const [saying, setSaying] = useState<{ one: Difference; word: OrderDifferenceWord } | null>(null);
  const pages = usePages(PAGE);
  const variables = { storeId, state: state === '' ? null : state, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: OrderDifferencesDocument, variables });
  const again = () => ask({ requestPolicy: 'network-only' });
  const columns = useColumns(side, (one, word) => setSaying({ one, word }));
  const list = data?.orderDifferences;
  const filter = (
    <NativeSelect
      aria-label={t('differences.show')}
      data={[
        { value: '', label: t('differences.all') },
        ...(['open', 'disputed', 'settled'] as const).map((one) => ({
          value: one,
          label: t(`differences.state_${one}`),
        })),
      ]}
      value={state}
      onChange={(event) => {
        setState(event.currentTarget.value as OrderDifferenceState | '');
        pages.restart();
      }}
    />
  );
  return (
    <Page title={t('differences.title')} lead={t(`differences.lead_${side}`)} actions={filter} width="wide">
      {storeId && <FilesTabs storeId={storeId} />}
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={4} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconScale size={26} aria-hidden />}
            title={t('differences.none')}
            text={t('differences.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('differences.title')} columns={columns} rows={list.nodes} rowKey={(one) => one.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {saying && (
        <Say
          {...saying}
          side={side}
          onClose={() => setSaying(null)}
          onDone={() => {
            setSaying(null);
            again();
          }}
        />
      )}
    </Page>
  );
}

export function StoreDifferencesPage() {
  const { storeId } = useStore();
  return <Differences storeId={storeId} side="store" />;
}

/** Finance speaks for the service, and so for the creators. */
export function StaffDifferencesPage() {
  return <Differences storeId={null} side="service" />;
}
