// Where a payout or a batch of them is.
import { useTranslation } from 'react-i18next';
import type { PayoutBatchStatus, PayoutStatus } from '../../api/generated';
import { Chip, type Tone } from '../chip';

const PAYOUTS: Record<PayoutStatus, Tone> = { processing: 'accent', settled: 'success', failed: 'danger' };
const BATCHES: Record<PayoutBatchStatus, Tone> = {
  requested: 'info',
  prepared: 'warning',
  approved: 'accent',
  refused: 'danger',
  closed: 'success',
};

export function PayoutChip({ status }: { status: PayoutStatus }) {
  const { t } = useTranslation();
  return <Chip tone={PAYOUTS[status]}>{t(`payoutStatus.${status}`)}</Chip>;
}

export function BatchChip({ status }: { status: PayoutBatchStatus }) {
  const { t } = useTranslation();
  return <Chip tone={BATCHES[status]}>{t(`batchStatus.${status}`)}</Chip>;
}
