// The creator's picture of themselves: brought, shown while it is made, taken away.
import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconPhotoUp } from '@tabler/icons-react';
import { useState } from 'react';
import { CombinedError, useQuery } from 'urql';
import { MyFaceDocument, RemoveFaceDocument } from '../../api/generated';
import { pictureFailure, sendPicture } from '../../api/send-picture';
import { useChange } from '../../api/use-change';
import { usePoll } from '../../api/use-poll';
import { toastDone, toastFailed } from '../../ui/toast';
import { useLocale } from '../../ui/use-locale';

const ACCEPTED = 'image/jpeg,image/png,image/webp';

export function FacePicker({ name }: { name: string }) {
  const { t } = useLocale();
  const [{ data }, ask] = useQuery({ query: MyFaceDocument });
  const [busy, setBusy] = useState(false);
  const remove = useChange(RemoveFaceDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const { avatarUrl = null, faceState = null } = data?.me?.creator ?? {};
  usePoll(again, 2000, faceState === 'waiting');
  const send = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    try {
      await sendPicture('/uploads/faces', file);
      toastDone(t('account.faceMaking'));
      again();
    } catch (error) {
      toastFailed(t, error instanceof CombinedError ? error : pictureFailure('UNKNOWN'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group align="center" wrap="nowrap">
      {avatarUrl ? (
        <img className="vt-face" src={avatarUrl} width={72} height={72} alt={t('account.faceAlt')} />
      ) : (
        <span className="vt-face" aria-hidden="true">
          {[...name][0]}
        </span>
      )}
      <div className="vt-grow">
        <Group gap="xs">
          <FileButton accept={ACCEPTED} onChange={(file) => void send(file)}>
            {(props) => (
              <Button {...props} variant="default" loading={busy} leftSection={<IconPhotoUp size={16} aria-hidden />}>
                {t('account.faceUpload')}
              </Button>
            )}
          </FileButton>
          {avatarUrl && (
            <Button
              variant="subtle"
              loading={remove.busy}
              onClick={() => void remove.run({}, t('account.faceRemoved')).then((done) => done && again())}
            >
              {t('account.faceRemove')}
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed" mt={6} role="status">
          {faceState === 'waiting' ? t('account.faceMaking') : t('account.faceKinds')}
        </Text>
        {faceState === 'refused' && (
          <div className="vt-notice" data-tone="danger" role="status">
            <IconAlertTriangle size={20} aria-hidden />
            <div>{t('account.faceRefused')}</div>
          </div>
        )}
      </div>
    </Group>
  );
}
