// Orders that may be the claimed one: the store or staff say which it is.
import { Button, Text } from '@mantine/core';
import { NameDisputedOrderDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import type { Shown } from './desk-page';

export function Candidates({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  const { t, locale, money } = useLocale();
  const name = useChange(NameDisputedOrderDocument);
  const choose = async (orderId: string) => {
    await name.run({ id: shown.id, orderId }, t('disputes.named'));
    onDone();
  };
  return (
    <Card title={t('disputes.candidates')}>
      {shown.candidates.length === 0 && <Text c="dimmed">{t('disputes.noCandidates')}</Text>}
      <ul className="vt-dispute-lines">
        {shown.candidates.map((one) => (
          <li key={one.orderId}>
            <span className="vt-two">
              <strong>{one.number}</strong>
              <small>
                {formatMoment(one.placedAt, locale)} · {t('disputes.likeness', { score: one.score })}
              </small>
            </span>
            <strong className="vt-number">{money(one.total)}</strong>
            <Button
              size="compact-md"
              variant="light"
              loading={name.busy}
              aria-label={t('disputes.thisOneOf', { number: one.number })}
              onClick={() => void choose(one.orderId)}
            >
              {t('disputes.thisOne')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
