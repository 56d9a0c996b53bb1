// The page of the editor: fetches a language once, and hands it over; what others save meanwhile is met when saving.
import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useClient, useQuery, type CombinedError } from 'urql';
import { CaptionCuesDocument, CaptionVideoDocument, type CaptionCuesQuery } from '../../../api/generated';
import { Page } from '../../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../../ui/states';
import { useLocale } from '../../../ui/use-locale';
import { Editor } from './editor';
import { languageName } from '../languages';

/** Where a language that has no captions yet begins. */
const FIRST_MS = 2000;

type Fetched = { round: number; data?: CaptionCuesQuery | undefined; error?: CombinedError | undefined };

/** The words as they are saved now, asked for once a round: an editor must not begin anew because a cache was refreshed. */
function useSavedCues(videoId: string, round: number): Fetched {
  const client = useClient();
  const [fetched, setFetched] = useState<Fetched>({ round: -1 });
  useEffect(() => {
    let gone = false;
    const asked = client.query(CaptionCuesDocument, { videoId }, { requestPolicy: 'network-only' });
    void asked.toPromise().then(({ data, error }) => {
      if (!gone) setFetched({ round, data, error });
    });
    return () => {
      gone = true;
    };
  }, [client, videoId, round]);
  return fetched.round === round ? fetched : { round };
}

export function CaptionEditorPage() {
  const { t, locale } = useLocale();
  const { id = '', language = '' } = useParams();
  // Counts how often the saved state was asked for anew; each time the editor begins again.
  const [round, setRound] = useState(0);
  const [{ data: about, error: missing }] = useQuery({ query: CaptionVideoDocument, variables: { id } });
  const { data, error } = useSavedCues(id, round);
  const title = t('captions.editorHead', { language: languageName(language, locale) });
  const back = (
    <Anchor component={Link} to=".." relative="path" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('captions.head')}
    </Anchor>
  );
  const failed = missing ?? error;
  const video = about?.video;
  if (!video || !data) {
    return (
      <Page title={title} back={back}>
        {failed ? <ErrorState error={failed} /> : <RowsSkeleton rows={4} />}
      </Page>
    );
  }
  if (video.durationMs === null) {
    return (
      <Page title={title} back={back}>
        <EmptyState icon={null} title={t('captions.none')} text={t('captions.notYet')} />
      </Page>
    );
  }
  const track = data.captions.tracks.find((one) => one.language === language) ?? null;
  const first = { startMs: 0, endMs: Math.min(FIRST_MS, video.durationMs), text: '', settings: '' };
  return (
    <Page title={title} lead={video.title} back={back} width="wide">
      <Editor
        key={round}
        video={{ ...video, durationMs: video.durationMs }}
        language={language}
        track={track}
        cues={track?.cues ?? [first]}
        onReload={() => setRound(round + 1)}
      />
    </Page>
  );
}
