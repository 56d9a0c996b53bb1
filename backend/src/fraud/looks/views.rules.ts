// What qualified views show together: views that all end just when they count, copies of one another, one viewer again and again.
import { wilson } from '../../base/wilson.rules.js';
import type { AlertDraft } from '../alert.rules.js';
import { unitsOf, type Sale } from './sale.rules.js';
import { percent, type Thresholds } from './thresholds.rules.js';

/** A qualified view of the day that is looked at. */
export interface SeenView {
  viewId: string;
  watchedMs: number;
  /** What it had to reach to qualify (money.md E4). */
  neededMs: number;
  /** Its segments as they were reported; the same text is the same watching, to the millisecond. */
  segments: string;
  segmentCount: number;
  /** From the beginning of the first segment to the end of the last, as the browser says. */
  claimedMs: number;
  /** Between the first and the last time the service heard of it, by its own clock. */
  heardMs: number;
}

export interface WatchedVideo {
  videoId: string;
  creatorId: string;
  views: readonly SeenView[];
}

/** Sales that came from watching this video. */
const fromViews = (sales: readonly Sale[], videoId: string): AlertDraft['units'] =>
  unitsOf(sales.filter((sale) => sale.videoId === videoId && sale.instrument === 'onsite_view'));

/** People stop when they have seen enough; a script stops when it has been counted. */
export function thresholdHugging(
  video: WatchedVideo,
  day: string,
  sales: readonly Sale[],
  terms: Thresholds,
): AlertDraft[] {
  const { views: least, shareBps, afterMs } = terms.hugging;
  const total = video.views.length;
  const close = video.views.filter((view) => view.watchedMs - view.neededMs <= afterMs).length;
  if (total < least || close * 10_000 <= total * shareBps) return [];
  const params = { views: String(total), share: percent(close / total), day };
  return [
    {
      ...{
        rule: 'THRESHOLD_HUGGING',
        creatorId: video.creatorId,
        orderId: null,
        key: JSON.stringify([video.videoId, day]),
      },
      facts: [{ code: 'THRESHOLD_HUGGING', params }],
      units: fromViews(sales, video.videoId),
    },
  ];
}

/** The same pauses at the same milliseconds in many views: one recording, played again. */
export function replayedViews(
  video: WatchedVideo,
  day: string,
  sales: readonly Sale[],
  terms: Thresholds,
): AlertDraft[] {
  const long = video.views.filter((view) => view.segmentCount >= terms.replay.segments);
  const copies = Map.groupBy(long, (view) => view.segments);
  const most = Math.max(0, ...[...copies.values()].map((same) => same.length));
  if (most < terms.replay.views) return [];
  const params = { copies: String(most), views: String(video.views.length), day };
  return [
    {
      ...{
        rule: 'REPLAYED_VIEWS',
        creatorId: video.creatorId,
        orderId: null,
        key: JSON.stringify([video.videoId, day]),
      },
      facts: [{ code: 'REPLAYED_VIEWS', params }],
      units: fromViews(sales, video.videoId),
    },
  ];
}

/** How many long views of a video there were, and of how many the service heard in much less time than they claim. */
export interface HeardVideo {
  videoId: string;
  creatorId: string;
  long: number;
  untimed: number;
}

/** F-44: who really watches is heard of every five seconds; a page that was offline tells all at once, and so does a script. */
export function heardOf(video: WatchedVideo, terms: Thresholds): HeardVideo {
  const { longMs, beatMs } = terms.untimed;
  const long = video.views.filter((view) => view.claimedMs >= longMs);
  const untimed = long.filter((view) => view.heardMs < (view.claimedMs - beatMs) / 2);
  return { videoId: video.videoId, creatorId: video.creatorId, long: long.length, untimed: untimed.length };
}

/**
 * A video whose views are nearly all told at once, surely more than twice as often as those of other creators. Where a shop's own
 * server gathers what it sends, all are alike and nobody is named.
 */
export function untimedViews(
  videos: readonly HeardVideo[],
  day: string,
  sales: readonly Sale[],
  terms: Thresholds,
): AlertDraft[] {
  const { views, shareBps } = terms.untimed;
  return videos.flatMap((video): AlertDraft[] => {
    const { long, untimed, videoId, creatorId } = video;
    if (long < views || untimed * 10_000 < long * shareBps) return [];
    const others = videos.filter((other) => other.creatorId !== creatorId);
    const sum = (of: (one: HeardVideo) => number) => others.reduce((all, one) => all + of(one), 0);
    const [otherUntimed, otherLong] = [sum((one) => one.untimed), sum((one) => one.long)];
    if (wilson(untimed, long).low <= 2 * wilson(otherUntimed, otherLong).high) return [];
    const usual = percent(otherUntimed / otherLong);
    const params = { day, views: String(long), share: percent(untimed / long), usual };
    return [
      {
        ...{ rule: 'UNTIMED_VIEWS', creatorId, orderId: null, key: JSON.stringify([videoId, day]) },
        facts: [{ code: 'UNTIMED_VIEWS', params }],
        units: fromViews(sales, videoId),
      },
    ];
  });
}

/** One viewer who watched videos of a creator in a day; `repeats`: views beyond the first of each video. */
export interface EagerViewer {
  creatorId: string;
  viewerId: string;
  repeats: number;
  /** Orders from this very device. */
  orderIds: readonly string[];
}

export function manySessions(
  viewers: readonly EagerViewer[],
  day: string,
  sales: readonly Sale[],
  terms: Thresholds,
): AlertDraft[] {
  return viewers
    .filter(({ repeats }) => repeats > terms.sessions.perDay)
    .map(({ creatorId, viewerId, repeats, orderIds }): AlertDraft => ({
      ...{ rule: 'MANY_SESSIONS', creatorId, orderId: null, key: JSON.stringify([viewerId, day]) },
      facts: [{ code: 'MANY_SESSIONS', params: { repeats: String(repeats), day } }],
      units: unitsOf(sales.filter((sale) => sale.creatorId === creatorId && orderIds.includes(sale.orderId))),
    }));
}

/** Orders with a promo code in a span, and those of them without any earlier touch of the code's creator. */
export interface CodeUse {
  code: string;
  creatorId: string;
  recent: { orders: number; bare: number; units: AlertDraft['units'] };
  before: { orders: number; bare: number };
}

/** A code that people suddenly use who have never seen its creator: a coupon site has it. */
export function leakedCodes(uses: readonly CodeUse[], week: string, terms: Thresholds): AlertDraft[] {
  return uses.flatMap(({ code, creatorId, recent, before }): AlertDraft[] => {
    if (recent.orders < terms.code.orders || before.orders === 0) return [];
    const usual = Math.max(before.bare, 1) / before.orders;
    const share = recent.bare / recent.orders;
    if (share <= usual * terms.code.times) return [];
    const params = { code, orders: String(recent.orders), share: percent(share), usual: percent(usual) };
    return [
      {
        ...{ rule: 'LEAKED_CODE', creatorId, orderId: null, key: JSON.stringify([code, week]), units: recent.units },
        facts: [{ code: 'LEAKED_CODE', params }],
      },
    ];
  });
}
