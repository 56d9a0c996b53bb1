// One order: each line, to whom it was credited, for how much, and the reason.
import { Anchor, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { OrderDocument, type OrderQuery } from '../api/generated';
import { WhyDrawer, type WhyOf } from '../creator/earnings/why-drawer';
import { Chip } from '../ui/chip';
import { isZero } from '../ui/format/money';
import { formatCount } from '../ui/format/size';
import { formatMoment } from '../ui/format/time';
import { Card, Figure, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { OrderChip } from './orders';

type Line = OrderQuery['order']['lines'][number];

function LineCard({ line, onWhy }: { line: Line; onWhy: () => void }) {
  const { t, locale, money } = useLocale();
  return (
    <li className="vt-line">
      <div className="vt-line-head">
        <span className="vt-two">
          <strong>{line.title ?? line.productId}</strong>
          <small>
            {t('orders.quantity', { quantity: formatCount(line.quantity, locale) })} · {line.productId}
          </small>
        </span>
        <span className="vt-two vt-line-sums">
          <span className="vt-number">{money(line.base)}</span>
          <small>{t('orders.base')}</small>
        </span>
      </div>
      <div className="vt-line-why">
        <Chip tone={line.creatorName ? 'success' : 'neutral'}>
          {line.creatorName ? t('orders.creditedName', { name: line.creatorName }) : t('orders.notCredited')}
        </Chip>
        {line.commission && <strong className="vt-number">{money(line.commission)}</strong>}
        <span className="vt-grow">{line.reasonText}</span>
        <code>{line.reason}</code>
        <Button
          size="compact-sm"
          variant="light"
          onClick={onWhy}
          aria-label={t('earnings.whyOf', { product: line.title ?? line.productId, order: line.lineId })}
        >
          {t('earnings.why')}
        </Button>
      </div>
    </li>
  );
}

export function OrderPage() {
  const { t, locale, price } = useLocale();
  const { storeId = '', id = '' } = useParams();
  const [why, setWhy] = useState<WhyOf | null>(null);
  const [{ data, error }, ask] = useQuery({ query: OrderDocument, variables: { id } });
  const order = data?.order;
  const back = (
    <Anchor component={Link} to={`/store/${storeId}/orders`} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.orders')}
    </Anchor>
  );
  if (!order) {
    return (
      <Page title={t('orders.order')} back={back}>
        {error ? <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} /> : <RowsSkeleton />}
      </Page>
    );
  }
  return (
    <Page
      title={t('orders.number', { number: order.externalId })}
      back={back}
      lead={formatMoment(order.placedAt, locale)}
      actions={
        <>
          {order.mode === 'test' && <Chip tone="warning">{t('mode.test')}</Chip>}
          <OrderChip status={order.status} />
        </>
      }
    >
      <div className="vt-cards">
        <dl className="vt-figures">
          <Figure label={t('orders.total')} value={price(order.total)} />
          <Figure
            label={t('orders.refunded')}
            value={price(order.refunded)}
            note={isZero(order.refunded) ? t('orders.noRefund') : undefined}
          />
          <Figure
            label={t('orders.recorded')}
            value={<span className="vt-small-value">{formatMoment(order.recordedAt, locale)}</span>}
            note={t('orders.version', { version: order.version })}
          />
        </dl>
        <Card title={t('orders.lines')} flush>
          <ul className="vt-lines">
            {order.lines.map((line) => (
              <LineCard
                key={line.lineId}
                line={line}
                onWhy={() => setWhy({ orderId: order.id, lineId: line.lineId, title: line.title ?? line.productId })}
              />
            ))}
          </ul>
        </Card>
      </div>
      <WhyDrawer why={why} onClose={() => setWhy(null)} />
    </Page>
  );
}
