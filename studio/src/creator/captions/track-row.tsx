// One language of a video: its state, and edit, show, download, delete.
import { Button, Group, Menu } from '@mantine/core';
import { IconDownload, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useClient } from 'urql';
import {
  CaptionCuesDocument,
  DeleteCaptionsDocument,
  ShowCaptionsDocument,
  type CaptionTrackPartsFragment,
  type CaptionVideoQuery,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { Chip } from '../../ui/chip';
import { formatCount } from '../../ui/format/size';
import { formatAgo } from '../../ui/format/time';
import { toastFailed } from '../../ui/toast';
import { useLocale } from '../../ui/use-locale';
import { toSrt, toVtt } from './cues';
import { languageName } from './languages';
import { download } from './saving';

type Video = CaptionVideoQuery['video'];
type Props = { track: CaptionTrackPartsFragment; video: Video; isOpen: boolean; onChanged: () => void };

/** Fetches the words and gives them as a file. */
export function useDownload(videoId: string) {
  const { t } = useLocale();
  const client = useClient();
  return async (language: string, format: 'vtt' | 'srt') => {
    const asked = client.query(CaptionCuesDocument, { videoId }, { requestPolicy: 'network-only' });
    const { data, error } = await asked.toPromise();
    if (error) return toastFailed(t, error);
    const cues = data?.captions.tracks.find((one) => one.language === language)?.cues ?? [];
    const text = format === 'vtt' ? toVtt(cues) : toSrt(cues);
    return download(`${videoId}.${language}.${format}`, text, format === 'vtt' ? 'text/vtt' : 'application/x-subrip');
  };
}

export function TrackRow({ track, video, isOpen, onChanged }: Props) {
  const { t, locale } = useLocale();
  const [asking, setAsking] = useState(false);
  const show = useChange(ShowCaptionsDocument);
  const remove = useChange(DeleteCaptionsDocument);
  const save = useDownload(video.id);
  const isShown = track.state === 'shown';
  const name = languageName(track.language, locale);
  const toggle = async () => {
    const { id, revision } = track;
    const done = isShown ? t('captions.nowHidden') : t('captions.nowShown');
    await show.run({ id, revision, shown: !isShown }, done);
    onChanged();
  };
  return (
    <li data-language={track.language}>
      <span className="vt-two vt-grow">
        <span>{name}</span>
        <small>
          {t('captions.count', { count: track.cueCount, shown: formatCount(track.cueCount, locale) })} ·{' '}
          {t(`captions.source_${track.source}`)} · {formatAgo(track.updatedAt, locale)}
        </small>
        {track.outdated && <small>{t('captions.outdated')}</small>}
      </span>
      <Chip tone={isShown ? 'success' : 'warning'}>{t(`captions.state_${track.state}`)}</Chip>
      <Group gap={8}>
        {isOpen && (
          <Button
            component={Link}
            to={track.language}
            size="xs"
            variant="default"
            leftSection={<IconPencil size={14} aria-hidden />}
            aria-label={t('captions.editOf', { language: name })}
          >
            {t('ui.edit')}
          </Button>
        )}
        {isOpen && (
          <Button size="xs" variant={isShown ? 'default' : 'filled'} loading={show.busy} onClick={() => void toggle()}>
            {isShown ? t('captions.hide') : t('captions.show')}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              aria-label={t('captions.downloadOf', { language: name })}
            >
              {t('captions.download')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void save(track.language, 'vtt')}>WebVTT (.vtt)</Menu.Item>
            <Menu.Item onClick={() => void save(track.language, 'srt')}>SubRip (.srt)</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {isOpen && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={14} aria-hidden />}
            aria-label={t('captions.deleteOf', { language: name })}
            onClick={() => setAsking(true)}
          >
            {t('captions.delete')}
          </Button>
        )}
      </Group>
      <Ask
        opened={asking}
        title={t('captions.deleteHead', { language: name })}
        text={t('captions.deleteText')}
        yes={t('captions.delete')}
        danger
        busy={remove.busy}
        onClose={() => setAsking(false)}
        onYes={() => {
          void remove.run({ id: track.id, revision: track.revision }, t('captions.deleted')).then(onChanged);
          setAsking(false);
        }}
      />
    </li>
  );
}
