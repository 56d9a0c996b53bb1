// A shop that rewards shoppers: a key for it, rules straight to the row, and the calls its server makes.
import { randomUUID } from 'node:crypto';
import { JobsService } from '../../../src/base/jobs/jobs.service.js';
import { ApiKeysService } from '../../../src/stores/keys/api-keys.service.js';
import { DEFAULT_TERMS, type Terms } from '../../../src/rewards/programme/terms.rules.js';
import type { RewardShown } from '../../../src/rewards/reward-views.service.js';
import type { RowAnswer } from '../../../src/rewards/register/events.service.js';
import type { TestApp } from '../app.js';
import { actorOf, signedCall, type KeyPair, type MadeStore } from '../make.js';

export const DAY = 86_400_000;

export async function rewardKey(app: TestApp, store: MadeStore, mode: 'live' | 'test' = 'live'): Promise<KeyPair> {
  const who = await actorOf(app, store.owner);
  const { key, secret } = await app.get(ApiKeysService).create(who, store.id, mode, 'Rewards', ['rewards:write']);
  return { id: key.id, secret };
}

/** Both sides get 10 % and 5 % of the first order after 14 days, without limits unless told. */
export const terms = (change: Partial<Terms> = {}): Terms => ({
  ...DEFAULT_TERMS,
  limits: { perPersonMonth: null, perDay: null, inAll: null },
  ...{ surgeTimes: 100, surgeAtLeast: 1_000_000 },
  ...change,
});

/** The next version of a store's rules, in force from a moment on. */
export async function publishRules(app: TestApp, store: MadeStore, rules: Terms, from: Date): Promise<void> {
  await app.db.query(
    `INSERT INTO reward_rules (store_id, version, terms, valid_from, published_by, published_at)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, 'spec', $3 FROM reward_rules WHERE store_id = $1`,
    [store.id, JSON.stringify(rules), from],
  );
}

export type Sent = Record<string, unknown> & { kind: string };

/** Sends events; ids are made when they are left out. */
export async function tell(app: TestApp, key: KeyPair, ...events: Sent[]): Promise<RowAnswer[]> {
  const rows = events.map((event) => ({ id: randomUUID(), at: app.clock.now().toISOString(), ...event }));
  const answer = await signedCall(app, key, 'POST', '/v1/referral/events', { events: rows });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return (answer.body as { events: RowAnswer[] }).events;
}

/** All rewards of the key's programme, in the order of their last change, read page by page. */
export async function rewardsOf(app: TestApp, key: KeyPair): Promise<RewardShown[]> {
  const all: RewardShown[] = [];
  for (let next = '0'; ;) {
    const answer = await signedCall(app, key, 'GET', `/v1/referral/rewards?after=${next}&limit=50`);
    const page = answer.body as { rewards: RewardShown[]; next: string };
    all.push(...page.rewards);
    if (page.rewards.length === 0) return all;
    next = page.next;
  }
}

export const runTimers = async (app: TestApp): Promise<void> => {
  await app.get(JobsService).runTimer('rewards.follow');
  await app.get(JobsService).runTimer('rewards.issue');
  await app.get(JobsService).runTimer('rewards.retry');
};

/**
 * What the register says, without what differs from run to run: ids, moments of our own, the order of changes, how many looks at an
 * order it took, and rewards that an order took back before anything was given (who hears of the return first never sees them).
 */
export async function registerOf(
  app: TestApp,
  programme: string,
): Promise<Record<'rewards' | 'verdicts' | 'bonds', unknown[]>> {
  const read = (query: string): Promise<unknown[]> => app.db.query(query, [programme]);
  return {
    rewards: await read(
      `SELECT key, side, trigger, holder, inviter, invitee, order_id, nth, rules_version, kind, worth_minor::text, amount_minor::text,
         points::text, due_at, due_day::text, status, reason FROM rewards WHERE programme_id = $1
         AND NOT (status = 'cancelled' AND issued_at IS NULL AND decided_by IS NULL) ORDER BY key`,
    ),
    verdicts: await read(
      `SELECT regexp_replace(external_id, '^(~.*):[0-9]+$', '\\1') AS id, verdict, inviter, nth FROM reward_verdicts
       WHERE programme_id = $1 AND verdict <> 'REPLACED' ORDER BY 1`,
    ),
    bonds: await read(
      `SELECT person, inviter, signup_id, at, invited_at FROM reward_bonds WHERE programme_id = $1 ORDER BY person`,
    ),
  };
}
