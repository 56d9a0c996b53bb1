// How far a reward is, in a word with its colour, and what it is.
import type { RewardRowFragment, RewardStatus } from '../../api/generated';
import { Chip, type Tone } from '../../ui/chip';
import { useLocale } from '../../ui/use-locale';

const TONES: Record<RewardStatus, Tone> = {
  due: 'info',
  held: 'warning',
  waiting: 'warning',
  issued: 'accent',
  confirmed: 'success',
  cancelled: 'neutral',
};

export function RewardChip({ status }: { status: RewardStatus }) {
  const { t } = useLocale();
  return <Chip tone={TONES[status]}>{t(`rewards.status_${status}`)}</Chip>;
}

/** The amount, the points, or the word for a certificate. */
export function useWhat() {
  const { t, locale, money } = useLocale();
  return ({ amount, points }: Pick<RewardRowFragment, 'amount' | 'points'>): string => {
    if (amount) return money(amount);
    if (points) return t('rewards.pointsOf', { points: BigInt(points).toLocaleString(locale) });
    return t('rewards.kind_certificate');
  };
}
