// The pictures of a dispute: looked at here, downloaded by a click; a creator adds more while it is open.
import { Button, FileButton, Text } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { formatBytes } from '../ui/format/size';
import { Card } from '../ui/page';
import { toastDone } from '../ui/toast';
import { useLocale } from '../ui/use-locale';

const MOST = 5;
const TAKEN = 'image/jpeg,image/png,image/webp';

/** Null when it was taken, else the code of the refusal. */
async function send(disputeId: string, file: File): Promise<string | null> {
  try {
    const answer = await fetch(`/uploads/evidence/${encodeURIComponent(disputeId)}`, {
      ...{
        method: 'POST',
        credentials: 'same-origin',
        body: file,
        headers: { 'content-type': file.type || 'image/jpeg' },
      },
    });
    if (answer.ok) return null;
    const said = (await answer.json().catch(() => null)) as { error?: { code?: string } } | null;
    return said?.error?.code ?? 'UNKNOWN';
  } catch {
    return 'NETWORK';
  }
}

type Props = {
  pictures: readonly { id: string; sizeBytes: number }[];
  /** Set where pictures may be added. */
  disputeId?: string | undefined;
  onAdded?: () => void;
};

export function DisputePictures({ pictures, disputeId, onAdded }: Props) {
  const { t, locale } = useLocale();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const add = async (file: File | null) => {
    if (!file || !disputeId) return;
    setBusy(true);
    const code = await send(disputeId, file);
    setBusy(false);
    setRefused(code);
    if (code) return;
    toastDone(t('disputes.pictureAdded'));
    onAdded?.();
  };
  const mayAdd = disputeId !== undefined && pictures.length < MOST;
  if (pictures.length === 0 && !mayAdd) return null;
  return (
    <Card title={t('disputes.pictures')}>
      {pictures.length === 0 && <Text c="dimmed">{t('disputes.noPictures')}</Text>}
      <ul className="vt-dispute-pictures">
        {pictures.map(({ id, sizeBytes }, at) => (
          <li key={id}>
            <a href={`/v1/disputes/evidence/${id}`} download aria-label={t('disputes.openPicture', { number: at + 1 })}>
              <img src={`/v1/disputes/evidence/${id}`} alt="" loading="lazy" />
            </a>
            <small>{formatBytes(sizeBytes, locale)}</small>
          </li>
        ))}
      </ul>
      {mayAdd && (
        <>
          <FileButton accept={TAKEN} onChange={(file) => void add(file)}>
            {(props) => (
              <Button {...props} variant="light" loading={busy} leftSection={<IconPhotoPlus size={18} aria-hidden />}>
                {t('disputes.addPicture')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed" mt={6}>
            {t('disputes.picturesHint')}
          </Text>
        </>
      )}
      {refused && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <div>
            <strong>{t(`errors.${refused}.title`, { defaultValue: t('errors.UNKNOWN.title') })}</strong>
            <div>{t(`errors.${refused}.do`, { defaultValue: t('errors.UNKNOWN.do') })}</div>
          </div>
        </div>
      )}
    </Card>
  );
}
