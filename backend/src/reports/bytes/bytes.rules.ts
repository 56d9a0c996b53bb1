// What bytes a view and an order cost, and in money where the store said what a gigabyte costs. Pure.
import { GIGABYTE } from '../../deliveries/delivery.rules.js';
import { rhu } from '../../base/money.js';
import { average, share, type Average, type Share } from '../rows/metrics.rules.js';

/** Whole numbers come from the database as text, because they may be larger than a JavaScript number. */
export interface FoundBytes {
  key: string;
  name: string | null;
  views: string;
  bytes: string;
  ahead: string;
  av1: string;
  /** What AV1 saved; null where no video is there in both codecs. */
  saved: string | null;
  saver_views: string;
  saver_bytes: string;
  orders: string;
}

export const NO_BYTES: Omit<FoundBytes, 'key' | 'name'> = {
  ...{ views: '0', bytes: '0', ahead: '0', av1: '0', saved: null, saver_views: '0', saver_bytes: '0', orders: '0' },
};

export interface Weighed {
  /** Bytes a view. */
  perView: Average;
  /** Bytes a credited order. */
  perOrder: Average;
  /** Of all bytes those before the tap. */
  ahead: Share;
  av1: Share;
  /** Bytes a view with data saver, and without. */
  perSaverView: Average;
  perOtherView: Average;
  /** In minor units; null without a price, or without an order. */
  costMinor: bigint | null;
  costPerOrderMinor: bigint | null;
}

export function weigh(row: FoundBytes, gigabyteMinor: bigint | null): Weighed {
  const [views, bytes, orders] = [BigInt(row.views), BigInt(row.bytes), BigInt(row.orders)];
  const [saverViews, saverBytes] = [BigInt(row.saver_views), BigInt(row.saver_bytes)];
  const priced = gigabyteMinor === null ? null : bytes * gigabyteMinor;
  return {
    perView: average(bytes, views),
    perOrder: average(bytes, orders),
    ahead: share(BigInt(row.ahead), bytes),
    av1: share(BigInt(row.av1), bytes),
    perSaverView: average(saverBytes, saverViews),
    perOtherView: average(bytes - saverBytes, views - saverViews),
    costMinor: priced === null ? null : rhu(priced, GIGABYTE),
    costPerOrderMinor: priced === null || orders === 0n ? null : rhu(priced, GIGABYTE * orders),
  };
}
