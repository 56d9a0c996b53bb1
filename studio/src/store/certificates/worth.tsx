// What one certificate of a pool is worth, and how the pool stands, in words.
import type { CertificatePoolCardFragment } from '../../api/generated';
import { Chip, type Tone } from '../../ui/chip';
import { useLocale } from '../../ui/use-locale';

type Pool = CertificatePoolCardFragment;

export function Worth({ pool }: { pool: Pool }) {
  const { price } = useLocale();
  return <span className="vt-break">{pool.worth ? price(pool.worth) : pool.worthText}</span>;
}

/** The gravest first: a pool that stands still needs a person more than one that is low. */
function standOf(pool: Pool): { key: string; tone: Tone } {
  const { free, waiting } = pool.contents;
  if (pool.pausedWhy === 'surge') return { key: 'surge', tone: 'danger' };
  if (pool.pausedWhy === 'hand') return { key: 'paused', tone: 'neutral' };
  if (free === 0) return { key: 'empty', tone: waiting > 0 ? 'danger' : 'warning' };
  if (pool.lowBelow !== null && free < pool.lowBelow) return { key: 'low', tone: 'warning' };
  return { key: 'ready', tone: 'success' };
}

export function PoolChip({ pool }: { pool: Pool }) {
  const { t } = useLocale();
  const { key, tone } = standOf(pool);
  return <Chip tone={tone}>{t(`certificates.stand_${key}`)}</Chip>;
}
