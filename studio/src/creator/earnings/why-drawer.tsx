// "Why this amount": the sentence, the steps of the sum, the touches that were considered, and what changed since.
import { Button, Drawer, Text, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { ExplainCommissionDocument, type ExplainCommissionQuery } from '../../api/generated';
import { CommissionChip } from '../../ui/chip';
import { formatMoment } from '../../ui/format/time';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { DisputeDialog } from '../disputes/dispute-dialog';

export type WhyOf = {
  orderId: string;
  lineId: string;
  title: string;
  /** The reader earns it and may dispute it: set on a creator's own pages. */
  mayDispute?: boolean;
};
type Explained = ExplainCommissionQuery['explainCommission'];

function Touches({ touches }: { touches: Explained['touches'] }) {
  const { t, locale } = useLocale();
  return (
    <ul className="vt-touches">
      {touches.map((touch) => (
        <li key={`${touch.instrument}${touch.at}${touch.label}`} data-kept={touch.kept || undefined}>
          <span className="vt-touch-mark">
            {touch.kept ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
          </span>
          <div>
            <strong>{t(`instrument.${touch.instrument}`, { defaultValue: touch.instrument })}</strong>{' '}
            <span className="vt-hidden">{touch.kept ? t('why.kept') : t('why.dropped')}</span>
            <div>{touch.label}</div>
            <small>
              {formatMoment(touch.at, locale)}
              {touch.weight ? ` · ${t('why.weight', { weight: touch.weight })}` : ''}
            </small>
            <div className="vt-touch-why">{touch.why}</div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function History({ history }: { history: Explained['history'] }) {
  const { locale, money } = useLocale();
  return (
    <ol className="vt-history">
      {history.map((change) => (
        <li key={`${change.at}${change.state}${change.amount.amountMinor}`}>
          <div>
            <CommissionChip state={change.state} />
            <strong className="vt-number">{money(change.amount)}</strong>
          </div>
          <div>{change.text}</div>
          <time dateTime={change.at}>{formatMoment(change.at, locale)}</time>
        </li>
      ))}
    </ol>
  );
}

function Answer({ why }: { why: WhyOf }) {
  const { t } = useLocale();
  const [disputing, setDisputing] = useState(false);
  const [{ data, error }, ask] = useQuery({
    query: ExplainCommissionDocument,
    variables: { orderId: why.orderId, lineId: why.lineId },
  });
  if (error && !data) return <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />;
  if (!data) return <RowsSkeleton rows={4} />;
  const { summary, steps, touches, history } = data.explainCommission;
  return (
    <div className="vt-why">
      <Text size="lg" fw={560}>
        {summary}
      </Text>
      <Title order={3}>{t('why.steps')}</Title>
      <ol className="vt-sum">
        {steps.map((step) => (
          <li key={step.label}>
            <strong>{step.label}</strong>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
      <Title order={3}>{t('why.touches')}</Title>
      {touches.length === 0 ? <Text c="dimmed">{t('why.noTouches')}</Text> : <Touches touches={touches} />}
      <Title order={3}>{t('why.history')}</Title>
      <History history={history} />
      {why.mayDispute && (
        <Button variant="light" onClick={() => setDisputing(true)}>
          {t('disputes.dispute')}
        </Button>
      )}
      {disputing && <DisputeDialog line={why} onClose={() => setDisputing(false)} />}
    </div>
  );
}

/** Opens when `why` is set. */
export function WhyDrawer({ why, onClose }: { why: WhyOf | null; onClose: () => void }) {
  const { t } = useLocale();
  return (
    <Drawer
      opened={why !== null}
      onClose={onClose}
      title={why ? t('why.title', { product: why.title }) : ''}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {why && <Answer why={why} />}
    </Drawer>
  );
}
