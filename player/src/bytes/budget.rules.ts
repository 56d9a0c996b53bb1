// How much video a visitor was given today, beside their session in the storage of the page. Pure.

/** `id lastAtMs day:bytes`, the last only where a shop has set a budget. */
export function spentOn(day: string, session: string | null): number {
  const [on, bytes] = session?.split(' ')[2]?.split(':') ?? [];
  return on === day ? Number(bytes) || 0 : 0;
}

/** The session with what was spent on this day; null where there is no session. */
export function withSpent(session: string | null, day: string, bytes: number): string | null {
  const [id, at] = session?.split(' ') ?? [];
  return id && at ? `${id} ${at} ${day}:${Math.round(bytes)}` : null;
}

/** The visitor's own day. */
export function localDay(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
