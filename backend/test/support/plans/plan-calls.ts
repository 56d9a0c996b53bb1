// The doors of plans as specs call them: each answers the version, or the code of the refusal.
import type { TestApp } from '../app.js';

export interface Version {
  id: string;
  number: number | null;
  status: string;
  editedAt: string;
  madeByMe: boolean;
  reason: string | null;
  terms: {
    rates: { scope: { category: string | null; campaign: string | null }; pay: { rateBps: number } }[];
    campaigns: { key: string }[];
    attribution: {
      preset: string | null;
      sameSession: boolean;
      watchMs: number;
      ways: { instrument: string; windowHours: number; match: string }[];
    };
  };
  effects: {
    attribution: { field: string; before: string; after: string; direction: string; from: string }[];
    rates: {
      scope: { category: string | null; creatorId: string | null };
      before: { rateBps: number };
      after: { rateBps: number };
      direction: string;
      from: string;
    }[];
    limits: { direction: string; from: string } | null;
  };
  rehearsal: {
    status: string;
    error: string | null;
    current: boolean;
    ordersTotal: number;
    ordersDone: number;
    before: { amountMinor: string };
    after: { amountMinor: string };
    losing: number;
    gaining: number;
    months: { month: string; before: { amountMinor: string }; after: { amountMinor: string } }[];
  } | null;
}
export const VERSION = `id number status editedAt madeByMe reason
  terms { rates { scope { category campaign } pay { rateBps } } campaigns { key } attribution { preset sameSession watchMs ways { instrument windowHours match } } }
  effects { attribution { field before after direction from } rates { scope { category creatorId } before { rateBps } after { rateBps } direction from } limits { direction from } }
  rehearsal { status error current ordersTotal ordersDone losing gaining before { amountMinor } after { amountMinor }
    months { month before { amountMinor } after { amountMinor } } }`;

/** Attribution terms as a draft takes them: the defaults, with other windows or whatever is changed. */
export const attribution = (clickHours = 168, change: object = {}) => ({
  ways: [
    ...['onsite_cart', 'onsite_click'].map((instrument) => ({ instrument, windowHours: clickHours, match: 'product' })),
    { instrument: 'storefront', windowHours: 168, match: 'order' },
    { instrument: 'deep_link', windowHours: 720, match: 'order' },
    { instrument: 'onsite_view', windowHours: 24, match: 'product' },
  ],
  ...{ sameSession: false, clickOverView: true, watchMs: 10_000, watchBps: 5000, categoryBps: 10_000, anyBps: 10_000 },
  ...change,
});

/** A percentage, with selectors where there are some. */
export const rate = (rateBps: number, change: object = {}) => ({ kind: 'percent', rateBps, ...change });

export function planCalls(app: TestApp) {
  /** The data, or the code of the refusal; every job that follows is done. */
  async function call<T = Record<string, unknown>>(
    as: string,
    text: string,
    variables: Record<string, unknown> = {},
  ): Promise<T | string> {
    const answer = await app.graphql<Record<string, T>>(text, variables, { as });
    const [error] = answer.errors;
    if (error) return error.extensions.code;
    await app.drainJobs();
    return Object.values(answer.data ?? {})[0] as T;
  }

  const draft = (as: string, storeId: string, title = 'Spring') =>
    call<Version>(as, `mutation($s: ID!, $t: String!) { createPlanDraft(storeId: $s, title: $t) { ${VERSION} } }`, {
      s: storeId,
      t: title,
    });
  const save = (as: string, version: Version, terms: object) =>
    call<Version>(
      as,
      `mutation($id: ID!, $t: PlanTermsInput!, $e: DateTime!) { savePlanDraft(id: $id, title: "Spring", terms: $t, editedAt: $e) { ${VERSION} } }`,
      { id: version.id, e: version.editedAt, t: { tiers: [], campaigns: [], ...terms } },
    );
  const verb =
    (name: string, args = '') =>
    (as: string, id: string) =>
      call<Version>(as, `mutation($id: ID!) { ${name}(id: $id${args}) { ${VERSION} } }`, { id });
  const rehearse = verb('rehearsePlan', ', months: 3');
  const propose = verb('proposePlan');
  const publish = verb('publishPlan');
  const refuse = verb('refusePlan', ', reason: "Not now"');
  const read = (as: string, id: string) =>
    call<Version>(as, `query($id: ID!) { planVersion(id: $id) { ${VERSION} } }`, { id });
  return { call, draft, save, verb, rehearse, propose, publish, refuse, read };
}
