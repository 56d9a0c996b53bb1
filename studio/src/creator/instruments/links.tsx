// A creator's links to shops and products: each carries a click id, up to five marks of the creator's own, and a QR code.
import { Button, CopyButton, Group, Modal, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconCopy, IconLink, IconPlus, IconQrcode } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  CloseLinkDocument,
  CreateLinkDocument,
  MyLinksDocument,
  TaggableProductsDocument,
  UploadStoresDocument,
  type LinkCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { Chip } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { QrDialog } from './qr-dialog';

const PAGE = 20;

function ProductSelect({
  storeId,
  value,
  onChange,
}: {
  storeId: string;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { t } = useLocale();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [{ data }] = useQuery({ query: TaggableProductsDocument, variables: { storeId, search: search || null } });
  return (
    <Select
      label={t('links.product')}
      description={t('links.productHint')}
      placeholder={t('links.wholeStore')}
      searchable
      clearable
      data={(data?.products.nodes ?? []).map((one) => ({ value: one.id, label: `${one.title} · ${one.externalId}` }))}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      nothingFoundMessage={t('products.noneFound')}
    />
  );
}

function NewLink({ onClose, onMade }: { onClose: () => void; onMade: (link: LinkCardFragment) => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: UploadStoresDocument, variables: { search: null } });
  const stores = data?.stores.nodes ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [productId, setProductId] = useState<string | null>(null);
  const [label, setLabel] = useState('');
  const [subs, setSubs] = useState(['', '', '', '', '']);
  const create = useChange(CreateLinkDocument, true);
  const storeId = chosen ?? stores[0]?.id ?? null;
  const save = async () => {
    if (!storeId) return;
    const made = await create.run(
      { input: { storeId, productId, label: label.trim() || null, subs } },
      t('links.made'),
    );
    if (made) onMade(made.createLink);
  };
  return (
    <Modal opened onClose={onClose} title={t('links.new')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={t('uploads.store')}
          data={stores.map((store) => ({ value: store.id, label: store.name }))}
          value={storeId}
          allowDeselect={false}
          onChange={(id) => {
            setChosen(id);
            setProductId(null);
          }}
        />
        {storeId && <ProductSelect storeId={storeId} value={productId} onChange={setProductId} />}
        <TextInput
          label={t('links.label')}
          description={t('links.labelHint')}
          maxLength={80}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <details className="vt-details">
          <summary>{t('links.subs')}</summary>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" mt="sm">
            {subs.map((sub, i) => (
              <TextInput
                key={i}
                label={`sub${i + 1}`}
                maxLength={200}
                value={sub}
                onChange={(event) => setSubs(subs.with(i, event.currentTarget.value))}
              />
            ))}
          </SimpleGrid>
        </details>
        <FormError error={create.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={create.busy} disabled={!storeId}>
            {t('links.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

const nameOf = (link: LinkCardFragment): string => link.label ?? link.product?.title ?? link.storeName;

function useColumns(
  onQr: (link: LinkCardFragment) => void,
  onEnd: (link: LinkCardFragment) => void,
): Column<LinkCardFragment>[] {
  const { t } = useLocale();
  return [
    {
      ...{ key: 'link', header: t('links.link'), lead: true },
      cell: (link) => (
        <span className="vt-two">
          <span className="vt-break">{nameOf(link)}</span>
          <small className="vt-mono vt-break">{link.url.replace(/^https?:\/\//, '')}</small>
        </span>
      ),
    },
    {
      ...{ key: 'to', header: t('links.leadsTo') },
      cell: (link) => (
        <span className="vt-two">
          <span>{link.product?.title ?? t('links.wholeStore')}</span>
          <small>{link.storeName}</small>
        </span>
      ),
    },
    { key: 'subs', header: t('links.marks'), cell: (link) => link.subs.filter(Boolean).join(' · ') || '—' },
    { key: 'clicks', header: t('links.clicks'), end: true, cell: (link) => link.clicks },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (link) =>
        link.closedAt ? (
          <Chip tone="neutral">{t('links.closed')}</Chip>
        ) : (
          <Group gap="xs" justify="flex-end">
            <CopyButton value={link.url}>
              {({ copied, copy }) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={copy}
                  aria-label={t('ui.copyOf', { label: nameOf(link) })}
                  leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
                >
                  {copied ? t('ui.copied') : t('ui.copy')}
                </Button>
              )}
            </CopyButton>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onQr(link)}
              leftSection={<IconQrcode size={14} aria-hidden />}
              aria-label={t('links.qrOf', { title: nameOf(link) })}
            >
              QR
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() => onEnd(link)}
              aria-label={t('links.endOf', { title: nameOf(link) })}
            >
              {t('links.end')}
            </Button>
          </Group>
        ),
    },
  ];
}

export function LinksPage() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({ query: MyLinksDocument, variables: { first: PAGE, after: pages.after } });
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<LinkCardFragment | null>(null);
  const [ending, setEnding] = useState<LinkCardFragment | null>(null);
  const end = useChange(CloseLinkDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const columns = useColumns(setShown, setEnding);
  const list = data?.myLinks;
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('links.new')}
    </Button>
  );
  return (
    <Page title={t('nav.links')} lead={t('links.lead')} actions={add} width="wide">
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={3} />}
        {list?.nodes.length === 0 && (
          <EmptyState icon={<IconLink size={26} aria-hidden />} title={t('links.none')} text={t('links.noneText')}>
            {add}
          </EmptyState>
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.links')} columns={columns} rows={list.nodes} rowKey={(link) => link.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {making && (
        <NewLink
          onClose={() => setMaking(false)}
          onMade={(link) => {
            setMaking(false);
            setShown(link);
            again();
          }}
        />
      )}
      {shown && (
        <QrDialog
          title={nameOf(shown)}
          text={shown.url}
          fileName={`vitrina-${shown.url.split('/').at(-1)}`}
          onClose={() => setShown(null)}
        />
      )}
      {ending && (
        <Ask
          opened
          title={t('links.askEnd', { title: nameOf(ending) })}
          text={t('links.endText')}
          yes={t('links.end')}
          danger
          busy={end.busy}
          onClose={() => setEnding(null)}
          onYes={() => {
            void end.run({ id: ending.id }, t('links.ended')).then(again);
            setEnding(null);
          }}
        />
      )}
    </Page>
  );
}
