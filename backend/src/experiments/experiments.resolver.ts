// The GraphQL door to experiments: their plans and their life. What they found is told by holdouts.
import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { Experiment, ExperimentConnection } from './experiment.entity.js';
import { ExperimentsService } from './experiments.service.js';
import { ExperimentPlanInput } from './plan-input.entity.js';

@ArgsType()
class ExperimentsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver(() => Experiment)
export class ExperimentsResolver {
  constructor(private readonly experiments: ExperimentsService) {}

  @Allow('store_owner', 'administrator')
  @Query(() => ExperimentConnection, { name: 'experiments' })
  list(@Who() who: AccountActor, @Args() args: ExperimentsArgs): Promise<Page<Experiment>> {
    return this.experiments.page(who, args.storeId, args);
  }

  @Allow('store_owner', 'administrator')
  @Query(() => Experiment)
  experiment(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Experiment> {
    return this.experiments.get(who, id);
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => Experiment)
  createExperiment(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('plan') plan: ExperimentPlanInput,
  ): Promise<Experiment> {
    return this.experiments.create(who, storeId, { ...plan, marginBps: plan.marginBps ?? null });
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => Experiment)
  startExperiment(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Experiment> {
    return this.experiments.start(who, id);
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => Experiment)
  stopExperiment(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Experiment> {
    return this.experiments.stop(who, id);
  }
}
