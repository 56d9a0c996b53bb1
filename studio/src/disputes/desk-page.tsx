// One dispute for those who answer and decide: both sides, the order as it stands, what the plan would pay, and the key that ends it.
import { Anchor, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { DisputeDocument, type DisputeQuery } from '../api/generated';
import { WhyDrawer, type WhyOf } from '../creator/earnings/why-drawer';
import { CommissionChip } from '../ui/chip';
import { formatDate, formatDay } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import type { CommissionState } from '../api/generated';
import { AnswerPanel } from './answer-panel';
import { Candidates } from './candidates';
import { DecisionPanel } from './decision-panel';
import { DisputePictures } from './pictures';
import { DisputeChip, DisputeHistory, Quote, StoreAnswer, useReasonWords } from './pieces';

export type Shown = DisputeQuery['dispute'];

function Standing({ shown, onWhy }: { shown: Shown; onWhy: (why: WhyOf) => void }) {
  const { t, money } = useLocale();
  const { orderId, lineId } = shown;
  return (
    <Card title={t('disputes.now')}>
      <ul className="vt-dispute-lines">
        {shown.pays && (
          <li>
            <span>{shown.creatorName}</span>
            {shown.paysState && <CommissionChip state={shown.paysState as CommissionState} />}
            <strong className="vt-number">{money(shown.pays)}</strong>
          </li>
        )}
        {shown.creditedNow
          .filter((one) => !(shown.pays && one.creatorName === shown.creatorName))
          .map((one) => (
            <li key={one.creatorName}>
              <span>{one.creatorName}</span>
              <strong className="vt-number">{money(one.amount)}</strong>
            </li>
          ))}
        {!shown.pays && shown.creditedNow.length === 0 && <li>{t('disputes.nobody')}</li>}
        {shown.rivals > 0 && <li>{t('disputes.rivals', { count: shown.rivals })}</li>}
      </ul>
      {orderId && lineId && (
        <Button
          mt="md"
          variant="light"
          onClick={() => onWhy({ orderId, lineId, title: shown.lineTitle ?? shown.number })}
        >
          {t('disputes.why')}
        </Button>
      )}
    </Card>
  );
}

function Said({ shown }: { shown: Shown }) {
  const { t, locale, money } = useLocale();
  const reason = useReasonWords();
  return (
    <Card title={t('disputes.said')} aside={<strong>{reason(shown.reasonCode)}</strong>}>
      {shown.claimed && shown.claimedOn && (
        <p>
          {t('disputes.claimed', {
            ...{ number: shown.number, date: formatDay(shown.claimedOn, locale), amount: money(shown.claimed) },
          })}
          . {shown.cameBy && t(`disputes.by.${shown.cameBy}`)}
          {shown.cameBy === 'code' && shown.cameRef ? `: ${shown.cameRef}` : ''}
        </p>
      )}
      <Quote>{shown.text}</Quote>
    </Card>
  );
}

function Outcome({ shown }: { shown: Shown }) {
  const { t, locale, money } = useLocale();
  const reason = useReasonWords();
  if (!shown.outcomeCode) return null;
  return (
    <Card title={t('disputes.decide')} aside={<DisputeChip state={shown.state} />}>
      <p>
        <strong>{reason(shown.outcomeCode)}</strong>
      </p>
      {shown.outcomeText && <Quote>{shown.outcomeText}</Quote>}
      {shown.credit && shown.creditFrom && (
        <p>
          {t('disputes.willPay', { amount: money(shown.credit), date: formatDate(shown.creditFrom, locale) })}{' '}
          {t('disputes.inBook', { amount: money(shown.credited) })}
        </p>
      )}
      {shown.state === 'accepted' && !shown.credit && <p>{t('disputes.lifted')}</p>}
    </Card>
  );
}

function DeskPage({ base, side }: { base: string; side: 'store' | 'staff' }) {
  const { t, locale } = useLocale();
  const { id = '' } = useParams();
  const [why, setWhy] = useState<WhyOf | null>(null);
  const [{ data, error }, ask] = useQuery({ query: DisputeDocument, variables: { id } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const shown = data?.dispute.id === id ? data.dispute : undefined;
  const back = (
    <Anchor component={Link} to={base} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.disputes')}
    </Anchor>
  );
  return (
    <Page
      title={shown ? t('disputes.order', { number: shown.number }) : t('nav.disputes')}
      lead={shown ? [shown.creatorName, shown.storeName, shown.lineTitle].filter(Boolean).join(' · ') : undefined}
      back={back}
      actions={shown && <DisputeChip state={shown.state} />}
      width="wide"
    >
      {error && !shown && <ErrorState error={error} again={again} />}
      {!shown && !error && <RowsSkeleton rows={3} height={160} />}
      {shown && (
        <div className="vt-dispute" key={id}>
          <div className="vt-cards vt-dispute-sides">
            <Said shown={shown} />
            <StoreAnswer agrees={shown.storeAgrees} text={shown.storeText} />
            {shown.state === 'waiting_order' && <Candidates shown={shown} onDone={again} />}
            {shown.orderId && <Standing shown={shown} onWhy={setWhy} />}
            <DisputePictures pictures={shown.evidencePictures} />
            <DisputeHistory steps={shown.history} />
          </div>
          <div className="vt-dispute-act">
            {side === 'staff' && <DecisionPanel shown={shown} onDone={again} />}
            {side === 'store' && <AnswerPanel shown={shown} onDone={again} />}
            <Outcome shown={shown} />
            {shown.state === 'waiting_order' && shown.orderDueAt && (
              <p className="vt-dim">{t('disputes.orderUntil', { date: formatDate(shown.orderDueAt, locale) })}</p>
            )}
            {shown.state === 'waiting_store' && shown.answerDueAt && (
              <p className="vt-dim">{t('disputes.answerUntil', { date: formatDate(shown.answerDueAt, locale) })}</p>
            )}
          </div>
        </div>
      )}
      <WhyDrawer why={why} onClose={() => setWhy(null)} />
    </Page>
  );
}

export function StoreDisputePage() {
  const { storeId = '' } = useParams();
  return <DeskPage side="store" base={`/store/${storeId}/disputes`} />;
}

export function StaffDisputePage() {
  return <DeskPage side="staff" base="/staff/disputes" />;
}
