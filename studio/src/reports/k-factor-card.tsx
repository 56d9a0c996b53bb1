// How many creators one creator brings: K = i x c, each number with its parts.
import { Text } from '@mantine/core';
import { useQuery } from 'urql';
import { KFactorDocument, type SharePartsFragment } from '../api/generated';
import { formatRate } from '../ui/format/size';
import { Card, Figure } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import type { Period } from './period';

const NONE = '—';

export function KFactorCard({ storeId, period }: { storeId: string | null; period: Period }) {
  const { t, locale } = useLocale();
  const [{ data, error }, again] = useQuery({ query: KFactorDocument, variables: { storeId, ...period } });
  const found = data?.kFactor;
  // K and invitations are numbers of people, not shares: 7500 basis points are 0.75.
  const times = ({ bps }: SharePartsFragment) =>
    bps === null ? NONE : (bps / 10_000).toLocaleString(locale, { maximumFractionDigits: 2 });
  const parts = ({ numerator, denominator }: SharePartsFragment) => ({ above: numerator, below: denominator });
  return (
    <Card title={t('kFactor.title')}>
      <Text size="sm" c="dimmed" mb="md">
        {t('kFactor.lead')}
      </Text>
      {error && !found && <ErrorState error={error} again={() => again({ requestPolicy: 'network-only' })} />}
      {!found && !error && <RowsSkeleton rows={1} height={100} />}
      {found && (
        <dl className="vt-figures">
          <Figure label={t('kFactor.k')} value={times(found.k)} note={t('kFactor.kNote')} />
          <Figure
            label={t('kFactor.invitations')}
            value={times(found.invitations)}
            note={t('kFactor.invitationsNote', parts(found.invitations))}
          />
          <Figure
            label={t('kFactor.publishing')}
            value={found.publishing.bps === null ? NONE : formatRate(found.publishing.bps, locale)}
            note={`${t('kFactor.publishingNote', parts(found.publishing))}${found.tooEarly > 0 ? `. ${t('kFactor.tooEarly', { count: found.tooEarly })}` : ''}`}
          />
        </dl>
      )}
    </Card>
  );
}
