// The products of a store: found, edited by hand, brought in as CSV.
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFileSpreadsheet, IconPackage, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { ProductsDocument, type ProductFullFragment } from '../api/generated';
import { usePages } from '../api/use-pages';
import { Chip } from '../ui/chip';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { formatCount } from '../ui/format/size';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { useLocale } from '../ui/use-locale';
import { CsvImport } from './csv-import';
import { ProductForm } from './product-form';
import { useStore } from './use-store';

const PAGE = 20;

function useColumns(onEdit: (product: ProductFullFragment) => void): Column<ProductFullFragment>[] {
  const { t, locale, money } = useLocale();
  return [
    {
      key: 'title',
      header: t('products.product'),
      lead: true,
      cell: (row) => (
        <span className="vt-with-thumb">
          <Thumb kind="product" size="sm" src={row.imageUrl} />
          <span className="vt-two">
            <span>{row.title}</span>
            <small className="vt-break">{row.externalId}</small>
          </span>
        </span>
      ),
    },
    { key: 'price', header: t('products.price'), end: true, cell: (row) => money(row.price) },
    {
      key: 'stock',
      header: t('products.stock'),
      cell: (row) =>
        row.removedAt ? (
          <Chip>{t('products.removed')}</Chip>
        ) : (
          <Chip tone={row.inStock ? 'success' : 'warning'}>
            {row.inStock ? t('products.inStock') : t('uploads.outOfStock')}
          </Chip>
        ),
    },
    {
      key: 'variants',
      header: t('products.variants'),
      end: true,
      cell: (row) => formatCount(row.variants.length, locale),
    },
    { key: 'videos', header: t('products.videos'), end: true, cell: (row) => formatCount(row.videoCount, locale) },
    {
      key: 'edit',
      header: '',
      end: true,
      cell: (row) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('products.editOf', { title: row.title })}
          onClick={() => onEdit(row)}
        >
          {t('ui.edit')}
        </Button>
      ),
    },
  ];
}

export function ProductsPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [includeRemoved, setIncludeRemoved] = useState(false);
  const [edited, setEdited] = useState<ProductFullFragment | 'new' | null>(null);
  const [importing, setImporting] = useState(false);
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: ProductsDocument,
    variables: { storeId, search: search || null, includeRemoved, first: PAGE, after: pages.after },
  });
  const columns = useColumns(setEdited);
  const list = data?.products;
  const again = () => ask({ requestPolicy: 'network-only' });
  const actions = (
    <>
      <Button
        variant="default"
        leftSection={<IconFileSpreadsheet size={18} aria-hidden />}
        onClick={() => setImporting(true)}
      >
        {t('products.import')}
      </Button>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
        {t('products.add')}
      </Button>
    </>
  );
  return (
    <Page title={t('nav.products')} lead={t('products.lead')} actions={actions}>
      <Card flush>
        <Group className="vt-toolbar">
          <TextInput
            className="vt-grow"
            maw={360}
            aria-label={t('products.find')}
            placeholder={t('products.find')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              pages.restart();
            }}
          />
          <Checkbox
            label={t('products.withRemoved')}
            checked={includeRemoved}
            onChange={(event) => setIncludeRemoved(event.currentTarget.checked)}
          />
        </Group>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconPackage size={26} aria-hidden />}
            title={search ? t('products.noneFound') : t('products.none')}
            text={search ? t('products.noneFoundText') : t('products.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.products')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {edited && (
        <ProductForm
          storeId={storeId}
          currency={store?.currency ?? ''}
          product={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            again();
          }}
        />
      )}
      {importing && <CsvImport storeId={storeId} onClose={() => setImporting(false)} onImported={again} />}
    </Page>
  );
}
