// Chapters: a title and a beginning each, added where the video stands, or taken from lines of text.
import { ActionIcon, Button, Group, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useClient, type CombinedError } from 'urql';
import { ReadChaptersDocument, SaveChaptersDocument, type MarksPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Card } from '../../ui/page';
import { formatDuration } from '../../ui/format/time';
import { MomentField } from '../../ui/scrub/moment-field';
import { useLocale } from '../../ui/use-locale';
import { inOrder, plain, same, withChapter, type Chapter } from './marks';
import { MarksTrouble } from './trouble';

type Props = {
  marks: MarksPartsFragment & { durationMs: number };
  now: () => number;
  onSeek: (ms: number) => void;
  onReload: () => void;
  /** Whether something is not saved. */
  onDirty: (isDirty: boolean) => void;
};

/** Lines as people write them under a video. They take the place of what is there, and are saved with it. */
function FromText({ videoId, onRead }: { videoId: string; onRead: (chapters: Chapter[]) => void }) {
  const { t } = useLocale();
  const client = useClient();
  const [text, setText] = useState('');
  const [error, setError] = useState<CombinedError | null>(null);
  const read = async () => {
    const answer = await client
      .query(ReadChaptersDocument, { videoId, text }, { requestPolicy: 'network-only' })
      .toPromise();
    setError(answer.error ?? null);
    if (!answer.data) return;
    onRead(answer.data.readChapters.map(({ startMs, title }) => ({ startMs, title })));
    setText('');
  };
  return (
    <details className="vt-marks-text">
      <summary>{t('marks.fromText')}</summary>
      <div className="vt-stack">
        <Textarea
          label={t('marks.lines')}
          description={t('marks.linesHint')}
          placeholder={t('marks.linesExample')}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <MarksTrouble error={error} />
        <Group>
          <Button variant="default" disabled={!text.trim()} onClick={() => void read()}>
            {t('marks.take')}
          </Button>
        </Group>
      </div>
    </details>
  );
}

function Row(props: Props & { chapter: Chapter; at: number; onChange: (chapter: Chapter | null) => void }) {
  const { t } = useLocale();
  const { chapter, at, marks, now, onSeek, onChange } = props;
  const number = at + 1;
  return (
    <li className="vt-mark">
      <TextInput
        className="vt-grow"
        label={t('marks.chapterTitle', { number })}
        maxLength={120}
        value={chapter.title}
        onChange={(event) => onChange({ ...chapter, title: event.currentTarget.value })}
      />
      <MomentField
        label={t('marks.chapterStart', { number })}
        ms={chapter.startMs}
        maxMs={marks.durationMs}
        now={now}
        disabled={at === 0 && chapter.startMs === 0}
        onChange={(startMs) => onChange({ ...chapter, startMs })}
      />
      <Group gap={6} wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('marks.goTo', { at: formatDuration(chapter.startMs) })}
          onClick={() => onSeek(chapter.startMs)}
        >
          <IconPlayerPlay size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('marks.removeChapter', { number })}
          onClick={() => onChange(null)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}

export function ChaptersEditor(props: Props) {
  const { t } = useLocale();
  const { marks, now, onReload, onDirty } = props;
  const [chapters, setChapters] = useState<Chapter[]>(marks.chapters);
  const save = useChange(SaveChaptersDocument, true);
  const isChanged = !same(chapters, marks.chapters);
  useEffect(() => onDirty(isChanged), [isChanged, onDirty]);
  const change = (at: number, chapter: Chapter | null) =>
    setChapters(chapters.flatMap((one, i) => (i === at ? (chapter ? [chapter] : []) : [one])));
  const submit = async () => {
    const sorted = inOrder(chapters);
    setChapters(sorted);
    const { videoId, chaptersRevision: revision } = marks;
    const saved = await save.run({ videoId, revision, chapters: sorted }, t('marks.chaptersSaved'));
    if (saved) setChapters(plain(saved.saveChapters).chapters);
  };
  return (
    <Card title={t('marks.chapters')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Text c="dimmed">{t('marks.chaptersLead')}</Text>
        {chapters.length > 0 && (
          <ol className="vt-marks">
            {chapters.map((chapter, at) => (
              <Row key={at} {...props} chapter={chapter} at={at} onChange={(one) => change(at, one)} />
            ))}
          </ol>
        )}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={chapters.length >= marks.maxChapters}
            onClick={() => setChapters(withChapter(chapters, now()))}
          >
            {t('marks.addChapter')}
          </Button>
        </Group>
        <FromText videoId={marks.videoId} onRead={setChapters} />
        <MarksTrouble error={save.error} onReload={onReload} />
        <Group>
          <Button type="submit" disabled={!isChanged} loading={save.busy}>
            {t('marks.saveChapters')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
