// Small marks that carry a state: always with words, never by colour alone.
import { useTranslation } from 'react-i18next';
import type { CommissionState, VideoStatus } from '../api/generated';

export type Tone = 'neutral' | 'info' | 'accent' | 'success' | 'warning' | 'danger';

/** A mark with a tone. */
export function Chip({ tone = 'neutral', children }: { tone?: Tone; children: string }) {
  return (
    <span className="vt-chip" data-tone={tone}>
      {children}
    </span>
  );
}

export const VIDEO_TONES: Record<VideoStatus, Tone> = {
  uploading: 'info',
  uploaded: 'info',
  checking: 'info',
  transcoding: 'info',
  in_review: 'accent',
  published: 'success',
  rejected: 'danger',
  refused: 'danger',
  retired: 'neutral',
};

/** Where a video is on its road. */
export function VideoChip({ status }: { status: VideoStatus }) {
  const { t } = useTranslation();
  return <Chip tone={VIDEO_TONES[status]}>{t(`videoStatus.${status}`)}</Chip>;
}

const COMMISSION_TONES: Record<CommissionState, Tone> = {
  pending: 'info',
  review: 'warning',
  payable: 'success',
  in_payout: 'accent',
  paid: 'success',
  rejected: 'danger',
  reversed: 'neutral',
};

/** Where a commission is in its life. */
export function CommissionChip({ state }: { state: CommissionState }) {
  const { t } = useTranslation();
  return <Chip tone={COMMISSION_TONES[state]}>{t(`commissionState.${state}`)}</Chip>;
}
