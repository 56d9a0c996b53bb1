// What stores have told a creator about pay: used up budgets, and published changes of rates, caps and windows.
import { useQuery } from 'urql';
import { PayNewsDocument } from '../../api/generated';
import { Chip } from '../../ui/chip';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';

export function PayNewsCard() {
  const { t, locale } = useLocale();
  const [{ data }] = useQuery({ query: PayNewsDocument });
  const stops = data?.myPlanStops.nodes.map((one) => ({ ...one, paused: one.active })) ?? [];
  const notices = data?.myPlanNotices.nodes.map((one) => ({ ...one, paused: false })) ?? [];
  const news = [...stops, ...notices].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 6);
  if (news.length === 0) return null;
  return (
    <Card title={t('stops.news')}>
      <ul className="vt-history">
        {news.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{one.storeName}</strong>
              {one.paused && <Chip tone="warning">{t('stops.paused')}</Chip>}
            </div>
            <p style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere', margin: 0 }}>{one.text}</p>
            <small>{formatMoment(one.at, locale)}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}
