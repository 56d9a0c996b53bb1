// The forms in which the player sends events; what does not fit is dropped as BAD_SHAPE.
import { z } from 'zod';
import { isStorableText } from '../facts/fact.rules.js';
import { judgeEvent, type EventContext, type Judgement } from './event.rules.js';

/** A heartbeat at most every 5 s and pauses: 600 segments are nearly an hour of one video. */
const MOST_SEGMENTS = 600;

const ms = z.int().min(0).max(86_400_000);
const name = z.string().min(1).max(200).refine(isStorableText);
const eventId = z.uuid();
const base = { id: eventId, occurredAt: z.iso.datetime({ offset: true }), videoId: name };

const segment = z.strictObject({
  wallFromMs: ms,
  wallToMs: ms,
  mediaFromMs: ms,
  mediaToMs: ms,
  visibleBps: z.int().min(0).max(10_000),
  focused: z.boolean().optional(),
});

export const eventShape = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('view'),
    version: z.int().min(1).max(1_000_000_000),
    sessionId: name,
    autoplay: z.boolean().default(false),
    interacted: z.boolean().default(false),
    segments: z.array(segment).max(MOST_SEGMENTS),
    /** Read by itself: a wrong number of bytes must not cost anybody a view. */
    bytes: z.unknown().optional(),
  }),
  z.object({ ...base, type: z.literal('click'), sessionId: name, productId: name }),
  z.object({ ...base, type: z.literal('add_to_cart'), sessionId: name, productId: name }),
  z.object({ ...base, type: z.literal('impression'), productId: name.optional() }),
]);
export type PlayerEvent = z.infer<typeof eventShape>;

/** The envelope of POST /v1/events; the events inside are judged one by one. */
export const batchShape = z.object({
  store: name,
  viewerToken: z.string().max(500).nullish(),
  consent: z.boolean(),
  events: z.array(z.unknown()).min(1).max(100),
  /** The embed code of the frame that it happened in; anything else is no source. */
  source: z
    .string()
    .regex(/^emb_\w{1,40}$/)
    .optional()
    .catch(undefined),
});

function readId(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null ? (raw as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id.slice(0, 100) : null;
}

/** Reads and judges one event as it came in. */
export function judgeRaw(raw: unknown, context: EventContext): Judgement {
  const parsed = eventShape.safeParse(raw);
  return parsed.success ? judgeEvent(parsed.data, context) : { id: readId(raw), drop: 'BAD_SHAPE' };
}
