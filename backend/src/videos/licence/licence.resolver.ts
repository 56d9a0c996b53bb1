// The GraphQL door of licences: set by the creator, read by everyone who may see the video.
import { Args, Field, ID, InputType, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { Video } from '../video.entity.js';
import { LicenceService, licenceOf } from './licence.service.js';

@ObjectType('Licence')
export class LicenceType {
  /** The first moment at which it may not be shown any more; null has no end. */
  @Field(() => Date, { nullable: true })
  until!: Date | null;

  /** ISO 3166 codes; null is everywhere. */
  @Field(() => [String], { nullable: true })
  countries!: readonly string[] | null;

  @Field(() => Boolean)
  ads!: boolean;

  @Field(() => Boolean)
  exclusive!: boolean;
}

@InputType('LicenceInput')
export class LicenceInput {
  @Field(() => Date, { nullable: true })
  until?: Date | null;

  @Field(() => [String], { nullable: true })
  countries?: string[] | null;

  @Field(() => Boolean)
  ads!: boolean;

  @Field(() => Boolean)
  exclusive!: boolean;
}

@Resolver(() => Video)
export class LicenceResolver {
  constructor(private readonly licences: LicenceService) {}

  @ResolveField(() => LicenceType)
  licence(@Parent() video: Video): LicenceType {
    return licenceOf(video);
  }

  @Mutation(() => Video)
  @Allow('creator')
  setVideoLicence(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('licence') { until, countries, ads, exclusive }: LicenceInput,
  ): Promise<Video> {
    return this.licences.grant(who, id, { until: until ?? null, countries: countries ?? null, ads, exclusive });
  }
}
