// The captions of a video: every language with what can be done about it, and the ways to add one more.
import { Anchor, Text } from '@mantine/core';
import { IconArrowLeft, IconBadgeCc } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { CaptionsDocument, CaptionVideoDocument } from '../../api/generated';
import { usePoll } from '../../api/use-poll';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { AddCaptions } from './add-captions';
import { Recognitions } from './recognition';
import { TrackRow } from './track-row';

export function CaptionsPage() {
  const { t } = useLocale();
  const { id = '', storeId } = useParams();
  const [{ data: about, error: missing }] = useQuery({ query: CaptionVideoDocument, variables: { id } });
  const [{ data, error }, ask] = useQuery({ query: CaptionsDocument, variables: { videoId: id } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const video = about?.video;
  const captions = data?.captions;
  usePoll(again, 3000, captions?.recognitions.some((one) => one.state === 'waiting') ?? false);
  const back = (
    <Anchor component={Link} to={storeId ? `/store/${storeId}/placements` : '..'} relative="path" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {storeId ? t('nav.placements') : (video?.title ?? t('videos.one'))}
    </Anchor>
  );
  const failed = missing ?? error;
  if (!video || !captions) {
    return (
      <Page title={t('captions.head')} back={back}>
        {failed ? <ErrorState error={failed} again={again} /> : <RowsSkeleton rows={3} />}
      </Page>
    );
  }
  const isOpen = video.durationMs !== null && video.status !== 'retired';
  return (
    <Page title={t('captions.head')} lead={t('captions.lead', { title: video.title })} back={back}>
      <div className="vt-cards">
        {captions.tracks.length === 0 ? (
          <Card>
            <EmptyState
              icon={<IconBadgeCc size={26} aria-hidden />}
              title={t('captions.none')}
              text={isOpen ? t('captions.noneText') : t('captions.notYet')}
            />
          </Card>
        ) : (
          <Card title={t('captions.languages')} flush>
            <ul className="vt-rows" data-wrap>
              {captions.tracks.map((track) => (
                <TrackRow key={track.id} track={track} video={video} isOpen={isOpen} onChanged={again} />
              ))}
            </ul>
          </Card>
        )}
        {isOpen && <AddCaptions video={video} captions={captions} onAdded={again} />}
        {isOpen && (captions.recognitionOffered || captions.recognitions.length > 0) && (
          <Recognitions videoId={id} captions={captions} onAsked={again} />
        )}
        {video.status === 'published' && (
          <Text size="sm" c="dimmed">
            {t('captions.published')}
          </Text>
        )}
      </div>
    </Page>
  );
}
