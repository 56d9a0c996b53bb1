// The list of rules while it is changed on the page: rows with keys of their own, moved, and turned into what the API takes.
import type {
  BlockForm,
  DeviceClass,
  PlacementOutcomeInput,
  PlacementRuleInput,
  PlacementRulesPartsFragment,
} from '../../api/generated';

export const DEVICES: readonly DeviceClass[] = ['phone', 'tablet', 'desktop'];
export const FORMS: readonly BlockForm[] = ['carousel', 'grid', 'stories', 'slide', 'bubble'];
export const LISTS = ['products', 'collections', 'tags', 'countries', 'languages', 'urls'] as const;
export type ListName = (typeof LISTS)[number];

/** `key` stays while the row moves, also for a rule that the API does not know yet. */
export type RuleDraft = PlacementRuleInput & { key: string };

export type Draft = { version: number; rules: RuleDraft[]; otherwise: PlacementOutcomeInput };

let keys = 0;
const freshKey = () => `new-${(keys += 1)}`;

const outcomeOf = ({ shows, form, limit }: PlacementOutcomeInput): PlacementOutcomeInput => ({
  shows,
  form: form ?? null,
  limit: limit ?? null,
});

export function draftOf(list: PlacementRulesPartsFragment): Draft {
  return {
    version: list.version,
    otherwise: outcomeOf(list.otherwise),
    rules: list.rules.map(({ id, name, enabled, devices, outcome, ...rest }) => ({
      ...{ key: id, id, name, enabled, devices: [...devices], outcome: outcomeOf(outcome) },
      ...(Object.fromEntries(LISTS.map((list) => [list, [...rest[list]]])) as Record<ListName, string[]>),
    })),
  };
}

export function newRule(): RuleDraft {
  const none = { products: [], collections: [], tags: [], devices: [], countries: [], languages: [], urls: [] };
  const outcome = { shows: false, form: null, limit: null };
  return { key: freshKey(), id: null, name: '', enabled: true, outcome, ...none };
}

export const inputOf = ({ key: _, ...rule }: RuleDraft): PlacementRuleInput => rule;

/** The rows with one taken from its place to another. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const others = rows.filter((_, at) => at !== from);
  const row = rows[from];
  return row === undefined ? [...rows] : [...others.slice(0, to), row, ...others.slice(to)];
}

/** Whether the page holds something that is not saved. */
export function isChanged(draft: Draft, list: PlacementRulesPartsFragment): boolean {
  const plain = ({ rules, otherwise }: Draft) => JSON.stringify([rules.map(inputOf), otherwise]);
  return plain(draft) !== plain(draftOf(list));
}
