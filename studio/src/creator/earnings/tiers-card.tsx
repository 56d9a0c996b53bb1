// The tier that holds this month in each store, and what is missing to the next one.
import { Progress } from '@mantine/core';
import { useQuery } from 'urql';
import { MyTiersDocument, type MyTiersQuery } from '../../api/generated';
import { percent } from '../../plans/plan-words';
import { Chip } from '../../ui/chip';
import { barLength } from '../../ui/format/money';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';
import '../../plans/plans.css';

type Tiers = MyTiersQuery['myTiers'][number];

function Steps({ store }: { store: Tiers }) {
  const { t, locale, price } = useLocale();
  return (
    <ul className="vt-tiers">
      {store.tiers.map((tier) => {
        const goal = barLength(tier.minGmv);
        const share = goal > 0 ? Math.min(100, (100 * barLength(store.sales)) / goal) : 100;
        const name = t('tiers.step', { bonus: percent(tier.bonusBps, locale), from: price(tier.minGmv) });
        return (
          <li key={tier.minGmv.amountMinor}>
            <div className="vt-tier-head">
              <strong>{name}</strong>
              {tier.reached && <Chip tone="success">{t('tiers.reached')}</Chip>}
            </div>
            <Progress value={share} aria-label={name} />
            <small className="vt-dim">
              {!tier.reached && !tier.tooManyReturns && t('tiers.missing', { amount: price(tier.missing) })}
              {tier.tooManyReturns &&
                t('tiers.returns', {
                  now: percent(store.returnBps, locale),
                  most: percent(tier.maxReturnBps ?? 0, locale),
                })}
            </small>
          </li>
        );
      })}
    </ul>
  );
}

export function TiersCard() {
  const { t, locale, price } = useLocale();
  const [{ data }] = useQuery({ query: MyTiersDocument });
  return (
    <>
      {data?.myTiers.map((store) => (
        <Card key={store.storeId} title={t('tiers.title', { store: store.storeName })}>
          <p>
            {t(store.bonusBps > 0 ? 'tiers.now' : 'tiers.nowNone', { bonus: percent(store.bonusBps, locale) })}{' '}
            {t('tiers.sales', { amount: price(store.sales) })}
          </p>
          <Steps store={store} />
        </Card>
      ))}
    </>
  );
}
