// Approve, or reject for one of the coded reasons at a position in the video.
import { Button, Group, Radio, Text, Textarea } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { formatDuration } from '../ui/format/time';
import { useLocale } from '../ui/use-locale';

export type Rejection = { reasonCode: string | null; timecodeMs: number | null; note: string };
export const EMPTY_REJECTION: Rejection = { reasonCode: null, timecodeMs: null, note: '' };

type Props = {
  reasons: readonly { code: string; label: string; howToFix: string }[];
  rejection: Rejection;
  durationMs: number | null;
  busy: boolean;
  /** A rule has published it: approving confirms, rejecting takes it down. */
  published: boolean;
  onChoose: (code: string) => void;
  onChange: (rejection: Rejection) => void;
  onHere: () => void;
  onApprove: () => void;
  onReject: () => void;
};

function Where({ rejection, onChange, onHere }: Pick<Props, 'rejection' | 'onChange' | 'onHere'>) {
  const { t } = useLocale();
  return (
    <Group gap="xs">
      <Text size="sm">
        {rejection.timecodeMs === null
          ? t('review.noPlace')
          : t('review.place', { time: formatDuration(rejection.timecodeMs) })}
      </Text>
      <Button size="compact-sm" variant="default" onClick={onHere}>
        {t('review.here')}
      </Button>
      {rejection.timecodeMs !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          c="dimmed"
          onClick={() => onChange({ ...rejection, timecodeMs: null })}
        >
          {t('review.whole')}
        </Button>
      )}
    </Group>
  );
}

/** The reason is heard when a key chose it, because focus does not move then. */
export function RejectPanel(props: Props) {
  const { t } = useLocale();
  const { reasons, rejection, busy, published, onChange } = props;
  const chosen = reasons.find((reason) => reason.code === rejection.reasonCode);
  return (
    <section className="vt-card" aria-label={t('review.decision')}>
      {published && (
        <Text size="sm" mb="sm">
          {t('review.publishedNote')}
        </Text>
      )}
      <Button
        fullWidth
        size="md"
        color="teal.9"
        leftSection={<IconCheck size={18} aria-hidden />}
        rightSection={<kbd className="vt-key">A</kbd>}
        loading={busy}
        onClick={props.onApprove}
      >
        {published ? t('review.confirm') : t('review.approve')}
      </Button>
      <Radio.Group
        mt="lg"
        label={t('review.rejectFor')}
        value={rejection.reasonCode ?? ''}
        onChange={props.onChoose}
        classNames={{ label: 'vt-legend-label' }}
      >
        <div className="vt-reasons">
          {reasons.map((reason, at) => (
            <Radio
              key={reason.code}
              value={reason.code}
              label={
                <span className="vt-reason">
                  <span>{reason.label}</span>
                  {at < 9 && <kbd className="vt-key">{at + 1}</kbd>}
                </span>
              }
            />
          ))}
        </div>
      </Radio.Group>
      {chosen && (
        <div className="vt-stack vt-chosen-reason">
          <Text size="sm" c="dimmed">
            {t('review.creatorReads')} {chosen.howToFix}
          </Text>
          <Where rejection={rejection} onChange={onChange} onHere={props.onHere} />
          <Textarea
            label={t('review.note')}
            autosize
            minRows={2}
            maxLength={500}
            value={rejection.note}
            onChange={(event) => onChange({ ...rejection, note: event.currentTarget.value })}
          />
        </div>
      )}
      <Button
        fullWidth
        mt="md"
        variant={chosen ? 'filled' : 'default'}
        color={chosen ? 'red.8' : 'iris'}
        leftSection={<IconX size={18} aria-hidden />}
        rightSection={<kbd className="vt-key">R</kbd>}
        disabled={!chosen}
        loading={busy}
        onClick={props.onReject}
      >
        {published ? t('review.takeDown') : t('review.reject')}
      </Button>
      <p className="vt-hidden" role="status">
        {chosen ? t('review.chosen', { reason: chosen.label, time: formatDuration(rejection.timecodeMs ?? 0) }) : ''}
      </p>
    </section>
  );
}
