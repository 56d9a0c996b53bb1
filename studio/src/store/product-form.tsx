// Adds or edits one product with its variants, in a drawer.
import { Button, Checkbox, Drawer, Group, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldsOf } from '../api/client';
import {
  RemoveProductDocument,
  SaveProductDocument,
  type ProductFullFragment,
  type ProductInput,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { decimalText } from '../ui/format/money';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';

type Props = {
  storeId: string;
  currency: string;
  product: ProductFullFragment | null;
  onClose: () => void;
  onSaved: () => void;
};
type Variant = ProductInput['variants'][number];

const EMPTY: ProductInput = { externalId: '', title: '', url: '', price: '', inStock: true, variants: [] };

function inputOf(product: ProductFullFragment): ProductInput {
  const text = (money: ProductFullFragment['price']) => decimalText(money.amountMinor, money.decimals);
  return {
    externalId: product.externalId,
    title: product.title,
    description: product.description,
    url: product.url,
    imageUrl: product.imageUrl,
    gtin: product.gtin,
    sku: product.sku,
    category: product.category,
    collections: product.collections,
    tags: product.tags,
    price: text(product.price),
    inStock: product.inStock,
    variants: product.variants.map(({ externalId, title, price, inStock, sku, gtin }) => ({
      externalId,
      title,
      price: text(price),
      inStock,
      sku,
      gtin,
    })),
  };
}

function Variants({ list, onChange }: { list: readonly Variant[]; onChange: (list: Variant[]) => void }) {
  const { t } = useLocale();
  const change = (at: number, part: Partial<Variant>) =>
    onChange(list.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset className="vt-variants">
      <legend>{t('products.variants')}</legend>
      {list.map((variant, at) => (
        <div key={at} className="vt-variant" role="group" aria-label={t('products.variantNumber', { number: at + 1 })}>
          <TextInput
            label={t('products.variantTitle')}
            value={variant.title}
            onChange={(event) => change(at, { title: event.currentTarget.value })}
          />
          <TextInput
            label={t('products.variantId')}
            value={variant.externalId}
            onChange={(event) => change(at, { externalId: event.currentTarget.value })}
          />
          <TextInput
            label={t('products.price')}
            inputMode="decimal"
            value={variant.price}
            onChange={(event) => change(at, { price: event.currentTarget.value.replace(',', '.') })}
          />
          <Group justify="space-between">
            <Checkbox
              label={t('products.inStock')}
              checked={variant.inStock}
              onChange={(event) => change(at, { inStock: event.currentTarget.checked })}
            />
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              c="dimmed"
              aria-label={t('products.dropVariant', { number: at + 1 })}
              onClick={() => onChange(list.filter((_, index) => index !== at))}
            >
              <IconTrash size={16} aria-hidden />
            </Button>
          </Group>
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...list, { externalId: '', title: '', price: '', inStock: true }])}
      >
        {t('products.addVariant')}
      </Button>
    </fieldset>
  );
}

export function ProductForm({ storeId, currency, product, onClose, onSaved }: Props) {
  const { t } = useLocale();
  const [input, setInput] = useState<ProductInput>(product ? inputOf(product) : EMPTY);
  const save = useChange(SaveProductDocument, true);
  const remove = useChange(RemoveProductDocument);
  const fields = save.error ? fieldsOf(save.error) : {};
  const change = (part: Partial<ProductInput>) => setInput({ ...input, ...part });
  const text = (name: 'externalId' | 'title' | 'url' | 'imageUrl' | 'gtin' | 'sku' | 'category') => ({
    label: t(`products.${name}`),
    value: input[name] ?? '',
    error: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  const submit = async () => {
    const none = (value: string | null | undefined) => value?.trim() || null;
    const clean: ProductInput = {
      ...input,
      imageUrl: none(input.imageUrl),
      gtin: none(input.gtin),
      sku: none(input.sku),
      category: none(input.category),
      description: none(input.description),
    };
    if (await save.run({ storeId, input: clean }, t('products.saved', { title: input.title }))) onSaved();
  };
  const takeOff = async () => {
    if (product && (await remove.run({ id: product.id }, t('products.removedDone', { title: product.title }))))
      onSaved();
  };
  const ready = input.externalId.trim() && input.title.trim() && input.url.trim() && input.price.trim();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={product ? t('products.editHead') : t('products.add')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormError error={save.error} />
        <TextInput {...text('title')} required data-autofocus />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...text('externalId')} required readOnly={product !== null} description={t('products.idHint')} />
          <TextInput
            label={currency ? t('products.priceIn', { currency }) : t('products.price')}
            description={t('products.priceHint')}
            required
            inputMode="decimal"
            value={input.price}
            error={fields['price']}
            onChange={(event) => change({ price: event.currentTarget.value.replace(',', '.') })}
          />
        </SimpleGrid>
        <TextInput {...text('url')} type="url" required />
        <TextInput {...text('imageUrl')} type="url" />
        <Textarea
          label={t('products.description')}
          autosize
          minRows={2}
          value={input.description ?? ''}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <TextInput {...text('gtin')} inputMode="numeric" />
          <TextInput {...text('sku')} />
          <TextInput {...text('category')} />
        </SimpleGrid>
        {(['collections', 'tags'] as const).map((name) => (
          <TagsInput
            key={name}
            label={t(`products.${name}`)}
            description={t('products.labelsHint')}
            value={[...(input[name] ?? [])]}
            error={fields[name]}
            splitChars={[',', ';']}
            acceptValueOnBlur
            onChange={(values) => change({ [name]: values })}
          />
        ))}
        <Checkbox
          label={t('products.inStock')}
          checked={input.inStock}
          onChange={(event) => change({ inStock: event.currentTarget.checked })}
        />
        <Variants list={input.variants} onChange={(variants) => change({ variants })} />
        <Group justify="space-between" className="vt-submit">
          {product && !product.removedAt ? (
            <Button
              variant="subtle"
              color="red.8"
              c="var(--vt-danger-fg)"
              loading={remove.busy}
              onClick={() => void takeOff()}
            >
              {t('products.remove')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={save.busy} disabled={!ready}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Drawer>
  );
}
