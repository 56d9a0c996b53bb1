// The GraphQL door of creators' pages: one's own, store by store.
import { Args, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { Paged, PageArgs, type Page } from '../../base/graphql/paging.js';
import { PeopleService, type PublicPage } from './people.service.js';

@ObjectType('PublicPage')
class PublicPageType implements PublicPage {
  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  @Field()
  url!: string;
}

const PublicPageConnection = Paged(PublicPageType, 'PublicPage');

@Resolver()
export class PeopleResolver {
  constructor(private readonly people: PeopleService) {}

  /** Stores whose cards show something of the caller: there shoppers find the caller's page. */
  @Allow('creator')
  @Query(() => PublicPageConnection)
  myPublicPages(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<PublicPageType>> {
    return this.people.mine(who, args);
  }
}
