// A video that the service fetches itself from a direct link.
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { codeOf, fieldsOf } from '../../api/client';
import { CreateVideoFromUrlDocument, type ProductCardFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Props = { storeId: string | undefined; products: readonly ProductCardFragment[] };

/** The service says which rule an address breaks; its words in our languages stand under `uploads.address`. */
const REASONS = ['not_an_address', 'scheme', 'port', 'credentials'];

export function FromAddress({ storeId, products }: Props) {
  const { t } = useLocale();
  const go = useNavigate();
  const [url, setUrl] = useState('');
  const [title, setTitle] = useState('');
  const create = useChange(CreateVideoFromUrlDocument, true);
  const ready = storeId && products.length > 0 && url.trim() && title.trim();
  const send = async () => {
    if (!storeId) return;
    const productIds = products.map((product) => product.id);
    const input = { storeId, title: title.trim(), productIds, url: url.trim() };
    if (await create.run({ input }, t('uploads.fetchBegun'))) await go('/creator/videos');
  };
  const reason = create.error?.graphQLErrors[0]?.extensions['reason'];
  const known = typeof reason === 'string' && REASONS.includes(reason);
  const wrong = create.error && known ? t(`uploads.address.${reason}`) : create.error && fieldsOf(create.error)['url'];
  return (
    <form
      className="vt-cards"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Card title={t('uploads.step3link')}>
        <div className="vt-stack">
          <TextInput
            label={t('uploads.link')}
            description={t('uploads.linkHint')}
            type="url"
            inputMode="url"
            placeholder="https://"
            required
            value={url}
            error={wrong}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <TextInput
            label={t('uploads.title')}
            description={t('uploads.titleHint')}
            maxLength={120}
            required
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </div>
      </Card>
      {create.error && codeOf(create.error) !== 'URL_REFUSED' && <FormError error={create.error} />}
      <Group justify="space-between" className="vt-submit">
        <Text size="sm" c="dimmed">
          {ready ? t('uploads.ready') : t('uploads.notReadyLink')}
        </Text>
        <Button type="submit" size="md" disabled={!ready} loading={create.busy}>
          {t('uploads.fetch')}
        </Button>
      </Group>
    </form>
  );
}
