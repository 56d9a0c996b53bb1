// What a page has stored, and what on the wire could tie two events together; for the specs of this folder.
import type { Page } from 'playwright-core';
import type { PlayerEvent } from '../../src/core/types.js';

export interface Kept {
  local: Record<string, string>;
  session: Record<string, string>;
  cookie: string;
  databases: number;
}

export const NOTHING: Kept = { local: {}, session: {}, cookie: '', databases: 0 };

export function kept(page: Page): Promise<Kept> {
  return page.evaluate(async () => ({
    local: { ...((window as unknown as { unblocked?: Storage }).unblocked ?? localStorage) },
    session: { ...sessionStorage },
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
  }));
}

/** As a browser does that keeps nothing for this site; what lies in the storage can still be looked at from here. */
export const blocked = (): void => {
  Object.assign(window, { unblocked: localStorage });
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
};

export const signalsNo = (): void => void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });

/** Session ids that stand on more than one view or click: each would be an identifier. */
export function tied(events: readonly PlayerEvent[]): string[] {
  const sessions = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.type !== 'impression')
      sessions.set(event.sessionId, (sessions.get(event.sessionId) ?? new Set()).add(event.id));
  }
  return [...sessions].filter(([, ids]) => ids.size > 1).map(([id]) => id);
}
