// Which ways of paying a batch of a store can take now, and why one cannot.
import { Button, Group } from '@mantine/core';
import type { PayoutMethod } from '../../api/generated';
import { useLocale } from '../../ui/use-locale';
import type { Desk } from './desk';

/** One button a way that is set up here; it works when somebody may be paid so. */
export function PrepareButtons(props: { desk: Desk; busy: boolean; onPrepare: (way: PayoutMethod) => void }) {
  const { desk, busy, onPrepare } = props;
  const { t } = useLocale();
  const open = desk.ways.filter((way) => way.gap === null);
  const isReady = (method: PayoutMethod) =>
    desk.stoppedBy.length === 0 && desk.candidates.some((one) => one.reason === null && one.method === method);
  return (
    <Group gap="xs">
      {open.map(({ method }) => (
        <Button
          key={method}
          variant={method === 'bank' ? 'filled' : 'light'}
          loading={busy}
          disabled={!isReady(method)}
          onClick={() => onPrepare(method)}
        >
          {t(method === 'bank' ? 'batches.prepare' : 'batches.preparePaypal')}
        </Button>
      ))}
    </Group>
  );
}

/** What there is to know of PayPal here: that it is not set up though somebody wants it, or that no money moves. */
export function PaypalNote({ desk }: { desk: Desk }) {
  const { t } = useLocale();
  const way = desk.ways.find((one) => one.method === 'paypal');
  const isWanted = desk.candidates.some((one) => one.method === 'paypal');
  if (way?.gap) return <p className="vt-footnote">{t('batches.noPaypal')}</p>;
  if (way?.sandbox && isWanted) return <p className="vt-footnote">{t('batches.paypalSandbox')}</p>;
  return null;
}
