// How the player looks on the shop's pages: values, the real player with them at phone and desktop width, publishing, and the way back.
import { Button, Group, Select } from '@mantine/core';
import { IconPalette } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  PublishThemeDocument,
  RevertThemeDocument,
  SaveThemeDraftDocument,
  ThemeDeskDocument,
  type ThemeDeskQuery,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { FORMS } from '../placing/draft';
import { useStore } from '../use-store';
import { PreviewFrames } from './preview-frames';
import { ThemeForm } from './theme-form';
import { variablesOf, type Values } from './theme-values';
import './theme.css';
import { VersionsCard } from './versions-card';

const plainOf = ({ accent, onAccent, radiusPx, fonts, maxWidthPx }: Values): Values => ({
  ...{ accent, onAccent, radiusPx, fonts, maxWidthPx },
});

type Props = { storeId: string; storeKey: string; data: ThemeDeskQuery; again: () => void };

function Editor({ storeId, storeKey, data, again }: Props) {
  const { t } = useLocale();
  const desk = data.theme;
  const [values, setValues] = useState<Values>(() => plainOf(desk.draft));
  const products = [...new Map(data.placements.nodes.map(({ product }) => [product.externalId, product.title]))];
  const [product, setProduct] = useState(products[0]?.[0] ?? '');
  const [form, setForm] = useState('carousel');
  const draft = useChange(SaveThemeDraftDocument, true);
  const publish = useChange(PublishThemeDocument, true);
  const revert = useChange(RevertThemeDocument);
  const variables = useMemo(() => variablesOf(values), [values]);
  const isTyped = JSON.stringify(values) !== JSON.stringify(plainOf(desk.draft));
  const error = draft.error ?? publish.error;
  const save = async (said?: string) => {
    const done = await draft.run({ storeId, values }, said);
    if (done) setValues(plainOf(done.saveThemeDraft.draft));
    return done;
  };
  const put = async () => {
    if (!(await save())) return;
    if (await publish.run({ storeId, seen: desk.version }, t('theme.published'))) again();
  };
  const back = async (to: number) => {
    const done = await revert.run({ storeId, seen: desk.version, to }, t('theme.published'));
    if (!done) return;
    setValues(plainOf(done.revertTheme.draft));
    again();
  };
  return (
    <>
      <Card title={t('theme.values')}>
        <div className="vt-stack">
          <FormError error={error} />
          <ThemeForm values={values} faults={error ? fieldsOf(error) : {}} onChange={setValues} />
          <Group justify="flex-end">
            <span className="vt-dim vt-grow">
              {t(isTyped ? 'theme.typed' : desk.isChanged ? 'theme.drafted' : 'theme.same')}
            </span>
            <Button
              variant="default"
              disabled={!isTyped}
              loading={draft.busy}
              onClick={() => void save(t('theme.kept'))}
            >
              {t('theme.keep')}
            </Button>
            <Button disabled={!isTyped && !desk.isChanged} loading={publish.busy} onClick={() => void put()}>
              {t('theme.publish')}
            </Button>
          </Group>
        </div>
      </Card>
      <Card title={t('theme.preview')}>
        {products.length === 0 && (
          <EmptyState
            icon={<IconPalette size={26} aria-hidden />}
            title={t('theme.noVideos')}
            text={t('theme.noVideosText')}
          />
        )}
        {products.length > 0 && (
          <div className="vt-stack">
            <Group>
              <Select
                label={t('theme.product')}
                value={product}
                data={products.map(([value, label]) => ({ value, label }))}
                allowDeselect={false}
                onChange={(value) => setProduct(value ?? '')}
              />
              <Select
                label={t('placing.form')}
                value={form}
                data={FORMS.map((value) => ({ value, label: t(`placing.form_${value}`) }))}
                allowDeselect={false}
                onChange={(value) => setForm(value ?? 'carousel')}
              />
            </Group>
            <PreviewFrames storeKey={storeKey} product={product} form={form} variables={variables} />
          </div>
        )}
      </Card>
      <VersionsCard
        key={desk.version}
        storeId={storeId}
        current={desk.version}
        busy={revert.busy}
        onBack={(to) => void back(to)}
      />
    </>
  );
}

export function ThemePage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const [{ data, error }, ask] = useQuery({ query: ThemeDeskDocument, variables: { storeId } });
  const again = () => ask({ requestPolicy: 'network-only' });
  return (
    <Page title={t('nav.theme')} lead={t('theme.lead')} width="wide">
      <div className="vt-cards">
        {error && !data && <ErrorState error={error} again={again} />}
        {(!data || !store) && !error && <RowsSkeleton rows={3} height={140} />}
        {data && store && (
          <Editor key={storeId} storeId={storeId} storeKey={store.testPublishableKey} data={data} again={again} />
        )}
      </div>
    </Page>
  );
}
