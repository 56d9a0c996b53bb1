// How a plan of an experiment is given over GraphQL.
import { Field, InputType, Int } from '@nestjs/graphql';

@InputType()
export class ExperimentPlanInput {
  @Field(() => Int)
  holdoutBps!: number;

  @Field(() => Int)
  baselinePpm!: number;

  @Field(() => Int)
  upliftBps!: number;

  @Field(() => Int, { nullable: true })
  marginBps?: number | null;
}
