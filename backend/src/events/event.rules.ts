// Decides about an event of the player: keep it as a fact, count it without a name, or drop it with a reason.
import { readBytes, type ToldBytes } from '../deliveries/delivery.rules.js';
import type { PlayerEvent } from './event.shapes.js';
import type { FactInput, Mode } from '../facts/fact.rules.js';
import type { DropReason } from './events.reasons.js';

/** A day and a half of sleep on a phone is still told; more is a replay. */
export const OLDEST_MS = 48 * 3_600_000;
/** Clocks of browsers are wrong by minutes, rarely by more. */
export const FUTURE_MS = 5 * 60_000;

/** What is known when an event is judged. */
export interface EventContext {
  storeId: string;
  mode: Mode;
  now: Date;
  consent: boolean;
  /** From a token whose signature fits; null otherwise. */
  viewerId: string | null;
  robot: boolean;
  isLiveVideo: (videoId: string) => boolean;
  isProduct: (productId: string) => boolean;
}

export type CountedKind = 'impression' | 'view' | 'click' | 'add_to_cart';

/** `count` stands beside `drop` for events without consent: counted, and nothing of the person kept. */
export interface Judgement {
  id: string | null;
  fact?: FactInput;
  count?: { kind: CountedKind; videoId: string; eventId: string };
  drop?: DropReason;
  /** What the view cost in bytes: measured beside the fact and never in it. */
  bytes?: ToldBytes;
  /** Of an event that is kept, something was left out. */
  leftOut?: DropReason;
}

/** Decides about one event. Pure: the same event and context give the same answer. */
export function judgeEvent(event: PlayerEvent, context: EventContext): Judgement {
  const occurredAt = new Date(event.occurredAt);
  const refuse = (drop: DropReason): Judgement => ({ id: event.id, drop });
  if (context.now.getTime() - occurredAt.getTime() > OLDEST_MS) return refuse('TOO_OLD');
  if (occurredAt.getTime() - context.now.getTime() > FUTURE_MS) return refuse('IN_FUTURE');
  if (!context.isLiveVideo(event.videoId)) return refuse('UNKNOWN_VIDEO');
  const productId = event.type === 'view' ? undefined : event.productId;
  if (productId !== undefined && !context.isProduct(productId)) return refuse('UNKNOWN_PRODUCT');
  const count = { kind: event.type, videoId: event.videoId, eventId: event.id };
  if (event.type === 'impression') return context.robot ? refuse('BOT') : { id: event.id, count };
  if (!context.consent) return context.robot ? refuse('BOT') : { id: event.id, count, drop: 'NO_CONSENT' };
  if (context.viewerId === null) return refuse('BAD_TOKEN');
  return { id: event.id, fact: toFact(event, occurredAt, context, context.viewerId), ...bytesOf(event, context) };
}

/** Robots are sent the same bytes, and would say nothing of what a shopper costs. */
function bytesOf(event: PlayerEvent, { robot }: EventContext): Pick<Judgement, 'bytes' | 'leftOut'> {
  if (event.type !== 'view' || robot) return {};
  const read = readBytes(event.bytes);
  if (!read.ok) return { leftOut: 'BAD_BYTES' };
  return read.bytes === null ? {} : { bytes: read.bytes };
}

type Engagement = Exclude<PlayerEvent, { type: 'impression' }>;

function toFact(event: Engagement, occurredAt: Date, context: EventContext, viewerId: string): FactInput {
  const own =
    event.type === 'view'
      ? {
          autoplay: event.autoplay,
          interacted: event.interacted,
          segments: event.segments.map((s) => ({
            wall_from_ms: s.wallFromMs,
            wall_to_ms: s.wallToMs,
            media_from_ms: s.mediaFromMs,
            media_to_ms: s.mediaToMs,
            visible_bps: s.visibleBps,
            focused: s.focused,
          })),
        }
      : { product_id: event.productId };
  return {
    storeId: context.storeId,
    mode: context.mode,
    type: event.type,
    id: event.id,
    version: event.type === 'view' ? BigInt(event.version) : 0n,
    occurredAt,
    source: 'player',
    content: {
      viewer_id: viewerId,
      session_id: event.sessionId,
      video_id: event.videoId,
      consent: true,
      ivt: context.robot ? true : undefined,
      ...own,
    },
  };
}
