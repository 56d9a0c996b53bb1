// Placement rules as GraphQL gives and takes them.
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  CONDITION_NAMES,
  DEVICES,
  RULE_FORMS,
  type ConditionName,
  type Device,
  type RuleForm,
} from './placing.rules.js';

const enumOf = <Word extends string>(words: readonly Word[]) =>
  Object.fromEntries(words.map((word) => [word, word])) as { [W in Word]: W };

export const DeviceEnum = enumOf(DEVICES);
registerEnumType(DeviceEnum, { name: 'DeviceClass' });
export const RuleFormEnum = enumOf(RULE_FORMS);
registerEnumType(RuleFormEnum, { name: 'BlockForm' });
const ConditionEnum = enumOf(CONDITION_NAMES);
registerEnumType(ConditionEnum, { name: 'PlacementCondition' });

@ObjectType()
export class PlacementOutcome {
  @Field()
  shows!: boolean;

  /** Null is the page's own. */
  @Field(() => RuleFormEnum, { nullable: true })
  form!: RuleForm | null;

  /** Null is as many as there are. */
  @Field(() => Int, { nullable: true })
  limit!: number | null;
}

@ObjectType()
export class PlacementRuleType {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field()
  enabled!: boolean;

  /** The shop's own ids. */
  @Field(() => [String])
  products!: readonly string[];

  @Field(() => [String])
  collections!: readonly string[];

  @Field(() => [String])
  tags!: readonly string[];

  @Field(() => [DeviceEnum])
  devices!: readonly Device[];

  @Field(() => [String])
  countries!: readonly string[];

  @Field(() => [String])
  languages!: readonly string[];

  @Field(() => [String])
  urls!: readonly string[];

  @Field(() => PlacementOutcome)
  outcome!: PlacementOutcome;
}

/** The rules in the order in which they are tried: at most fifty. */
@ObjectType()
export class PlacementRuleListType {
  /** Grows with every change; 0 before the first. */
  @Field(() => Int)
  version!: number;

  @Field(() => [PlacementRuleType])
  rules!: readonly PlacementRuleType[];

  /** Where no rule fits. */
  @Field(() => PlacementOutcome)
  otherwise!: PlacementOutcome;

  @Field(() => Date, { nullable: true })
  updatedAt!: Date | null;

  /** Whether the service is told visitors' countries by its proxy. */
  @Field()
  knowsCountries!: boolean;
}

@InputType()
export class PlacementOutcomeInput {
  @Field()
  shows!: boolean;

  @Field(() => RuleFormEnum, { nullable: true })
  form?: RuleForm | null;

  @Field(() => Int, { nullable: true })
  limit?: number | null;
}

@InputType()
export class PlacementRuleInput {
  /** Null for a new rule. */
  @Field(() => ID, { nullable: true })
  id?: string | null;

  @Field()
  name!: string;

  @Field()
  enabled!: boolean;

  @Field(() => [String])
  products!: string[];

  @Field(() => [String])
  collections!: string[];

  @Field(() => [String])
  tags!: string[];

  @Field(() => [DeviceEnum])
  devices!: Device[];

  @Field(() => [String])
  countries!: string[];

  @Field(() => [String])
  languages!: string[];

  @Field(() => [String])
  urls!: string[];

  @Field(() => PlacementOutcomeInput)
  outcome!: PlacementOutcomeInput;
}

/** A visit to try the rules on. */
@InputType()
export class PlacementVisitInput {
  /** The shop's own id. */
  @Field()
  product!: string;

  @Field(() => DeviceEnum)
  device!: Device;

  @Field(() => String, { nullable: true })
  country?: string | null;

  @Field()
  language!: string;

  /** The whole address of the page. */
  @Field()
  url!: string;
}

@ObjectType()
export class PlacementStep {
  /** The place of the rule in the list that was tried, from 0. */
  @Field(() => Int)
  at!: number;

  @Field()
  fits!: boolean;

  /** What does not hold; empty also for a rule that is switched off. */
  @Field(() => [ConditionEnum])
  failed!: readonly ConditionName[];
}

@ObjectType()
export class PlacementTrial {
  @Field(() => PlacementOutcome)
  outcome!: PlacementOutcome;

  /** The place of the rule that decided; null when none fitted. */
  @Field(() => Int, { nullable: true })
  decidedBy!: number | null;

  @Field(() => [PlacementStep])
  steps!: readonly PlacementStep[];

  /** What the trial knew of the product. */
  @Field()
  title!: string;

  @Field(() => [String])
  collections!: readonly string[];

  @Field(() => [String])
  tags!: readonly string[];
}

@ArgsType()
export class TryPlacementArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => PlacementVisitInput)
  visit!: PlacementVisitInput;

  @Field(() => [PlacementRuleInput])
  rules!: PlacementRuleInput[];

  @Field(() => PlacementOutcomeInput)
  otherwise!: PlacementOutcomeInput;
}
