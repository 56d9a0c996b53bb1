// The rules as they stand in the form, between what the API shows and what it takes: amounts are the text a person types.
import type {
  RewardKind,
  RewardRulesInput,
  RewardSide,
  RewardTermsPartsFragment,
  RewardTrigger,
} from '../../api/generated';
import { decimalText, type Money } from '../../ui/format/money';

export const SIDES: readonly RewardSide[] = ['inviter', 'invited'];
export const TRIGGERS: readonly RewardTrigger[] = ['signup', 'first_order', 'repeat_order'];

/** What a person chooses for one side of one event; `none` promises nothing. */
export type Choice = 'none' | 'percent' | 'money' | 'points' | 'certificate';
export type LineForm = { side: RewardSide; on: RewardTrigger; choice: Choice; value: string; poolId: string | null };
export type RulesForm = Omit<RewardRulesInput, 'lines' | 'minOrder'> & { lines: LineForm[]; minOrder: string };

type Terms = RewardTermsPartsFragment;
const textOf = (money: Money | null): string => (money ? decimalText(money.amountMinor, money.decimals) : '');

function lineOf(terms: Terms, side: RewardSide, on: RewardTrigger): LineForm {
  const found = terms.lines.find((line) => line.side === side && line.on === on);
  const empty = { side, on, choice: 'none' as const, value: '', poolId: null };
  if (!found) return empty;
  if (found.kind === 'certificate') return { ...empty, choice: 'certificate', poolId: found.poolId };
  if (found.kind === 'points') return { ...empty, choice: 'points', value: String(found.points ?? '') };
  if (found.rateBps !== null) return { ...empty, choice: 'percent', value: String(found.rateBps / 100) };
  return { ...empty, choice: 'money', value: textOf(found.amount) };
}

/** Every side of every event has its line, so that the form keeps its shape. */
export function formOf(terms: Terms): RulesForm {
  const { repeatUpTo, holdDays, endsAfterDays, perPersonMonth, perDay, inAll, surgeTimes, surgeAtLeast } = terms;
  return {
    ...{ repeatUpTo, holdDays, endsAfterDays, perPersonMonth, perDay, inAll, surgeTimes, surgeAtLeast },
    minOrder: textOf(terms.minOrder),
    lines: TRIGGERS.flatMap((on) => SIDES.map((side) => lineOf(terms, side, on))),
  };
}

/** Numbers are written with a comma in Russian and Kazakh. */
const plain = (text: string): string =>
  text
    .trim()
    .replaceAll(/[\s\u00a0]/g, '')
    .replace(',', '.');

function inputOf({ side, on, choice, value, poolId }: LineForm): RewardRulesInput['lines'][number][] {
  if (choice === 'none') return [];
  const kind: RewardKind = choice === 'percent' ? 'money' : choice;
  const nothing = { side, on, kind, rateBps: null, amount: null, points: null, poolId: null };
  if (choice === 'certificate') return [{ ...nothing, poolId }];
  if (choice === 'points') return [{ ...nothing, points: Math.trunc(Number(plain(value))) || 0 }];
  if (choice === 'percent') return [{ ...nothing, rateBps: Math.round(Number(plain(value)) * 100) || 0 }];
  return [{ ...nothing, amount: plain(value) }];
}

/** What is sent. The API numbers lines without the empty ones: `shownAt` leads back to the form's. */
export function rulesInput(form: RulesForm): RewardRulesInput {
  const repeats = form.lines.some(({ on, choice }) => on === 'repeat_order' && choice !== 'none');
  return {
    ...form,
    lines: form.lines.flatMap(inputOf),
    minOrder: plain(form.minOrder) || '0',
    repeatUpTo: repeats ? Math.max(2, form.repeatUpTo) : 1,
  };
}

/** Which line of the form the API's `lines.2` means. */
export function shownAt(form: RulesForm, field: string): LineForm | null {
  const at = /^lines\.(\d+)$/.exec(field)?.[1];
  return at === undefined ? null : (form.lines.filter(({ choice }) => choice !== 'none')[Number(at)] ?? null);
}
