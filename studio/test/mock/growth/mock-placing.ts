// What the mock API answers about rules of where the videos stand.
import { ago } from '../mock-data.js';
import { fail, mustBe, type Context } from '../mock-support.js';

const none = { products: [], collections: [], tags: [], devices: [], countries: [], languages: [], urls: [] };
const shown = { shows: true, form: null, limit: null };
const hidden = { shows: false, form: null, limit: null };

interface Kept {
  version: number;
  rules: { id: string; name: string }[];
  otherwise: object;
}

const FIRST: Kept = {
  version: 4,
  otherwise: shown,
  rules: [
    {
      ...none,
      ...{
        id: 'plr_cart',
        name: 'Nothing in the cart',
        enabled: true,
        urls: ['/cart', '/checkout/*'],
        outcome: hidden,
      },
    } as never,
    {
      ...none,
      ...{ id: 'plr_phone', name: 'A bubble on phones', enabled: true, devices: ['phone'], countries: ['KZ'] },
      outcome: { shows: true, form: 'bubble', limit: 1 },
    } as never,
    {
      ...none,
      ...{
        id: 'plr_gifts',
        name: 'Gifts as a grid',
        enabled: false,
        collections: ['Gifts', 'New year'],
        tags: ['new'],
      },
      outcome: { shows: true, form: 'grid', limit: 6 },
    } as never,
  ],
};

const kept = new Map<string, Kept>([['sto_aina', FIRST]]);
const of = (storeId: string): Kept => kept.get(storeId) ?? { version: 0, rules: [], otherwise: shown };
const told = (list: Kept) => ({ ...list, knowsCountries: false, updatedAt: list.version ? ago(86_400_000) : null });

export const placingAnswers = {
  placementRules: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return told(of(storeId));
  },
  savePlacementRules: (
    asked: {
      storeId: string;
      version: number;
      rules: { id: string | null; name: string; urls: string[] }[];
      otherwise: object;
    },
    context: Context,
  ) => {
    mustBe(context, 'store_owner');
    const before = of(asked.storeId);
    if (asked.version !== before.version)
      fail('CONFLICT', 'Somebody changed these rules meanwhile.', { field: 'version' });
    const wrong = asked.rules.findIndex(({ urls }) => urls.some((url) => url.includes(' ')));
    if (wrong >= 0) fail('BAD_INPUT', 'Wrong.', { field: `rules.${wrong}.urls`, detail: 'Write /path/*.' });
    const rules = asked.rules.map((rule, at) => ({ ...rule, id: rule.id ?? `plr_${before.version}_${at}` }));
    kept.set(asked.storeId, { version: before.version + 1, rules, otherwise: asked.otherwise });
    return told(of(asked.storeId));
  },
  tryPlacementRules: (
    { visit, rules, otherwise }: { visit: { product: string }; rules: { outcome: object }[]; otherwise: object },
    context: Context,
  ) => {
    mustBe(context, 'store_owner', 'administrator');
    if (visit.product === 'none') fail('NOT_FOUND', 'Nothing is here.', { field: 'visit.product' });
    const steps = rules.map((_, at) => ({ at, fits: at === 1, failed: at === 1 ? [] : ['urls'] })).slice(0, 2);
    const decidedBy = rules.length > 1 ? 1 : null;
    const outcome = decidedBy === null ? otherwise : rules[1]?.outcome;
    return { outcome, decidedBy, steps, title: 'Stoneware mug', collections: ['Gifts'], tags: [] };
  },
};
