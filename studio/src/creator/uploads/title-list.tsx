// The words of each chosen video: its title, and its own products where they differ from those chosen for all.
import { Button, TextInput } from '@mantine/core';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { ProductPicker } from './product-picker';
import type { Chosen, ChosenFiles } from './use-chosen';

type Props = { items: readonly Chosen[]; chosen: ChosenFiles; storeId: string | undefined };

export function TitleList({ items, chosen, storeId }: Props) {
  const { t } = useLocale();
  const many = items.length > 1;
  return (
    <div className="vt-titles">
      {items.map((item) => (
        <div key={item.id} className="vt-stack">
          <TextInput
            label={many ? t('uploads.titleOf', { name: item.file.name }) : t('uploads.title')}
            description={t('uploads.titleHint')}
            maxLength={120}
            required
            value={item.title}
            onChange={(event) => chosen.change(item.id, { title: event.currentTarget.value })}
          />
          {many && storeId && item.products === null && (
            <Button
              variant="subtle"
              size="xs"
              className="vt-own"
              onClick={() => chosen.change(item.id, { products: [] })}
            >
              {t('uploads.ownProducts')}
            </Button>
          )}
          {many && storeId && item.products !== null && (
            <div>
              <ProductPicker
                storeId={storeId}
                picked={item.products}
                onPicked={(products) => chosen.change(item.id, { products })}
              />
              <Button variant="subtle" size="xs" mt="xs" onClick={() => chosen.change(item.id, { products: null })}>
                {t('uploads.commonProducts')}
              </Button>
            </div>
          )}
          <FormError error={item.refused} />
        </div>
      ))}
    </div>
  );
}
