// The lock on a video under review: taken on opening, kept alive while somebody looks, shown with its end.
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { CombinedError } from 'urql';
import { ClaimReviewDocument, type ReviewPartsFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { Chip } from '../ui/chip';
import { formatDuration } from '../ui/format/time';
import { useLocale } from '../ui/use-locale';

export type Claim = {
  item: ReviewPartsFragment | null;
  /** Milliseconds until the lock ends; null when the service did not say. */
  leftMs: number | null;
  error: CombinedError | null;
  renew: () => void;
};

/** Renewed when less than this is left and the page is being looked at. */
const RENEW_MS = 60_000;

export function useClaim(videoId: string): Claim {
  const claim = useChange(ClaimReviewDocument, true);
  const [item, setItem] = useState<ReviewPartsFragment | null>(null);
  const [nowMs, setNowMs] = useState(Date.now);
  const { run } = claim;
  const renew = useCallback(() => {
    void run({ videoId }).then((data) => data && setItem(data.claimReview));
  }, [run, videoId]);
  useEffect(() => {
    setItem(null);
    renew();
  }, [renew]);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const endsAt = item?.claimExpiresAt ?? null;
  const leftMs = endsAt ? new Date(endsAt).getTime() - nowMs : null;
  const soon = leftMs !== null && leftMs > 0 && leftMs < RENEW_MS;
  useEffect(() => {
    if (soon && !document.hidden) renew();
  }, [soon, renew]);
  return { item: item?.video.id === videoId ? item : null, leftMs, error: claim.error, renew };
}

/** Time left of the lock; when it is over, the button that takes it again. */
export function ClaimChip({ claim }: { claim: Claim }) {
  const { t } = useLocale();
  if (claim.leftMs === null) return null;
  if (claim.leftMs <= 0) {
    return (
      <Button variant="light" color="orange.9" onClick={claim.renew}>
        {t('review.claimAgain')}
      </Button>
    );
  }
  return <Chip tone="accent">{t('review.claimed', { time: formatDuration(claim.leftMs) })}</Chip>;
}
