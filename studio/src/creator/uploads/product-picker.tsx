// Finds and tags the products that a video shows.
import { Checkbox, CloseButton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { TaggableProductsDocument, type ProductCardFragment } from '../../api/generated';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { Thumb } from '../../ui/thumb';
import { useLocale } from '../../ui/use-locale';

type Props = {
  storeId: string;
  picked: readonly ProductCardFragment[];
  onPicked: (products: ProductCardFragment[]) => void;
};

export function ProductPicker({ storeId, picked, onPicked }: Props) {
  const { t, price } = useLocale();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [{ data, error }, ask] = useQuery({
    query: TaggableProductsDocument,
    variables: { storeId, search: search || null },
  });
  const toggle = (product: ProductCardFragment) => {
    const without = picked.filter((one) => one.id !== product.id);
    onPicked(without.length === picked.length ? [...picked, product] : without);
  };
  return (
    <fieldset className="vt-picker">
      <legend>{t('uploads.products')}</legend>
      {picked.length > 0 && (
        <ul className="vt-picked" aria-label={t('uploads.picked')}>
          {picked.map((product) => (
            <li key={product.id}>
              <span>{product.title}</span>
              <CloseButton
                size="xs"
                aria-label={t('uploads.unpick', { title: product.title })}
                onClick={() => toggle(product)}
              />
            </li>
          ))}
        </ul>
      )}
      <TextInput
        aria-label={t('uploads.findProduct')}
        placeholder={t('uploads.findProduct')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className="vt-picker-list">
        {error && !data && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!data && !error && <RowsSkeleton rows={3} />}
        {data?.products.nodes.length === 0 && (
          <Text c="dimmed" p="md">
            {search ? t('uploads.noProductFound', { search }) : t('uploads.noProducts')}
          </Text>
        )}
        {data?.products.nodes.map((product) => (
          <label key={product.id} className="vt-pick">
            <Checkbox
              checked={picked.some((one) => one.id === product.id)}
              onChange={() => toggle(product)}
              aria-label={product.title}
            />
            <Thumb kind="product" size="sm" src={product.imageUrl} />
            <span className="vt-grow">
              <span>{product.title}</span>
              <small>{product.inStock ? price(product.price) : t('uploads.outOfStock')}</small>
            </span>
          </label>
        ))}
      </div>
      <p className="vt-hidden" role="status">
        {t('uploads.pickedCount', { count: picked.length })}
      </p>
    </fieldset>
  );
}
