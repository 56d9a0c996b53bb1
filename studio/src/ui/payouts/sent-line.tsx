// What PayPal says of a payout, in a line under its state: most of all what its payee can do about it.
import type { PayslipPartsFragment } from '../../api/generated';
import { useLocale } from '../use-locale';

/** Nothing for payouts by a bank, nor while there is nothing to say beside the state. */
export function SentLine({ payout }: { payout: PayslipPartsFragment }) {
  const { t } = useLocale();
  const { sent } = payout;
  if (!sent) return <small>{payout.bankReason ?? payout.bankReference}</small>;
  if (sent.contradicts && sent.status)
    return <strong>{t('sends.contradicts', { status: t(`sentStatus.${sent.status}`) })}</strong>;
  if (payout.status === 'settled') return <small>{sent.transactionId}</small>;
  const said = [sent.error, sent.errorDetail].filter(Boolean).join(': ');
  return (
    <>
      {sent.status && <small>{t(`sentStatus.${sent.status}`)}</small>}
      {said && <small className="vt-break">{said}</small>}
    </>
  );
}
