// What a machine noticed: a short list whose seconds move the player.
import { Button } from '@mantine/core';
import type { ReviewPartsFragment } from '../../api/generated';
import { formatDuration } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';

type Props = {
  checks: ReviewPartsFragment['checks'];
  onSeek: (ms: number) => void;
  onReason: (code: string, ms: number) => void;
};

/** Nothing when nothing was noticed. */
export function Checks({ checks, onSeek, onReason }: Props) {
  const { t } = useLocale();
  if (checks.length === 0) return null;
  return (
    <Card title={t('review.checks')}>
      <ul className="vt-checks">
        {checks.map(({ code, fromMs, toMs, value, reasonCode }) => (
          <li key={`${code} ${fromMs}`}>
            <span className="vt-grow">{t(`review.check_${code}`, { value: value ?? 0 })}</span>
            {fromMs !== null && (
              <button type="button" className="vt-timecode" onClick={() => onSeek(fromMs)}>
                {formatDuration(fromMs)}
                {toMs !== null && `–${formatDuration(toMs)}`}
              </button>
            )}
            {reasonCode && (
              <Button size="compact-xs" variant="subtle" onClick={() => onReason(reasonCode, fromMs ?? 0)}>
                {t('review.takeReason')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
