// The draft as it stands in the form, between what the API shows and what it takes: amounts are the text a person types.
import type { PlanAttributionInput, PlanTermsInput, PlanVersionPartsFragment } from '../api/generated';
import { decimalText, type Money } from '../ui/format/money';

type Terms = PlanVersionPartsFragment['terms'];
export type RateForm = PlanTermsInput['rates'][number] & { id: number };
export type TierForm = PlanTermsInput['tiers'][number] & { id: number };
export type CampaignForm = PlanTermsInput['campaigns'][number] & { id: number };
export type TermsForm = {
  rates: RateForm[];
  tiers: TierForm[];
  campaigns: CampaignForm[];
  orderCap: string;
  creatorMonthlyCap: string;
  creatorDailyCap: string;
  attribution: PlanAttributionInput;
};

let last = 0;
/** Rows are moved and removed: each has a name of its own for as long as the page lives. */
export const nextId = (): number => (last += 1);

const textOf = (money: Money | null): string => (money ? decimalText(money.amountMinor, money.decimals) : '');

export function formOf({ rates, limits, campaigns, attribution }: Terms): TermsForm {
  return {
    rates: rates.map(({ scope, pay }) => ({
      ...{ id: nextId(), kind: pay.kind, rateBps: pay.rateBps, amount: textOf(pay.amount), tiered: pay.tiered },
      ...{ maxCycles: pay.maxCycles, creatorId: scope.creatorId, campaign: scope.campaign },
      ...{ productId: scope.productId, category: scope.category, instruments: scope.instruments },
    })),
    // Field by field: what the API shows carries the names of its types, which no input has.
    tiers: limits.tiers.map(({ bonusBps, maxReturnBps, minGmv }) => ({
      ...{ id: nextId(), bonusBps, maxReturnBps, minGmv: textOf(minGmv) },
    })),
    campaigns: campaigns.map(({ key, name, activeFrom, activeTo, productIds, creatorIds, budget, dailyBudget }) => ({
      ...{ id: nextId(), key, name, activeFrom, activeTo, productIds, creatorIds, budget: textOf(budget) },
      dailyBudget: textOf(dailyBudget),
    })),
    orderCap: textOf(limits.orderCap),
    creatorMonthlyCap: textOf(limits.creatorMonthlyCap),
    creatorDailyCap: textOf(limits.creatorDailyCap),
    attribution: attributionOf(attribution),
  };
}

function attributionOf({ ways, sameSession, clickOverView, ...rest }: Terms['attribution']): PlanAttributionInput {
  const { watchMs, watchBps, categoryBps, anyBps } = rest;
  return {
    ways: ways.map(({ instrument, windowHours, match }) => ({ instrument, windowHours, match })),
    ...{ sameSession, clickOverView, watchMs, watchBps, categoryBps, anyBps },
  };
}

export const EMPTY_RATE: Omit<RateForm, 'id'> = {
  ...{ kind: 'percent', rateBps: 1000, amount: '', tiered: false, maxCycles: 1 },
  ...{ creatorId: null, campaign: null, productId: null, category: null, instruments: null },
};

/** Numbers are written with a comma in Russian and Kazakh. */
const decimal = (text: string | null | undefined): string => (text ?? '').trim().replace(/\s/g, '').replace(',', '.');
const without = <Row extends { id: number }>({ id: _, ...row }: Row) => row;

export function inputOf(form: TermsForm): PlanTermsInput {
  return {
    rates: form.rates.map((rate) => ({ ...without(rate), amount: decimal(rate.amount) || null })),
    tiers: form.tiers.map((tier) => ({ ...without(tier), minGmv: decimal(tier.minGmv) })),
    campaigns: form.campaigns.map((one) => ({
      ...without(one),
      ...{ budget: decimal(one.budget) || null, dailyBudget: decimal(one.dailyBudget) || null },
    })),
    orderCap: decimal(form.orderCap) || null,
    creatorMonthlyCap: decimal(form.creatorMonthlyCap) || null,
    creatorDailyCap: decimal(form.creatorDailyCap) || null,
    attribution: form.attribution,
  };
}
