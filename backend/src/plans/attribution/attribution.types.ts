// How GraphQL takes and shows the attribution terms of a plan, their changes and the ready-made sets.
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  ATTRIBUTION_PRESETS,
  TOUCH_WAYS,
  type AttributionTerms,
  type MatchScope,
  type PresetTerms,
} from '../../stores/plans/attribution.terms.rules.js';
import type { PlanInstrument } from '../../stores/plans/plan.terms.rules.js';
import type { Instrument } from '../../stores/plan.rules.js';
import { MatchEnum, PRESET_NAMES, PresetEnum, WayEnum, type PresetName } from '../plan-enums.types.js';

@ObjectType('PlanAttributionWay')
export class PlanAttributionWayType {
  @Field(() => WayEnum)
  instrument!: PlanInstrument;

  /** How long after the touch an order is still credited to it. */
  @Field(() => Int)
  windowHours!: number;

  @Field(() => MatchEnum)
  match!: MatchScope;
}

@ObjectType('PlanAttribution')
export class PlanAttributionType {
  @Field(() => [PlanAttributionWayType])
  ways!: PlanAttributionWayType[];

  /** Only touches of the visit in which the order was placed. */
  @Field()
  sameSession!: boolean;

  /** A click beats a view, whichever came later. */
  @Field()
  clickOverView!: boolean;

  /** A view counts from this much watched, or from `watchBps` of a shorter video. */
  @Field(() => Int)
  watchMs!: number;

  @Field(() => Int)
  watchBps!: number;

  /** What a match by category, and of any product, pays of the rate, in basis points. */
  @Field(() => Int)
  categoryBps!: number;

  @Field(() => Int)
  anyBps!: number;

  /** The ready-made set that these are, or null. */
  @Field(() => PresetEnum, { nullable: true })
  preset!: PresetName | null;
}

@InputType()
export class PlanAttributionWayInput {
  @Field(() => WayEnum)
  instrument!: PlanInstrument;

  @Field(() => Int)
  windowHours!: number;

  @Field(() => MatchEnum)
  match!: MatchScope;
}

@InputType()
export class PlanAttributionInput {
  /** All five ways of touches; a promo code has no window. */
  @Field(() => [PlanAttributionWayInput])
  ways!: PlanAttributionWayInput[];

  @Field()
  sameSession!: boolean;

  @Field()
  clickOverView!: boolean;

  @Field(() => Int)
  watchMs!: number;

  @Field(() => Int)
  watchBps!: number;

  @Field(() => Int)
  categoryBps!: number;

  @Field(() => Int)
  anyBps!: number;
}

@ObjectType('PlanAttributionChange')
export class PlanAttributionChangeType {
  /** Such as windowsHours.onsite_click, scopes.onsite_view or sameSession. */
  @Field()
  field!: string;

  @Field()
  before!: string;

  @Field()
  after!: string;

  /** raised, lowered, or changed where nobody can say who gains. */
  @Field()
  direction!: string;

  @Field()
  from!: Date;
}

@ObjectType('PlanPresetWindow')
export class PlanPresetWindowType {
  @Field(() => WayEnum)
  instrument!: PlanInstrument;

  @Field(() => Int)
  hours!: number;
}

/** What a ready-made set fills in; everything else stays. */
@ObjectType('AttributionPreset')
export class AttributionPresetType {
  @Field(() => PresetEnum)
  name!: PresetName;

  @Field(() => [PlanPresetWindowType])
  windows!: PlanPresetWindowType[];

  @Field()
  sameSession!: boolean;

  @Field()
  clickOverView!: boolean;
}

/** A way that is missing is told by the check of the terms. */
export function attributionOf(input: PlanAttributionInput): AttributionTerms {
  const { sameSession, clickOverView, watchMs, watchBps, categoryBps, anyBps } = input;
  const per = <T>(read: (way: PlanAttributionWayInput) => T): Record<Instrument, T> =>
    Object.fromEntries(
      TOUCH_WAYS.flatMap((name) => input.ways.filter(({ instrument }) => instrument === name)).map((way) => [
        way.instrument,
        read(way),
      ]),
    ) as Record<Instrument, T>;
  return {
    ...{ windowsHours: per((way) => way.windowHours), scopes: per((way) => way.match) },
    ...{ sameSession, clickOverView, watchMs, watchBps, categoryBps, anyBps },
  };
}

export function shownAttribution(terms: AttributionTerms): PlanAttributionType {
  const { windowsHours, scopes, ...rest } = terms;
  const ways = TOUCH_WAYS.map((instrument) => ({
    ...{ instrument, windowHours: windowsHours[instrument], match: scopes[instrument] },
  }));
  return { ...rest, ways, preset: PRESET_NAMES.find((name) => isPreset(terms, ATTRIBUTION_PRESETS[name])) ?? null };
}

const isPreset = (terms: AttributionTerms, preset: PresetTerms): boolean =>
  terms.sameSession === preset.sameSession &&
  terms.clickOverView === preset.clickOverView &&
  TOUCH_WAYS.every((way) => terms.windowsHours[way] === preset.windowsHours[way]);

export function shownPresets(): AttributionPresetType[] {
  return PRESET_NAMES.map((name) => {
    const { windowsHours, sameSession, clickOverView } = ATTRIBUTION_PRESETS[name];
    const windows = TOUCH_WAYS.map((instrument) => ({ instrument, hours: windowsHours[instrument] }));
    return { name, windows, sameSession, clickOverView };
  });
}
