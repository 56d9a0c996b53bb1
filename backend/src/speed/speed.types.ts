// What pages reported, as owners read it.
import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { METRICS, type Metric } from './guard.rules.js';
import type { GuardState } from './guard.status.js';
import { GuardStateEnum, SpeedGuard } from './speed-guard.entity.js';

const SpeedMetricEnum = Object.fromEntries(METRICS.map((metric) => [metric, metric])) as { [M in Metric]: M };
registerEnumType(SpeedMetricEnum, { name: 'SpeedMetric' });

/** The 75th percentile of each metric; null while no page reported one. */
@ObjectType()
export class PageSpeeds {
  /** Pages that reported since the guard last moved, of the last seven days and at most 2,000. */
  @Field(() => Int)
  pages!: number;

  @Field(() => Int, { nullable: true })
  lcpMs!: number | null;

  @Field(() => Int, { nullable: true })
  inpMs!: number | null;

  @Field(() => Float, { nullable: true })
  cls!: number | null;
}

@ObjectType()
export class SpeedGuardReport {
  @Field(() => SpeedGuard)
  guard!: SpeedGuard;

  /** Pages whose card stood ready for a tap. */
  @Field(() => PageSpeeds)
  ready!: PageSpeeds;

  /** Pages whose card was a poster before a tap. */
  @Field(() => PageSpeeds)
  poster!: PageSpeeds;
}

/** A day (UTC) that is over: pages whose card stood ready, and pages whose card was a poster. */
@ObjectType()
export class SpeedDay {
  /** 2026-11-26 */
  @Field(() => String)
  day!: string;

  @Field(() => Int)
  readyPages!: number;

  @Field(() => Int)
  posterPages!: number;

  @Field(() => Int, { nullable: true })
  readyLcpMs!: number | null;

  @Field(() => Int, { nullable: true })
  posterLcpMs!: number | null;

  @Field(() => Int, { nullable: true })
  readyInpMs!: number | null;

  @Field(() => Int, { nullable: true })
  posterInpMs!: number | null;

  @Field(() => Int, { nullable: true })
  readyClsMilli!: number | null;

  @Field(() => Int, { nullable: true })
  posterClsMilli!: number | null;
}

@ObjectType()
export class SpeedMove {
  @Field(() => Date)
  at!: Date;

  /** What it went to. */
  @Field(() => GuardStateEnum)
  state!: GuardState;

  /** What was lost; null when it opened again. */
  @Field(() => SpeedMetricEnum, { nullable: true })
  metric!: Metric | null;

  /** At the 75th percentile, in the unit of the metric. */
  @Field(() => Int, { nullable: true })
  loss!: number | null;
}

/** The script that a page fetches before anybody touches a card, compressed as it is sent. */
@ObjectType()
export class ScriptSize {
  @Field(() => Int)
  bytes!: number;

  @Field(() => Date)
  since!: Date;
}

@ObjectType()
export class SpeedHistory {
  /** Of the last 90 days those with pages, the earliest first. */
  @Field(() => [SpeedDay])
  days!: SpeedDay[];

  /** The last 20, the latest first. */
  @Field(() => [SpeedMove])
  moves!: SpeedMove[];

  /** The last 20, the latest first. */
  @Field(() => [ScriptSize])
  scripts!: ScriptSize[];

  /** The build fails above it. */
  @Field(() => Int)
  scriptBudgetBytes!: number;
}
