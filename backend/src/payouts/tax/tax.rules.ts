// What a set of tax rules says, read from its data: limits, papers, and the article of law behind each item.

export interface TaxItemData {
  code: string;
  payer: 'creator' | 'operator';
  certainty: string;
  source: string;
  /** The article of law, where the named source names it. */
  law?: string;
  rate_bps?: number;
  brackets?: { up_to: number | null; rate_bps: number }[];
  round_unit?: number;
  base_minus?: string[];
  monthly_deduction?: number;
  monthly_base_cap?: number;
}

export interface TaxRuleBody {
  items: TaxItemData[];
  documents?: string[];
  checks?: string[];
  limits?: { month?: number; year?: number; certainty: string; source: string };
  warning?: string;
  info?: string;
  condition?: string;
}

/** A rule set with what an accountant of one programme said of it. */
export interface TaxRule {
  id: string;
  country: string;
  status: string;
  title: string;
  currency: string | null;
  effectiveFrom: Date;
  effectiveTo: Date | null;
  body: TaxRuleBody;
  enabled: boolean;
  accountantName: string | null;
  confirmedOn: string | null;
  articles: Record<string, string>;
}

/** Nothing is withheld under `none`, and nobody has to answer for that: the creator accounts for everything. */
export const FREE_STATUS = 'none';

/** The items whose source names no article: an accountant has to, before the rule works. */
export function itemsWithoutLaw(body: TaxRuleBody): string[] {
  return body.items.filter((item) => !item.law).map((item) => item.code);
}

export function lawOf(body: TaxRuleBody, articles: Record<string, string>, code: string): string | null {
  return articles[code] ?? body.items.find((item) => item.code === code)?.law ?? null;
}

export const checkedSameDay = (body: TaxRuleBody): boolean =>
  (body.checks ?? []).some((check) => check.includes('day of every payout'));
export const wantsReceipt = (body: TaxRuleBody): boolean => (body.checks ?? []).includes('receipt received');

/** The rate of an item in words: `10 %`, or every step of a scale: `10 % to 36 762 500, 15 % above`. Amounts stay minor units. */
export function rateSteps(item: TaxItemData): { upTo: bigint | null; rateBps: number }[] {
  if (item.brackets)
    return item.brackets.map((b) => ({ upTo: b.up_to === null ? null : BigInt(b.up_to), rateBps: b.rate_bps }));
  return [{ upTo: null, rateBps: item.rate_bps ?? 0 }];
}
