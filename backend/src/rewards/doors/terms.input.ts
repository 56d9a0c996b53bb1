// Between the rules as a page sends and shows them and the document that is kept.
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';
import { AppError } from '../../base/errors.js';
import { toMoney } from '../../base/graphql/money.type.js';
import type { Form, Line, Terms } from '../programme/terms.rules.js';
import { sayTerms } from '../words/promise.rules.js';
import type { Speech } from '../words/explain.rules.js';
import type { RewardLineInput, RewardLineType, RewardRulesInput, RewardTermsType } from './rules.types.js';

function minorOf(decimal: string, currency: string, field: string): string {
  const minor = typedAmount(decimal, currency, { least: 0n });
  if (minor !== null) return minor.toString();
  throw new AppError('BAD_INPUT', { field, detail: 'Write an amount, such as 5000.00.' });
}

function formOf(line: RewardLineInput, currency: string, field: string): Form {
  if (line.kind === 'certificate') return { kind: 'certificate', poolId: line.poolId ?? '' };
  if (line.kind === 'points') return { kind: 'points', points: line.points ?? 0 };
  if (typeof line.rateBps === 'number') return { kind: 'money', rateBps: line.rateBps };
  return { kind: 'money', amountMinor: minorOf(line.amount ?? '', currency, field) };
}

/** The document of a draft. Throws BAD_INPUT for an amount that is none; the rest is checked by the rules. */
export function termsOf(input: RewardRulesInput, currency: string): Terms {
  const lines: Line[] = input.lines.map((line, at) => ({
    ...{ side: line.side, on: line.on, form: formOf(line, currency, `lines.${at}`) },
  }));
  return {
    ...{ paused: false, lines, repeatUpTo: input.repeatUpTo },
    minOrderMinor: minorOf(input.minOrder, currency, 'minOrder'),
    ...{ holdDays: input.holdDays, endsAfterDays: input.endsAfterDays },
    limits: { perPersonMonth: input.perPersonMonth ?? null, perDay: input.perDay ?? null, inAll: input.inAll ?? null },
    ...{ surgeTimes: input.surgeTimes, surgeAtLeast: input.surgeAtLeast },
  };
}

function shownLine({ side, on, form }: Line, currency: string): RewardLineType {
  return {
    ...{ side, on, kind: form.kind, rateBps: 'rateBps' in form ? form.rateBps : null },
    amount: 'amountMinor' in form ? toMoney(BigInt(form.amountMinor), currency) : null,
    ...{
      points: form.kind === 'points' ? form.points : null,
      poolId: form.kind === 'certificate' ? form.poolId : null,
    },
  };
}

export function shownTerms(speech: Speech, terms: Terms, currency: string): RewardTermsType {
  const { limits, lines, minOrderMinor, ...rest } = terms;
  return {
    ...rest,
    ...limits,
    lines: lines.map((line) => shownLine(line, currency)),
    minOrder: toMoney(BigInt(minOrderMinor), currency),
    sentences: sayTerms(speech, terms, currency),
  };
}
