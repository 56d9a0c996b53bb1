// One track of a video: what it is, where it stands, and watching, removing and, for moderators, deciding.
import { Button, Group, Select, Text } from '@mantine/core';
import { IconCheck, IconPlayerPlay, IconTrash, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import {
  ApproveTrackDocument,
  RejectReasonsDocument,
  RejectTrackDocument,
  RemoveTrackDocument,
  type TrackPartsFragment,
  type TrackState,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { Chip, type Tone } from '../../ui/chip';
import { Player } from '../../ui/player';
import { useLocale } from '../../ui/use-locale';
import { languageName } from '../captions/languages';

const TONES: Record<TrackState, Tone> = {
  arriving: 'info',
  waiting: 'info',
  in_review: 'accent',
  shown: 'success',
  rejected: 'danger',
  refused: 'danger',
};

type Props = {
  track: TrackPartsFragment;
  /** It belongs to the version that viewers see while a newer one is on its way. */
  isEarlier: boolean;
  judges: boolean;
  onChanged: () => void;
};

/** Approve, or reject with a reason from the list. */
function Judgement({ track, name, onChanged }: { track: TrackPartsFragment; name: string; onChanged: () => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: RejectReasonsDocument });
  const [reason, setReason] = useState<string | null>(null);
  const approve = useChange(ApproveTrackDocument);
  const reject = useChange(RejectTrackDocument);
  const reasons = (data?.rejectReasons ?? []).map(({ code, label }) => ({ value: code, label }));
  return (
    <Group gap={8} align="flex-end">
      {track.state === 'in_review' && (
        <Button
          size="xs"
          loading={approve.busy}
          leftSection={<IconCheck size={14} aria-hidden />}
          aria-label={t('tracks.approveOf', { name })}
          onClick={() => void approve.run({ id: track.id }, t('tracks.approved')).then(onChanged)}
        >
          {t('tracks.approve')}
        </Button>
      )}
      <Select
        size="xs"
        aria-label={t('tracks.reasonOf', { name })}
        placeholder={t('tracks.reason')}
        data={reasons}
        value={reason}
        onChange={setReason}
        maw={220}
      />
      <Button
        size="xs"
        variant="default"
        disabled={!reason}
        loading={reject.busy}
        leftSection={<IconX size={14} aria-hidden />}
        aria-label={t('tracks.rejectOf', { name })}
        onClick={() =>
          void reject.run({ id: track.id, reasonCode: reason ?? '' }, t('tracks.rejected')).then(onChanged)
        }
      >
        {t('tracks.reject')}
      </Button>
    </Group>
  );
}

/** Why it is not shown, and what to do. */
function Trouble({ track }: { track: TrackPartsFragment }) {
  const { refusal, rejection } = track;
  const [said, fix] = refusal
    ? [refusal.message, refusal.whatToDo]
    : rejection
      ? [rejection.message, rejection.howToFix]
      : [null, null];
  if (!said) return null;
  return (
    <div className="vt-notice" data-tone="danger">
      <div>
        <strong>{said}</strong>
        <div>{fix}</div>
        {rejection?.note && <div>{rejection.note}</div>}
      </div>
    </div>
  );
}

export function TrackRow({ track, isEarlier, judges, onChanged }: Props) {
  const { t, locale } = useLocale();
  const element = useRef<HTMLVideoElement>(null);
  const [watching, setWatching] = useState(false);
  const [asking, setAsking] = useState(false);
  const remove = useChange(RemoveTrackDocument);
  const name = t(`tracks.name_${track.kind}`, { language: languageName(track.language, locale) });
  const mayJudge = judges && (track.state === 'in_review' || track.state === 'shown');
  return (
    <li data-track={track.id}>
      <div className="vt-stack vt-grow">
        <Group justify="space-between" gap={8}>
          <span className="vt-two">
            <span>{name}</span>
            <small>{track.fileName}</small>
            {isEarlier && <small>{t('tracks.earlier')}</small>}
          </span>
          <Chip tone={TONES[track.state]}>{t(`tracks.state_${track.state}`)}</Chip>
        </Group>
        <Trouble track={track} />
        {watching && track.previewHlsUrl && (
          <Player video={element} src={track.previewHlsUrl} poster={null} label={t('tracks.playerLabel', { name })} />
        )}
        <Group gap={8}>
          {track.previewHlsUrl && (
            <Button
              size="xs"
              variant="default"
              aria-expanded={watching}
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              aria-label={t('tracks.watchOf', { name })}
              onClick={() => setWatching(!watching)}
            >
              {watching ? t('ui.close') : t('tracks.watch')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={14} aria-hidden />}
            aria-label={t('tracks.removeOf', { name })}
            onClick={() => setAsking(true)}
          >
            {t('tracks.remove')}
          </Button>
        </Group>
        {mayJudge && <Judgement track={track} name={name} onChanged={onChanged} />}
        {track.state === 'in_review' && !judges && (
          <Text size="sm" c="dimmed">
            {t('tracks.waitsNote')}
          </Text>
        )}
      </div>
      <Ask
        opened={asking}
        title={t('tracks.removeHead', { name })}
        text={t('tracks.removeText')}
        yes={t('tracks.remove')}
        danger
        busy={remove.busy}
        onClose={() => setAsking(false)}
        onYes={() => {
          void remove.run({ id: track.id }, t('tracks.removed')).then(onChanged);
          setAsking(false);
        }}
      />
    </li>
  );
}
