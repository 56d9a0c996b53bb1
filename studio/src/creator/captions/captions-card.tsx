// On the page of a video: which captions it has, and the way to them.
import { Button, Text } from '@mantine/core';
import { IconBadgeCc } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { CaptionsDocument } from '../../api/generated';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';
import { languageName } from './languages';

export function CaptionsCard({ videoId, to }: { videoId: string; to: string }) {
  const { t, locale } = useLocale();
  const [{ data }] = useQuery({ query: CaptionsDocument, variables: { videoId } });
  const tracks = data?.captions.tracks ?? [];
  const names = tracks.map((track) => {
    const name = languageName(track.language, locale);
    return track.state === 'draft' ? t('captions.draftOf', { language: name }) : name;
  });
  return (
    <Card
      title={t('captions.head')}
      aside={
        <Button
          component={Link}
          to={to}
          size="xs"
          variant="default"
          leftSection={<IconBadgeCc size={16} aria-hidden />}
        >
          {t('captions.open')}
        </Button>
      }
    >
      {names.length > 0 ? <Text>{names.join(', ')}</Text> : <Text c="dimmed">{t('captions.cardNone')}</Text>}
    </Card>
  );
}
