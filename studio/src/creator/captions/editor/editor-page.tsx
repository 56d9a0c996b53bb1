// The page of the editor: fetches a language once, and hands it over; what others save meanwhile is met when saving.
import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { CaptionCuesDocument, CaptionVideoDocument } from '../../../api/generated';
import { Page } from '../../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../../ui/states';
import { useLocale } from '../../../ui/use-locale';
import { Editor } from './editor';
import { languageName } from '../languages';

/** Where a language that has no captions yet begins. */
const FIRST_MS = 2000;

export function CaptionEditorPage() {
  const { t, locale } = useLocale();
  const { id = '', language = '' } = useParams();
  // Counts how often the saved state was asked for anew; each time the editor begins again.
  const [round, setRound] = useState(0);
  const [{ data: about, error: missing }] = useQuery({ query: CaptionVideoDocument, variables: { id } });
  const [{ data, error, stale, fetching }, ask] = useQuery({
    query: CaptionCuesDocument,
    variables: { videoId: id },
    requestPolicy: 'network-only',
  });
  const title = t('captions.editorHead', { language: languageName(language, locale) });
  const back = (
    <Anchor component={Link} to=".." relative="path" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('captions.head')}
    </Anchor>
  );
  const failed = missing ?? error;
  const video = about?.video;
  if (!video || !data || stale || fetching) {
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
        onReload={() => {
          ask({ requestPolicy: 'network-only' });
          setRound(round + 1);
        }}
      />
    </Page>
  );
}
