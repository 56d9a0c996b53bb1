// New videos: files or an address, a store with its products, titles; then the uploads with their progress.
import { Button, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import {
  CreateVideoDocument,
  UploadBoundsDocument,
  UploadStoresDocument,
  type ProductCardFragment,
} from '../api/generated';
import { useMe } from '../api/session';
import { formatRate } from '../ui/format/size';
import { Card, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { ChosenList } from './uploads/chosen-list';
import { FileDrop } from './uploads/file-drop';
import { FromAddress } from './uploads/from-address';
import { ProductPicker } from './uploads/product-picker';
import { RoomLine, useRoom } from './uploads/room-line';
import { TitleList } from './uploads/title-list';
import { UploadProgress } from './uploads/upload-progress';
import { uploads } from './uploads/uploads';
import { isGood, useChosen, type Chosen, type ChosenFiles } from './uploads/use-chosen';
import { useUploads } from './uploads/use-uploads';

function useStoreChoice() {
  const [query] = useSearchParams();
  const [{ data, error }, ask] = useQuery({ query: UploadStoresDocument, variables: { search: null } });
  const [storeId, setStoreId] = useState<string | null>(query.get('store'));
  const stores = data?.stores.nodes ?? [];
  const only = stores.length === 1 ? stores[0]?.id : undefined;
  useEffect(() => {
    if (only) setStoreId((now) => now ?? only);
  }, [only]);
  return { stores, store: stores.find((one) => one.id === storeId), setStoreId, loaded: Boolean(data), error, ask };
}

function Started({ onAnother }: { onAnother: () => void }) {
  const { t } = useLocale();
  const views = useUploads();
  return (
    <Card title={t('uploads.onItsWay')}>
      <div className="vt-stack">
        <div>
          {views.map((view) => (
            <UploadProgress key={view.videoId} view={view} />
          ))}
        </div>
        <Text c="dimmed" size="sm">
          {t('uploads.mayLeave')}
        </Text>
        <Group>
          <Button variant="default" component={Link} to="/creator/videos">
            {t('nav.myVideos')}
          </Button>
          <Button variant="subtle" onClick={onAnother}>
            {t('uploads.another')}
          </Button>
        </Group>
      </div>
    </Card>
  );
}

/** Begins every chosen video and puts its file into the line. What the service refuses stays here, with its reason. */
function useSend(chosen: ChosenFiles, storeId: string | undefined, common: readonly ProductCardFragment[]) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const sendOne = async (item: Chosen): Promise<boolean> => {
    const { file } = item;
    const input = {
      storeId: storeId ?? '',
      title: item.title.trim(),
      productIds: (item.products ?? common).map((product) => product.id),
      fileName: file.name,
      sizeBytes: String(file.size),
      contentType: file.type || 'application/octet-stream',
    };
    const { data, error } = await client.mutation(CreateVideoDocument, { input }).toPromise();
    if (!data) {
      chosen.change(item.id, { refused: error ?? null });
      return false;
    }
    const { video, uploadUrl } = data.createVideo;
    chosen.remove(item.id);
    await uploads.start({ videoId: video.id, title: video.title, file, uploadUrl });
    return true;
  };
  const send = async (items: readonly Chosen[]): Promise<boolean> => {
    setBusy(true);
    let all = true;
    for (const item of items) all = (await sendOne(item)) && all;
    setBusy(false);
    return all;
  };
  return { send, busy };
}

type FilesProps = { storeId: string | undefined; picked: readonly ProductCardFragment[]; onStarted: () => void };

function FilesForm({ chosen, storeId, picked, onStarted }: FilesProps & { chosen: ChosenFiles }) {
  const { t } = useLocale();
  const items = chosen.list.filter((item) => item.findings === null || isGood(item));
  const sizeBytes = items.reduce((sum, item) => sum + item.file.size, 0);
  const known = items.length > 0 && items.every((item) => item.durationMs !== null);
  const durationMs = known ? items.reduce((sum, item) => sum + (item.durationMs ?? 0), 0) : null;
  const room = useRoom(storeId, sizeBytes, durationMs);
  const { send, busy } = useSend(chosen, storeId, picked);
  const tagged = items.every((item) => (item.products ?? picked).length > 0);
  const looked = items.every((item) => item.findings !== null);
  const ready =
    items.length > 0 && storeId && tagged && looked && room?.fits !== false && items.every((item) => item.title.trim());
  const missing = items.length > 0 && storeId && !tagged ? t('uploads.noProductTag') : t('uploads.notReady');
  return (
    <form
      className="vt-cards"
      onSubmit={(event) => {
        event.preventDefault();
        void send(items).then((all) => all && onStarted());
      }}
    >
      {items.length > 0 && (
        <Card title={t('uploads.step3')}>
          <div className="vt-stack">
            <TitleList items={items} chosen={chosen} storeId={storeId} />
          </div>
        </Card>
      )}
      {room && <RoomLine room={room} />}
      <Group justify="space-between" className="vt-submit">
        <Text size="sm" c="dimmed">
          {ready ? t('uploads.ready') : missing}
        </Text>
        <Button type="submit" size="md" disabled={!ready} loading={busy}>
          {items.length > 1 ? t('uploads.sendMany', { count: items.length }) : t('uploads.send')}
        </Button>
      </Group>
    </form>
  );
}

function NewVideoForm({ onStarted }: { onStarted: () => void }) {
  const { t, locale } = useLocale();
  const choice = useStoreChoice();
  const [{ data }] = useQuery({ query: UploadBoundsDocument });
  const bounds = data?.uploadBounds;
  const chosen = useChosen(bounds);
  const [picked, setPicked] = useState<ProductCardFragment[]>([]);
  const [from, setFrom] = useState<'device' | 'address'>('device');
  if (choice.error && !choice.loaded) return <ErrorState error={choice.error} again={() => choice.ask()} />;
  if (!choice.loaded) return <RowsSkeleton rows={4} />;
  const storeId = choice.store?.id;
  return (
    <div className="vt-cards">
      <Card title={t('uploads.step1')}>
        <div className="vt-stack">
          <SegmentedControl
            fullWidth
            aria-label={t('uploads.from')}
            value={from}
            onChange={(value) => setFrom(value === 'address' ? 'address' : 'device')}
            data={[
              { value: 'device', label: t('uploads.fromDevice') },
              { value: 'address', label: t('uploads.fromAddress') },
            ]}
          />
          {from === 'device' && (
            <>
              <FileDrop bounds={bounds} many some={chosen.list.length > 0} onFiles={chosen.add} />
              <ChosenList chosen={chosen} bounds={bounds} />
            </>
          )}
          {from === 'address' && (
            <Text size="sm" c="dimmed">
              {t('uploads.addressText')}
            </Text>
          )}
        </div>
      </Card>
      <Card title={t('uploads.step2')}>
        <div className="vt-stack">
          <Select
            label={t('uploads.store')}
            placeholder={t('uploads.chooseStore')}
            data={choice.stores.map((store) => ({ value: store.id, label: store.name }))}
            value={choice.store?.id ?? null}
            searchable
            description={
              choice.store &&
              t('uploads.plan', {
                rate: formatRate(choice.store.plan.rateBps, locale),
                count: choice.store.plan.holdDays,
              })
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(id) => {
              choice.setStoreId(id);
              setPicked([]);
              for (const item of chosen.list) chosen.change(item.id, { products: null });
            }}
          />
          {storeId && <ProductPicker storeId={storeId} picked={picked} onPicked={setPicked} />}
        </div>
      </Card>
      {from === 'device' ? (
        <FilesForm chosen={chosen} storeId={storeId} picked={picked} onStarted={onStarted} />
      ) : (
        <FromAddress storeId={storeId} products={picked} />
      )}
    </div>
  );
}

export function UploadPage() {
  const { t } = useLocale();
  const me = useMe();
  const views = useUploads();
  const [writing, setWriting] = useState(views.length === 0);
  return (
    <Page title={t('uploads.head')} lead={t('uploads.lead')} width="narrow">
      {!me.creator && (
        <div className="vt-notice" data-tone="info">
          <div>
            {t('uploads.needProfile')} <Link to="/account">{t('nav.profile')}</Link>
          </div>
        </div>
      )}
      {writing ? <NewVideoForm onStarted={() => setWriting(false)} /> : <Started onAnother={() => setWriting(true)} />}
    </Page>
  );
}
