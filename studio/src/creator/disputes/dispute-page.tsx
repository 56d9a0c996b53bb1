// One dispute as its creator sees it: where it stands, what the shop said, the answer, and the pictures.
import { Anchor, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { MyDisputeDocument, WithdrawDisputeDocument, type MyDisputeQuery } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { DisputePictures } from '../../disputes/pictures';
import { DisputeChip, DisputeHistory, Quote, StoreAnswer, useReasonWords } from '../../disputes/pieces';
import { formatDate, formatDay } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { WhyDrawer, type WhyOf } from '../earnings/why-drawer';

type Shown = MyDisputeQuery['myDispute'];

/** One sentence: whose turn it is, or how it ended. */
function Standing({ shown }: { shown: Shown }) {
  const { t, locale, price } = useLocale();
  const reason = useReasonWords();
  const { state, credit, creditFrom } = shown;
  if (state === 'waiting_order' && shown.orderDueAt)
    return <p>{t('disputes.orderUntil', { date: formatDate(shown.orderDueAt, locale) })}</p>;
  if (state === 'waiting_store' && shown.answerDueAt)
    return <p>{t('disputes.answerUntil', { date: formatDate(shown.answerDueAt, locale) })}</p>;
  if (state === 'waiting_staff') return <p>{t('disputes.staffNow')}</p>;
  if (!shown.outcomeCode) return null;
  return (
    <>
      <p>
        <strong>{reason(shown.outcomeCode)}</strong>
      </p>
      {shown.outcomeText && <Quote>{shown.outcomeText}</Quote>}
      {credit && creditFrom && (
        <p>
          {t('disputes.willPay', { amount: price(credit), date: formatDate(creditFrom, locale) })}{' '}
          {t('disputes.inBook', { amount: price(shown.credited) })}
        </p>
      )}
      {state === 'accepted' && !credit && <p>{t('disputes.lifted')}</p>}
    </>
  );
}

function Own({ shown, onWhy }: { shown: Shown; onWhy: (why: WhyOf) => void }) {
  const { t, locale, money } = useLocale();
  const reason = useReasonWords();
  const { orderId, lineId } = shown;
  return (
    <Card title={t('disputes.side.creator')} aside={<strong>{reason(shown.reasonCode)}</strong>}>
      {shown.claimed && shown.claimedOn && (
        <p>
          {t('disputes.claimed', {
            ...{ number: shown.number, date: formatDay(shown.claimedOn, locale), amount: money(shown.claimed) },
          })}
          . {shown.cameBy && t(`disputes.by.${shown.cameBy}`)}
        </p>
      )}
      <Quote>{shown.text}</Quote>
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

export function MyDisputePage() {
  const { t } = useLocale();
  const { id = '' } = useParams();
  const [why, setWhy] = useState<WhyOf | null>(null);
  const [{ data, error }, ask] = useQuery({ query: MyDisputeDocument, variables: { id } });
  const withdraw = useChange(WithdrawDisputeDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const shown = data?.myDispute.id === id ? data.myDispute : undefined;
  const back = (
    <Anchor component={Link} to="/creator/disputes" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.disputes')}
    </Anchor>
  );
  return (
    <Page
      title={shown ? t('disputes.order', { number: shown.number }) : t('nav.disputes')}
      lead={shown ? [shown.storeName, shown.lineTitle].filter(Boolean).join(' · ') : undefined}
      back={back}
      actions={shown && <DisputeChip state={shown.state} />}
    >
      {error && !shown && <ErrorState error={error} again={again} />}
      {!shown && !error && <RowsSkeleton rows={3} height={120} />}
      {shown && (
        <div className="vt-cards">
          {shown.state !== 'withdrawn' && (
            <Card>
              <div className="vt-dispute-standing">
                <Standing shown={shown} />
                {shown.mayWithdraw && (
                  <Button
                    variant="default"
                    loading={withdraw.busy}
                    onClick={() => void withdraw.run({ id }, t('disputes.withdrawn')).then(again)}
                  >
                    {t('disputes.withdraw')}
                  </Button>
                )}
              </div>
            </Card>
          )}
          <Own shown={shown} onWhy={setWhy} />
          <StoreAnswer agrees={shown.storeAgrees} text={shown.storeText} />
          <DisputePictures
            pictures={shown.evidencePictures}
            disputeId={shown.mayWithdraw ? shown.id : undefined}
            onAdded={again}
          />
          <DisputeHistory steps={shown.history} />
        </div>
      )}
      <WhyDrawer why={why} onClose={() => setWhy(null)} />
    </Page>
  );
}
