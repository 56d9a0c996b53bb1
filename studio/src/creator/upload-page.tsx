// A new video: which store, which products, which file; then the upload with its progress.
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { CreateVideoDocument, UploadStoresDocument, type ProductCardFragment } from '../api/generated';
import { useMe } from '../api/session';
import { useChange } from '../api/use-change';
import { formatRate } from '../ui/format/size';
import { Card, Page } from '../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { FileDrop, type ChosenFile } from './uploads/file-drop';
import { ProductPicker } from './uploads/product-picker';
import { UploadProgress } from './uploads/upload-progress';
import { uploads } from './uploads/uploads';
import { useUploads } from './uploads/use-uploads';

/** A file name as a first title: without its ending, with spaces. */
function titleFrom(fileName: string): string {
  return fileName
    .replace(/\.[^.]+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
}

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
        {views.map((view) => (
          <UploadProgress key={view.videoId} view={view} />
        ))}
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

function NewVideoForm({ onStarted }: { onStarted: () => void }) {
  const { t, locale } = useLocale();
  const choice = useStoreChoice();
  const [picked, setPicked] = useState<ProductCardFragment[]>([]);
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const [title, setTitle] = useState('');
  const create = useChange(CreateVideoDocument, true);
  if (choice.error && !choice.loaded) return <ErrorState error={choice.error} again={() => choice.ask()} />;
  if (!choice.loaded) return <RowsSkeleton rows={4} />;
  const ready = choice.store && picked.length > 0 && chosen && title.trim();
  const send = async () => {
    if (!choice.store || !chosen) return;
    const input = {
      storeId: choice.store.id,
      title: title.trim(),
      productIds: picked.map((product) => product.id),
      fileName: chosen.file.name,
      sizeBytes: String(chosen.file.size),
      contentType: chosen.file.type || 'application/octet-stream',
    };
    const data = await create.run({ input });
    if (!data) return;
    const { video, uploadUrl } = data.createVideo;
    void uploads.start({ videoId: video.id, title: video.title, file: chosen.file, uploadUrl });
    onStarted();
  };
  return (
    <form
      className="vt-cards"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Card title={t('uploads.step1')}>
        <FileDrop
          chosen={chosen}
          onChosen={(file) => {
            setChosen(file);
            if (file && !title) setTitle(titleFrom(file.file.name));
          }}
        />
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
            }}
          />
          {choice.store && <ProductPicker storeId={choice.store.id} picked={picked} onPicked={setPicked} />}
        </div>
      </Card>
      <Card title={t('uploads.step3')}>
        <TextInput
          label={t('uploads.title')}
          description={t('uploads.titleHint')}
          maxLength={120}
          required
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </Card>
      <FormError error={create.error} />
      <Group justify="space-between" className="vt-submit">
        <Text size="sm" c="dimmed">
          {ready ? t('uploads.ready') : t('uploads.notReady')}
        </Text>
        <Button type="submit" size="md" disabled={!ready} loading={create.busy}>
          {t('uploads.send')}
        </Button>
      </Group>
    </form>
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
