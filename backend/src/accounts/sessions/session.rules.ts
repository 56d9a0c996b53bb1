// How long a session lives.

const DAY_MS = 86_400_000;
/** A session not used for 30 days ends; none lives longer than 90, used or not. */
export const IDLE_DAYS = 30;
export const LONGEST_DAYS = 90;
const SEEN_EVERY_MS = 60_000;

/** When a session opened at `createdAt` and used `now` ends. */
export function expiryOf(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + IDLE_DAYS * DAY_MS, createdAt.getTime() + LONGEST_DAYS * DAY_MS));
}

/** Whether the last sighting is old enough to be worth a write. */
export function isDue(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS;
}
