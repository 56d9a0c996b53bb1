// The GraphQL door of creators: what of their money is held and why in plain words, and the one appeal.
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { GroupRows } from '../groups.service.js';
import { HeldPartConnection, HeldPartType } from '../queue/risk.types.js';
import { shownHeldPart } from '../queue/shown.js';
import { AppealsService } from './appeals.service.js';

@Resolver()
export class HeldPartsResolver {
  constructor(
    private readonly rows: GroupRows,
    private readonly creators: CreatorsService,
    private readonly appeals: AppealsService,
  ) {}

  /** The newest first. */
  @Allow('creator')
  @Query(() => HeldPartConnection)
  async myHeldParts(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<HeldPartType>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const page = await this.rows.ofCreator(creator.id, args);
    return { ...page, nodes: page.nodes.map(shownHeldPart) };
  }

  @Allow('creator')
  @Mutation(() => HeldPartType)
  async appealHeldPart(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('text') text: string,
  ): Promise<HeldPartType> {
    return shownHeldPart(await this.appeals.appeal(who, id, text));
  }
}
