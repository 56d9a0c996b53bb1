// The GraphQL door to tax rules: what is known, what an accountant answers for. The product gives no tax advice.
import { Args, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import { RateStepType } from '../payout.types.js';
import { itemsWithoutLaw, rateSteps, type TaxItemData, type TaxRule } from './tax.rules.js';
import { TaxRulesService } from './tax-rules.service.js';

@ObjectType('TaxRuleItem')
class TaxRuleItemType {
  @Field()
  code!: string;

  @Field()
  byCreator!: boolean;

  @Field(() => [RateStepType])
  rates!: RateStepType[];

  @Field(() => [String])
  baseMinus!: string[];

  @Field(() => MoneyType, { nullable: true })
  monthlyBaseCap!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true })
  monthlyDeduction!: MoneyType | null;

  @Field(() => String, { nullable: true })
  law!: string | null;

  @Field()
  source!: string;

  @Field()
  certainty!: string;
}

@ObjectType('TaxRule')
class TaxRuleType {
  @Field(() => ID)
  id!: string;

  @Field()
  country!: string;

  @Field()
  status!: string;

  @Field()
  title!: string;

  @Field()
  effectiveFrom!: Date;

  @Field(() => Date, { nullable: true })
  effectiveTo!: Date | null;

  @Field()
  enabled!: boolean;

  @Field(() => String, { nullable: true })
  accountantName!: string | null;

  @Field(() => String, { nullable: true })
  confirmedOn!: string | null;

  /** Items whose source names no article: the accountant has to. */
  @Field(() => [String])
  lawMissing!: string[];

  @Field(() => [TaxRuleItemType])
  items!: TaxRuleItemType[];

  @Field(() => [String])
  documents!: string[];

  @Field(() => [String])
  notes!: string[];

  @Field(() => MoneyType, { nullable: true })
  monthLimit!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true })
  yearLimit!: MoneyType | null;
}

@ObjectType('TaxStatusChoice')
class TaxStatusChoice {
  @Field()
  country!: string;

  @Field(() => [String])
  statuses!: string[];
}

@InputType()
class LawArticleInput {
  @Field()
  code!: string;

  @Field()
  article!: string;
}

@InputType()
class ConfirmTaxRuleInput {
  @Field(() => ID)
  storeId!: string;

  @Field(() => ID)
  ruleId!: string;

  @Field()
  enabled!: boolean;

  @Field()
  accountantName!: string;

  @Field()
  confirmedOn!: string;

  @Field(() => [LawArticleInput])
  articles!: LawArticleInput[];
}

@Resolver()
export class TaxResolver {
  constructor(private readonly rules: TaxRulesService) {}

  @Allow('finance', 'administrator')
  @Query(() => [TaxRuleType])
  async taxRules(@Args('storeId', { type: () => ID }) storeId: string): Promise<TaxRuleType[]> {
    return (await this.rules.all(storeId)).map(shown);
  }

  /** What a creator of a country may say of themselves. */
  @Allow('creator')
  @Query(() => TaxStatusChoice)
  async taxStatuses(@Args('country') country: string): Promise<TaxStatusChoice> {
    return { country, statuses: await this.rules.statusesOf(country) };
  }

  @Allow('finance')
  @Mutation(() => TaxRuleType)
  async confirmTaxRule(@Who() who: AccountActor, @Args('input') input: ConfirmTaxRuleInput): Promise<TaxRuleType> {
    return shown(await this.rules.confirm(who, input.storeId, input));
  }
}

function shown(rule: TaxRule): TaxRuleType {
  const { body, currency } = rule;
  const money = (minor: number | undefined) =>
    minor === undefined || !currency ? null : toMoney(BigInt(minor), currency);
  const item = (data: TaxItemData): TaxRuleItemType => ({
    code: data.code,
    byCreator: data.payer === 'creator',
    rates: rateSteps(data).map((s) => ({
      rateBps: s.rateBps,
      upTo: s.upTo === null || !currency ? null : toMoney(s.upTo, currency),
    })),
    baseMinus: data.base_minus ?? [],
    monthlyBaseCap: money(data.monthly_base_cap),
    monthlyDeduction: money(data.monthly_deduction),
    law: rule.articles[data.code] ?? data.law ?? null,
    source: data.source,
    certainty: data.certainty,
  });
  return {
    id: rule.id,
    country: rule.country,
    status: rule.status,
    title: rule.title,
    effectiveFrom: rule.effectiveFrom,
    effectiveTo: rule.effectiveTo,
    enabled: rule.enabled,
    accountantName: rule.accountantName,
    confirmedOn: rule.confirmedOn,
    lawMissing: itemsWithoutLaw(body),
    items: body.items.map(item),
    documents: body.documents ?? [],
    notes: [body.warning, body.condition, body.info, ...(body.checks ?? [])].filter((text) => text !== undefined),
    monthLimit: money(body.limits?.month),
    yearLimit: money(body.limits?.year),
  };
}
