// One pool of certificates: what is in it, how it goes out by day, new codes, and every single certificate.
import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import {
  CertificatePoolDocument,
  PauseCertificatePoolDocument,
  ResumeCertificatePoolDocument,
  type CertificatePoolCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { DayChart } from '../../ui/day-chart';
import { formatCount } from '../../ui/format/size';
import { formatFullDay, formatMoment } from '../../ui/format/time';
import { Figure, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { CertificateList } from './certificate-list';
import { CodesCard } from './codes-card';
import { PoolForm } from './pool-form';
import { QueueCard } from './queue-card';
import { Worth } from './worth';

type Pool = CertificatePoolCardFragment;

/** Why the pool stands still, and what to do; a surge is told with its numbers. */
function Paused({ pool }: { pool: Pool }) {
  const { t, locale } = useLocale();
  if (!pool.pausedAt) return null;
  const isSurge = pool.pausedWhy === 'surge';
  const since = formatMoment(pool.pausedAt, locale);
  return (
    <div className="vt-notice" data-tone={isSurge ? 'danger' : 'warning'} role="status">
      <div>
        <strong>{t(isSurge ? 'certificates.surged' : 'certificates.pausedByHand', { since })}</strong>
        <div>
          {isSurge
            ? t('certificates.surgedText', { hour: pool.surgeHour ?? 0, usual: pool.surgeUsual ?? 0 })
            : t('certificates.pausedText')}
        </div>
      </div>
    </div>
  );
}

function Figures({ pool }: { pool: Pool }) {
  const { t, locale } = useLocale();
  const { contents } = pool;
  const count = (n: number) => formatCount(n, locale);
  const expired = contents.expired > 0 ? t('certificates.expiredNote', { count: contents.expired }) : undefined;
  const blocks = contents.toBlock > 0 ? t('certificates.toBlockNote', { count: contents.toBlock }) : undefined;
  const total =
    pool.poolTotal === null
      ? undefined
      : t('certificates.ofTotal', { counted: count(pool.counted), total: count(pool.poolTotal) });
  return (
    <dl className="vt-figures">
      <Figure label={t('certificates.status_free')} value={count(contents.free)} note={expired} tone="accent" />
      <Figure label={t('certificates.status_issued')} value={count(contents.issued)} note={total} />
      <Figure label={t('certificates.status_waiting')} value={count(contents.waiting)} />
      <Figure label={t('certificates.status_held')} value={count(contents.held)} />
      <Figure label={t('certificates.status_cancelled')} value={count(contents.cancelled)} note={blocks} />
    </dl>
  );
}

function Actions({ pool, onEdit, onChanged }: { pool: Pool; onEdit: () => void; onChanged: () => void }) {
  const { t } = useLocale();
  const pause = useChange(PauseCertificatePoolDocument);
  const resume = useChange(ResumeCertificatePoolDocument);
  const turn = async () => {
    const done = pool.pausedAt
      ? await resume.run({ id: pool.id }, t('certificates.resumed'))
      : await pause.run({ id: pool.id }, t('certificates.pausedDone'));
    if (done) onChanged();
  };
  const icon = pool.pausedAt ? <IconPlayerPlay size={18} aria-hidden /> : <IconPlayerPause size={18} aria-hidden />;
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={onEdit}>
        {t('ui.edit')}
      </Button>
      <Button
        variant={pool.pausedAt ? 'filled' : 'default'}
        leftSection={icon}
        loading={pause.busy || resume.busy}
        onClick={() => void turn()}
      >
        {t(pool.pausedAt ? 'certificates.resume' : 'certificates.pause')}
      </Button>
    </Group>
  );
}

export function CertificatePoolPage() {
  const { t, locale } = useLocale();
  const { poolId = '' } = useParams();
  const { storeId, store } = useStore();
  const [editing, setEditing] = useState(false);
  const [changes, setChanges] = useState(0);
  const [{ data, error }, ask] = useQuery({ query: CertificatePoolDocument, variables: { id: poolId } });
  const again = () => {
    ask({ requestPolicy: 'network-only' });
    setChanges((n) => n + 1);
  };
  const pool = data?.certificatePool;
  const days = pool?.days ?? [];
  const until = pool?.validUntil ? formatFullDay(pool.validUntil, locale) : null;
  return (
    <Page
      title={pool?.name ?? t('nav.certificates')}
      lead={
        pool && (
          <>
            <Worth pool={pool} />
            {until && <> · {t('certificates.until', { day: until })}</>}
          </>
        )
      }
      back={
        <Link to={`/store/${storeId}/certificates`}>
          <IconArrowLeft size={16} aria-hidden /> {t('nav.certificates')}
        </Link>
      }
      actions={pool && <Actions pool={pool} onEdit={() => setEditing(true)} onChanged={again} />}
    >
      <div className="vt-cards">
        {error && !pool && <ErrorState error={error} again={again} />}
        {!pool && !error && <RowsSkeleton rows={2} height={140} />}
        {pool && (
          <>
            <Paused pool={pool} />
            <Figures pool={pool} />
            <QueueCard key={`held${changes}`} storeId={storeId} poolId={pool.id} queue="held" onChanged={again} />
            <QueueCard key={`block${changes}`} storeId={storeId} poolId={pool.id} queue="to_block" onChanged={again} />
            <CodesCard storeId={storeId} poolId={pool.id} onRead={again} />
            <DayChart
              title={t('certificates.perDay')}
              counts
              days={days.map(({ day }) => day)}
              series={[
                {
                  name: t('certificates.status_issued'),
                  color: 'var(--vt-bar)',
                  of: (at) => ({ amountMinor: String(days[at]?.issued ?? 0), currency: '', decimals: 0 }),
                },
              ]}
            />
            <CertificateList key={`list${changes}`} pool={pool} />
          </>
        )}
      </div>
      {pool && editing && (
        <PoolForm
          storeId={storeId}
          currency={store?.currency ?? 'KZT'}
          pool={pool}
          onClose={(saved) => {
            setEditing(false);
            if (saved) again();
          }}
        />
      )}
    </Page>
  );
}
