// Deletes every file of a video at once, after a question: nothing can bring it back.
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { DeleteVideoForGoodDocument, type VideoFullFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { Ask } from '../ui/ask';
import { useLocale } from '../ui/use-locale';

export function DeleteForGood({ video, onDone }: { video: VideoFullFragment; onDone: () => void }) {
  const { t } = useLocale();
  const [asking, setAsking] = useState(false);
  const remove = useChange(DeleteVideoForGoodDocument);
  if (video.forgottenAt) return <Text size="sm">{t('versions.deleted')}</Text>;
  const yes = async () => {
    if (await remove.run({ id: video.id }, t('versions.deleted'))) onDone();
    setAsking(false);
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t('versions.delete')}
      </Button>
      <Ask
        opened={asking}
        title={t('versions.deleteHead')}
        text={t('versions.deleteText')}
        yes={t('versions.delete')}
        danger
        busy={remove.busy}
        onYes={() => void yes()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
