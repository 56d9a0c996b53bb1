// The GraphQL door of a creator's choice of mails.
import { Args, Field, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { MailChoices } from './mail-choices.service.js';
import { OPTIONAL_TOPICS, OWED_TOPICS } from './topics.rules.js';

@ObjectType()
export class MailChoice {
  @Field()
  topic!: string;

  @Field()
  wanted!: boolean;

  /** False for mails that are owed. */
  @Field()
  optional!: boolean;
}

@Resolver(() => MailChoice)
export class MailChoicesResolver {
  constructor(private readonly choices: MailChoices) {}

  @Allow('creator')
  @Query(() => [MailChoice])
  async myMailChoices(@Who() who: AccountActor): Promise<MailChoice[]> {
    const off = await this.choices.offOf(who);
    return [
      ...OPTIONAL_TOPICS.map((topic) => ({ topic, wanted: !off.has(topic), optional: true })),
      ...OWED_TOPICS.map((topic) => ({ topic, wanted: true, optional: false })),
    ];
  }

  @Allow('creator')
  @Mutation(() => [MailChoice])
  async chooseMail(
    @Who() who: AccountActor,
    @Args('topic') topic: string,
    @Args('wanted') wanted: boolean,
  ): Promise<MailChoice[]> {
    await this.choices.choose(who, topic, wanted);
    return this.myMailChoices(who);
  }
}
