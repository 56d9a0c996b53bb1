// On the page of a video: how many chapters and hot-spots it has, what a new version dropped, and the way to edit them.
import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconListDetails } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { VideoMarksDocument, type MarksPartsFragment } from '../../api/generated';
import { Card } from '../../ui/page';
import { formatDuration } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';

/** What found no place in the newest version, and hot-spots that wait for a look. Gone after the next save. */
export function DroppedMarks({ marks }: { marks: MarksPartsFragment }) {
  const { t } = useLocale();
  const { droppedChapters, droppedHotspots, hotspotsHeld } = marks;
  if (droppedChapters.length === 0 && droppedHotspots === 0 && !hotspotsHeld) return null;
  return (
    <div className="vt-notice" data-tone="warning" role="status">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        {droppedChapters.length > 0 && (
          <>
            <div>{t('marks.droppedChapters')}</div>
            <ul>
              {droppedChapters.map(({ startMs, title }) => (
                <li key={`${startMs} ${title}`}>
                  {formatDuration(startMs)} {title}
                </li>
              ))}
            </ul>
          </>
        )}
        {droppedHotspots > 0 && (
          <div>{t('marks.droppedHotspots', { count: droppedHotspots, shown: droppedHotspots })}</div>
        )}
        {hotspotsHeld && <div>{t('marks.held')}</div>}
      </div>
    </div>
  );
}

export function MarksCard({ videoId, to }: { videoId: string; to: string }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: VideoMarksDocument, variables: { videoId } });
  const marks = data?.videoMarks;
  const [chapters, hotspots] = [marks?.chapters.length ?? 0, marks?.hotspots.length ?? 0];
  const said = [
    ...(chapters > 0 ? [t('marks.chapterCount', { count: chapters, shown: chapters })] : []),
    ...(hotspots > 0 ? [t('marks.hotspotCount', { count: hotspots, shown: hotspots })] : []),
  ];
  return (
    <Card
      title={t('marks.head')}
      aside={
        <Button
          component={Link}
          to={to}
          size="xs"
          variant="default"
          leftSection={<IconListDetails size={16} aria-hidden />}
        >
          {t('marks.open')}
        </Button>
      }
    >
      <div className="vt-stack">
        {marks && <DroppedMarks marks={marks} />}
        {said.length > 0 ? <Text>{said.join(', ')}</Text> : <Text c="dimmed">{t('marks.cardNone')}</Text>}
      </div>
    </Card>
  );
}
