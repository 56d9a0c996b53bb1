// The picture of a store's watermark: the one in use, and the way to another.
import { Button, FileButton, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { CombinedError } from 'urql';
import { RemoveLogoDocument, type BrandingPartsFragment } from '../../api/generated';
import { pictureFailure, sendPicture } from '../../api/send-picture';
import { useChange } from '../../api/use-change';
import { toastDone, toastFailed } from '../../ui/toast';
import { useLocale } from '../../ui/use-locale';

const MAX_BYTES = 2 * 1024 ** 2;

export function LogoField({ desk, again }: { desk: BrandingPartsFragment; again: () => void }) {
  const { t } = useLocale();
  const [busy, setBusy] = useState(false);
  const remove = useChange(RemoveLogoDocument);
  const send = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    try {
      await sendPicture(`/uploads/logos/${desk.storeId}`, file, MAX_BYTES);
      toastDone(t('branding.logoSent'));
      again();
    } catch (error) {
      toastFailed(t, error instanceof CombinedError ? error : pictureFailure('UNKNOWN'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="vt-stack">
      <Group wrap="nowrap">
        {desk.logoUrl && <img className="vt-store-logo" src={desk.logoUrl} alt={t('branding.logoAlt')} />}
        <div>
          <Text size="sm" fw={500}>
            {t('branding.logo')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('branding.logoHint')}
          </Text>
        </div>
      </Group>
      {desk.logoState === 'waiting' && <p role="status">{t('branding.logoWaiting')}</p>}
      {desk.logoState === 'refused' && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <div>{t('branding.logoRefused')}</div>
        </div>
      )}
      <Group>
        <FileButton accept="image/png,image/webp" onChange={(file) => void send(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={busy || desk.logoState === 'waiting'}>
              {t(desk.logoUrl ? 'branding.logoOther' : 'branding.logoBring')}
            </Button>
          )}
        </FileButton>
        {desk.logoUrl && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.busy}
            onClick={() => void remove.run({ storeId: desk.storeId }, t('ui.saved')).then(again)}
          >
            {t('branding.logoRemove')}
          </Button>
        )}
      </Group>
    </div>
  );
}
