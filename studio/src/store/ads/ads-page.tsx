// What viewers are told of who earns by a store's videos: the advertiser, and the marks of each video.
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  AdMarksDocument,
  MarkVideoDocument,
  SetAdvertiserDocument,
  type AdMarkPartsFragment,
  type AdMarksQuery,
  type ReceivedForVideo,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager } from '../../ui/data-table';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';

const PAGE = 20;
const RECEIVED: readonly ReceivedForVideo[] = ['goods', 'fee'];

type Advertiser = AdMarksQuery['advertiser'];

function AdvertiserCard({
  storeId,
  advertiser,
  onSaved,
}: {
  storeId: string;
  advertiser: Advertiser;
  onSaved: () => void;
}) {
  const { t } = useLocale();
  const [name, setName] = useState(advertiser?.name ?? '');
  const [taxNumber, setTaxNumber] = useState(advertiser?.taxNumber ?? '');
  const change = useChange(SetAdvertiserDocument, true);
  const faults = change.error ? fieldsOf(change.error) : {};
  const save = async () => {
    if (await change.run({ storeId, input: { name, taxNumber } }, t('ui.saved'))) onSaved();
  };
  return (
    <Card title={t('ads.advertiser')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className="vt-dim">{t('ads.advertiserHint')}</p>
        <TextInput
          label={t('ads.name')}
          placeholder={t('ads.nameExample')}
          required
          maxLength={120}
          value={name}
          error={faults['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('ads.taxNumber')}
          description={t('ads.taxNumberHint')}
          inputMode="numeric"
          required
          maxLength={12}
          value={taxNumber}
          error={faults['taxNumber']}
          onChange={(event) => setTaxNumber(event.currentTarget.value)}
        />
        <FormError error={change.error} />
        <Group>
          <Button type="submit" loading={change.busy}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}

function MarkForm({ mark, onClose }: { mark: AdMarkPartsFragment; onClose: (saved: boolean) => void }) {
  const { t } = useLocale();
  const [erid, setErid] = useState(mark.erid ?? '');
  const [received, setReceived] = useState<ReceivedForVideo | null>(mark.received);
  const change = useChange(MarkVideoDocument, true);
  const faults = change.error ? fieldsOf(change.error) : {};
  const save = async () => {
    const input = { erid: erid.trim() || null, received };
    if (await change.run({ videoId: mark.videoId, input }, t('ui.saved'))) onClose(true);
  };
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title={t('ads.markOf', { title: mark.title })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="erid"
          description={t('ads.eridHint')}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={erid}
          error={faults['erid']}
          onChange={(event) => setErid(event.currentTarget.value)}
        />
        <Select
          label={t('ads.received')}
          description={t('ads.receivedHint')}
          clearable
          placeholder={t('ads.received_nothing')}
          value={received}
          data={RECEIVED.map((value) => ({ value, label: t(`ads.received_${value}`) }))}
          onChange={(value) => setReceived(RECEIVED.find((one) => one === value) ?? null)}
        />
        <FormError error={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose(false)}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={change.busy}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Marks({
  rows,
  onMark,
}: {
  rows: readonly AdMarkPartsFragment[];
  onMark: (mark: AdMarkPartsFragment) => void;
}) {
  const { t } = useLocale();
  return (
    <DataTable
      caption={t('ads.videos')}
      rows={rows}
      rowKey={({ videoId }) => videoId}
      columns={[
        {
          ...{ key: 'title', header: t('ads.video'), lead: true },
          cell: ({ title, creatorName }) => (
            <span className="vt-two">
              <span>{title}</span>
              <small>{creatorName}</small>
            </span>
          ),
        },
        { key: 'told', header: t('ads.told'), cell: ({ told }) => told || t('ads.nothingTold') },
        { key: 'russia', header: t('ads.toldInRussia'), cell: (row) => row.toldInRussia || t('ads.nothingTold') },
        {
          ...{ key: 'mark', header: '', end: true },
          cell: (row) => (
            <Button
              variant="default"
              size="sm"
              aria-label={t('ads.markOf', { title: row.title })}
              onClick={() => onMark(row)}
            >
              {t('ads.mark')}
            </Button>
          ),
        },
      ]}
    />
  );
}

export function AdsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const pages = usePages(PAGE);
  const [marking, setMarking] = useState<AdMarkPartsFragment | null>(null);
  const [{ data, error }, ask] = useQuery({
    query: AdMarksDocument,
    variables: { storeId, first: PAGE, after: pages.after },
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.adMarks;
  return (
    <Page title={t('nav.ads')} lead={t('ads.lead')}>
      <div className="vt-cards">
        {error && !data && <ErrorState error={error} again={again} />}
        {!data && !error && <RowsSkeleton />}
        {data && <AdvertiserCard storeId={storeId} advertiser={data.advertiser} onSaved={again} />}
        {list && (
          <Card title={t('ads.videos')} flush>
            {list.nodes.length === 0 && (
              <EmptyState
                icon={<IconSpeakerphone size={26} aria-hidden />}
                title={t('ads.none')}
                text={t('ads.noneText')}
              />
            )}
            {list.nodes.length > 0 && <Marks rows={list.nodes} onMark={setMarking} />}
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          </Card>
        )}
      </div>
      {marking && (
        <MarkForm
          mark={marking}
          onClose={(saved) => {
            setMarking(null);
            if (saved) again();
          }}
        />
      )}
    </Page>
  );
}
