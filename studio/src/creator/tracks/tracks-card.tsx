// On the page of a video: its audio description and sign language.
import { Text } from '@mantine/core';
import { useQuery } from 'urql';
import { VideoTracksDocument } from '../../api/generated';
import { usePoll } from '../../api/use-poll';
import { Card } from '../../ui/page';
import { ErrorState } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { AddTrack } from './add-track';
import { TrackRow } from './track-row';

/** As the API bounds it, a version. */
const MOST = 4;

type Props = {
  videoId: string;
  /** The newest version: what is added belongs to it. */
  version: number;
  /** Whether this account may add, and whether it may decide. */
  adds?: boolean;
  judges?: boolean;
};

export function TracksCard({ videoId, version, adds = false, judges = false }: Props) {
  const { t } = useLocale();
  const [{ data, error }, ask] = useQuery({ query: VideoTracksDocument, variables: { videoId } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const tracks = data?.videoTracks ?? [];
  usePoll(
    again,
    3000,
    tracks.some(({ state }) => state === 'waiting'),
  );
  // A moderator's page says nothing of what is not there.
  if (judges && !error && tracks.length === 0) return null;
  const present = tracks.filter((track) => track.version === version);
  return (
    <Card title={t('tracks.head')}>
      <div className="vt-stack">
        {error && <ErrorState error={error} again={again} />}
        {tracks.length === 0 && !error && <Text c="dimmed">{t('tracks.none')}</Text>}
        {tracks.length > 0 && (
          <ul className="vt-rows" data-inset aria-label={t('tracks.head')}>
            {tracks.map((track) => (
              <TrackRow
                key={track.id}
                track={track}
                isEarlier={track.version !== version}
                judges={judges}
                onChanged={again}
              />
            ))}
          </ul>
        )}
        {adds && <AddTrack videoId={videoId} isFull={present.length >= MOST} onChanged={again} />}
      </div>
    </Card>
  );
}
