// The closed sets of plans as GraphQL enums.
import { registerEnumType } from '@nestjs/graphql';
import { ATTRIBUTION_PRESETS, MATCH_SCOPES } from '../stores/plans/attribution.terms.rules.js';
import { PLAN_INSTRUMENTS, RULE_KINDS } from '../stores/plans/plan.terms.rules.js';

export const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;

export const RuleKindEnum = enumOf(RULE_KINDS);
registerEnumType(RuleKindEnum, { name: 'RateKind' });
export const WayEnum = enumOf(PLAN_INSTRUMENTS);
registerEnumType(WayEnum, { name: 'PlanInstrument' });
export const MatchEnum = enumOf(MATCH_SCOPES);
registerEnumType(MatchEnum, { name: 'PlanMatch' });

export type PresetName = keyof typeof ATTRIBUTION_PRESETS;
export const PRESET_NAMES = Object.keys(ATTRIBUTION_PRESETS) as PresetName[];
export const PresetEnum = enumOf(PRESET_NAMES);
registerEnumType(PresetEnum, { name: 'AttributionPresetName' });
