// Checks a list of placement rules as a person wrote it, before it is kept.
import { LONGEST_PATTERN, readPattern } from './address.rules.js';
import { DEVICES, RULE_FORMS, type Device, type Outcome, type PlacementRule, type RuleForm } from './placing.rules.js';

export const MOST_RULES = 50;
/** `<vitrina-reviews>` shows no more. */
export const MOST_VIDEOS = 24;
/** Of one rule: products, and names of everything else. */
const MOST_PRODUCTS = 500;
const MOST_NAMES = 50;
const MOST_PATTERNS = 10;
/** All patterns of a list travel to pages: so many characters together. */
const MOST_PATTERN_TEXT = 4000;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 200;

export interface OutcomeDraft {
  shows: boolean;
  form?: string | null;
  limit?: number | null;
}

/** `id` is null for a rule that is new. */
export interface RuleDraft extends Record<
  'products' | 'collections' | 'tags' | 'devices' | 'countries' | 'languages' | 'urls',
  readonly string[]
> {
  id?: string | null;
  name: string;
  enabled: boolean;
  outcome: OutcomeDraft;
}

export interface ListFault {
  field: string;
  detail: string;
}

export type ListVerdict =
  | { ok: true; rules: (Omit<PlacementRule, 'id'> & { id: string | null })[]; otherwise: Outcome }
  | { ok: false; fault: ListFault };

class Wrong extends Error {
  constructor(
    readonly field: string,
    readonly detail: string,
  ) {
    super(detail);
  }
}

const refuse = (field: string, detail: string): never => {
  throw new Wrong(field, detail);
};

function values(given: readonly string[], field: string, most: number): string[] {
  const clean = [...new Set(given.map((value) => value.trim()).filter(Boolean))];
  if (clean.length > most) refuse(field, `At most ${most}.`);
  if (clean.some((value) => value.length > LONGEST_VALUE || /[\u0000-\u001f\u007f]/.test(value))) {
    refuse(field, `At most ${LONGEST_VALUE} characters each, without control characters.`);
  }
  return clean;
}

function shaped(given: readonly string[], field: string, shape: RegExp, detail: string): string[] {
  const clean = values(given, field, MOST_NAMES);
  return clean.every((value) => shape.test(value)) ? clean : refuse(field, detail);
}

function patterns(given: readonly string[], field: string): string[] {
  const read = values(given, field, MOST_PATTERNS).map(readPattern);
  const fine = read.filter((pattern) => pattern !== null);
  const detail = `Write /path/* or shop.example/path/*, at most ${LONGEST_PATTERN} characters and 10 stars.`;
  return fine.length === read.length ? fine : refuse(field, detail);
}

function outcome(given: OutcomeDraft, field: string): Outcome {
  if (!given.shows) return { shows: false, form: null, limit: null };
  const form = given.form ?? null;
  if (form !== null && !RULE_FORMS.includes(form as RuleForm))
    refuse(`${field}.form`, `One of ${RULE_FORMS.join(', ')}.`);
  const limit = given.limit ?? null;
  if (limit !== null && (limit < 1 || limit > MOST_VIDEOS)) refuse(`${field}.limit`, `From 1 to ${MOST_VIDEOS}.`);
  return { shows: true, form: form as RuleForm | null, limit };
}

function rule(given: RuleDraft, at: string) {
  const name = given.name.trim();
  if (name === '' || name.length > LONGEST_NAME) refuse(`${at}.name`, `A name of at most ${LONGEST_NAME} characters.`);
  const languages = shaped(
    given.languages,
    `${at}.languages`,
    /^[a-z]{2,3}(-[a-z\d]{2,8}){0,2}$/i,
    'Such as ru or pt-BR.',
  );
  return {
    ...{ id: given.id ?? null, name, enabled: given.enabled },
    products: values(given.products, `${at}.products`, MOST_PRODUCTS),
    collections: values(given.collections, `${at}.collections`, MOST_NAMES),
    tags: values(given.tags, `${at}.tags`, MOST_NAMES),
    devices: shaped(
      given.devices,
      `${at}.devices`,
      new RegExp(`^(${DEVICES.join('|')})$`),
      `Of ${DEVICES.join(', ')}.`,
    ) as Device[],
    countries: shaped(
      given.countries.map((code) => code.toUpperCase()),
      `${at}.countries`,
      /^[A-Z]{2}$/,
      'Two letters, such as KZ.',
    ),
    ...{ languages, urls: patterns(given.urls, `${at}.urls`) },
    outcome: outcome(given.outcome, `${at}.outcome`),
  };
}

/** The list ready to be kept, or the first fault with the path of its field: `rules.2.urls`. */
export function checkList(rules: readonly RuleDraft[], otherwise: OutcomeDraft): ListVerdict {
  try {
    if (rules.length > MOST_RULES) refuse('rules', `At most ${MOST_RULES} rules.`);
    const read = rules.map((given, at) => rule(given, `rules.${at}`));
    const ids = read.flatMap(({ id }) => id ?? []);
    if (new Set(ids).size < ids.length) refuse('rules', 'A rule stands there twice.');
    const letters = read.flatMap(({ urls }) => urls).join('').length;
    if (letters > MOST_PATTERN_TEXT)
      refuse('rules', `All addresses together have at most ${MOST_PATTERN_TEXT} characters.`);
    return { ok: true, rules: read, otherwise: outcome(otherwise, 'otherwise') };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { ok: false, fault: { field: error.field, detail: error.detail } };
  }
}
