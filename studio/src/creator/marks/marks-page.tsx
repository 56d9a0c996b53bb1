// Chapters and hot-spots of a video, beside the video itself.
import './marks.css';
import { Anchor, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import {
  MarksVideoDocument,
  SaveHotspotsDocument,
  VideoMarksDocument,
  type MarksPartsFragment,
  type MarksVideoQuery,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Page } from '../../ui/page';
import { Player } from '../../ui/player';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { LeaveGuard } from '../captions/editor/leave-guard';
import { useNow } from '../captions/editor/use-now';
import { ChaptersEditor } from './chapters-editor';
import { HotspotsEditor } from './hotspots-editor';
import { plain, same, type Hotspot } from './marks';
import { DroppedMarks } from './marks-card';
import { SpotLayer } from './spot-layer';

type Video = MarksVideoQuery['video'];

function Editors(props: { video: Video; marks: MarksPartsFragment & { durationMs: number }; onReload: () => void }) {
  const { t } = useLocale();
  const { video, marks, onReload } = props;
  const element = useRef<HTMLVideoElement>(null);
  const nowMs = useNow(element);
  const [hotspots, setHotspots] = useState<Hotspot[]>(marks.hotspots);
  const [held, setHeld] = useState<number | null>(null);
  const [chaptersChanged, setChaptersChanged] = useState(false);
  const save = useChange(SaveHotspotsDocument, true);
  const picture = { width: video.width ?? 9, height: video.height ?? 16 };
  const now = () => Math.round((element.current?.currentTime ?? 0) * 1000);
  const seek = (ms: number) => {
    if (element.current) element.current.currentTime = ms / 1000;
  };
  const saveSpots = async () => {
    const { videoId, hotspotsRevision: revision } = marks;
    const saved = await save.run({ videoId, revision, hotspots }, t('marks.hotspotsSaved'));
    if (!saved) return;
    setHeld(null);
    setHotspots(plain(saved.saveHotspots).hotspots);
  };
  return (
    <div className="vt-split" data-portrait={picture.height > picture.width || undefined}>
      <div className="vt-split-media">
        <Player
          video={element}
          src={video.previewHlsUrl ?? video.publicHlsUrl}
          poster={video.posterUrl}
          label={t('videos.playerLabel', { title: video.title })}
          storyboard={video.storyboard}
          durationMs={video.durationMs}
        >
          <SpotLayer
            {...{ video: element, picture, hotspots, held, nowMs }}
            nameOf={(id) => video.products.find((product) => product.id === id)?.title ?? ''}
            onPlace={(place) => setHotspots(hotspots.map((one, at) => (at === held ? { ...one, ...place } : one)))}
          />
        </Player>
      </div>
      <div className="vt-cards">
        {/* One for both: a router asks one question at a time. */}
        <LeaveGuard on={chaptersChanged || !same(hotspots, marks.hotspots)} text={t('marks.leaveText')} />
        <DroppedMarks marks={marks} />
        <ChaptersEditor marks={marks} now={now} onSeek={seek} onReload={onReload} onDirty={setChaptersChanged} />
        <HotspotsEditor
          {...{ marks, hotspots, held, now, onReload }}
          products={video.products}
          onHold={setHeld}
          onChange={setHotspots}
          onSeek={seek}
          onSave={() => void saveSpots()}
          saving={save}
        />
        {video.status === 'published' && (
          <Text size="sm" c="dimmed">
            {t('marks.published')}
          </Text>
        )}
      </div>
    </div>
  );
}

export function MarksPage() {
  const { t } = useLocale();
  const { id = '', storeId } = useParams();
  const [{ data: about, error: missing }] = useQuery({ query: MarksVideoDocument, variables: { id } });
  const [{ data, error }, ask] = useQuery({ query: VideoMarksDocument, variables: { videoId: id } });
  const [loads, setLoads] = useState(0);
  const again = () => {
    ask({ requestPolicy: 'network-only' });
    setLoads(loads + 1);
  };
  const video = about?.video;
  const marks = data?.videoMarks;
  const failed = missing ?? error;
  const back = (
    <Anchor component={Link} to={storeId ? `/store/${storeId}/placements` : '..'} relative="path" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {storeId ? t('nav.placements') : (video?.title ?? t('videos.one'))}
    </Anchor>
  );
  const lead = video ? t('marks.lead', { title: video.title }) : undefined;
  const durationMs = marks?.durationMs ?? null;
  const isOpen = durationMs !== null && video?.status !== 'retired';
  return (
    <Page title={t('marks.head')} lead={lead} back={back}>
      {(!video || !marks) && (failed ? <ErrorState error={failed} again={again} /> : <RowsSkeleton rows={3} />)}
      {video && marks && !isOpen && <Text>{t('marks.notYet')}</Text>}
      {video && marks && isOpen && (
        <Editors
          key={`${marks.version} ${loads}`}
          video={video}
          marks={plain({ ...marks, durationMs })}
          onReload={again}
        />
      )}
    </Page>
  );
}
