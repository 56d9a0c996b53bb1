// The GraphQL door to what experiments found, and to what a plan would take.
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { toMoney } from '../base/graphql/money.type.js';
import { Experiment } from '../experiments/experiment.entity.js';
import { ExperimentPlanInput } from '../experiments/plan-input.entity.js';
import { checkPlan, expectedDays, sizesOf } from '../experiments/plan.rules.js';
import { StoresService } from '../stores/stores.service.js';
import type { Arm } from './assignment.rules.js';
import type { Worth } from './outcomes.rules.js';
import { ExperimentForecast, ExperimentResult, type ExperimentArm, type ExperimentFindings } from './result.types.js';
import { ResultsService, type Told } from './results.service.js';
import { wilson, type Interval } from './statistics/proportions.rules.js';
import type { MeanDifference } from './statistics/revenue.rules.js';

@Resolver(() => Experiment)
export class HoldoutsResolver {
  constructor(
    private readonly results: ResultsService,
    private readonly stores: StoresService,
  ) {}

  /** What a plan would take in this store; nothing is kept. */
  @Allow('store_owner', 'administrator')
  @Query(() => ExperimentForecast)
  async experimentForecast(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('plan') plan: ExperimentPlanInput,
  ): Promise<ExperimentForecast> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const input = { ...plan, marginBps: plan.marginBps ?? null };
    const fault = checkPlan(input);
    if (fault) throw new AppError('BAD_INPUT', { ...fault });
    const sizes = sizesOf(input);
    const traffic = await this.results.traffic(storeId);
    const days = expectedDays(sizes, traffic.viewersPerDay);
    return { plannedShown: sizes.shown, plannedHoldout: sizes.holdout, ...traffic, days };
  }

  /** Whoever has the experiment was let in by its own door. Null for a plan that never began. */
  @ResolveField(() => ExperimentResult, { nullable: true })
  async result(@Parent() experiment: Experiment): Promise<ExperimentResult | null> {
    const told = await this.results.of(experiment);
    if (!told) return null;
    return {
      refusal: told.refusal,
      asOf: told.asOf,
      shown: armOf(told, 'shown'),
      holdout: armOf(told, 'holdout'),
      ratioPValue: told.ratio.pValue,
      findings: told.found && findingsOf(told.found, told.currency),
    };
  }
}

function armOf({ viewers, found, currency }: Told, arm: Arm): ExperimentArm {
  const own = found?.arms[arm];
  if (!found || !own) {
    const unsaid = { buyers: null, orders: null, otherOrders: null, rate: null, revenuePerViewer: null };
    return { viewers: viewers[arm], ...unsaid, returnRate: null };
  }
  const [from, to] = wilson({ x: own.buyers, n: own.viewers });
  const { shownMean, holdoutMean } = found.reading.revenue;
  return {
    ...{ viewers: own.viewers, buyers: own.buyers, orders: own.orders, otherOrders: own.otherOrders },
    rate: { value: own.buyers / own.viewers, from, to },
    revenuePerViewer: shownMoney(arm === 'shown' ? shownMean : holdoutMean, currency),
    returnRate: returnRateOf(own),
  };
}

/** The share of the money that went back, to six digits; null without sales. */
function returnRateOf({ grossMinor, netMinor }: Worth): number | null {
  return grossMinor > 0n ? Number(((grossMinor - netMinor) * 1_000_000n) / grossMinor) / 1_000_000 : null;
}

const shownMoney = (statistic: number, currency: string) => toMoney(BigInt(Math.round(statistic)), currency);

const estimate = (value: number, [from, to]: Interval) => ({ value, from, to });

function moneyEstimate({ difference, interval }: MeanDifference, currency: string) {
  const [from, to] = interval;
  const of = (statistic: number) => shownMoney(statistic, currency);
  return { value: of(difference), from: of(from), to: of(to) };
}

function findingsOf({ reading, products }: NonNullable<Told['found']>, currency: string): ExperimentFindings {
  const { conversion, bayesian, revenue, money } = reading;
  const { gmvMinor, fromMinor, toMinor, commissionMinor, incrementalReturn, creditedReturn } = money;
  const of = (minor: bigint) => toMoney(minor, currency);
  return {
    difference: estimate(conversion.difference, conversion.differenceInterval),
    z: conversion.z,
    pValue: conversion.pValue,
    relative: estimate(conversion.relative, conversion.relativeInterval),
    incrementalBuyers: conversion.incrementalBuyers,
    ...bayesian,
    revenuePerViewer: moneyEstimate(revenue.adjusted, currency),
    rawRevenuePerViewer: moneyEstimate(revenue.raw, currency),
    incrementalRevenue: { value: of(gmvMinor), from: of(fromMinor), to: of(toMinor) },
    commission: of(commissionMinor),
    incrementalReturn,
    creditedReturn,
    products: products.map(({ productId, title, watched, holdout }) => ({
      ...{ productId, title, watchedOrders: watched.orders, holdoutOrders: holdout.orders },
      watchedReturnRate: returnRateOf(watched) ?? 0,
      holdoutReturnRate: returnRateOf(holdout) ?? 0,
    })),
  };
}
