// The GraphQL door of embed codes, for the owner of a store.
import {
  Args,
  ArgsType,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { PageArgs } from '../base/graphql/paging.js';
import { htmlText } from '../base/http/escape.rules.js';
import { Embed, EmbedConnection } from './embed.entity.js';
import { embedCode } from './embed.rules.js';
import * as sql from './embeds.queries.js';
import { EmbedsService, type EmbedInput } from './embeds.service.js';

@ArgsType()
class EmbedsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@InputType()
class NewEmbedInput implements EmbedInput {
  @Field(() => ID)
  videoId!: string;

  /** A note of your own: where it is meant for. */
  @Field(() => String, { defaultValue: '' })
  label!: string;

  /** Hosts that may frame it: `shop.example`, or `*.shop.example` for its subdomains. */
  @Field(() => [String])
  domains!: string[];

  /** How many days it works. */
  @Field(() => Int)
  days!: number;
}

interface Shape {
  id: string;
  title: string;
  width: number | null;
  height: number | null;
}

@Resolver(() => Embed)
export class EmbedsResolver {
  constructor(
    private readonly db: DataSource,
    private readonly embeds: EmbedsService,
  ) {}

  private readonly totalsOf = batched(async (ids) => {
    const rows = await this.db.query<{ id: string; views: number; clicks: number }[]>(sql.TOTALS, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  });

  private readonly videoOf = batched(async (ids) => {
    const rows = await this.db.query<Shape[]>(sql.VIDEOS, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  });

  @Allow('store_owner', 'administrator')
  @Query(() => EmbedConnection, { name: 'embeds' })
  ofStore(@Who() who: AccountActor, @Args() args: EmbedsArgs): Promise<EmbedConnection> {
    return this.embeds.list(who, args.storeId, args);
  }

  @Allow('store_owner')
  @Mutation(() => Embed)
  createEmbed(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('input') input: NewEmbedInput,
  ): Promise<Embed> {
    return this.embeds.create(who, storeId, input);
  }

  @Allow('store_owner')
  @Mutation(() => Embed)
  revokeEmbed(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Embed> {
    return this.embeds.revoke(who, id);
  }

  @ResolveField(() => String)
  async videoTitle(@Parent() embed: Embed): Promise<string> {
    return (await this.videoOf(embed.videoId))?.title ?? '';
  }

  /** The address of the frame. */
  @ResolveField(() => String)
  url(@Parent() embed: Embed): string {
    return this.embeds.urlOf(embed);
  }

  /** What is pasted into a page. */
  @ResolveField(() => String)
  async code(@Parent() embed: Embed): Promise<string> {
    const video = await this.videoOf(embed.videoId);
    const { title = '', width, height } = video ?? {};
    const shape = { width: width ?? 9, height: height ?? 16 };
    return embedCode({ url: this.embeds.urlOf(embed), title, ...shape }, htmlText);
  }

  @ResolveField(() => Int)
  async views(@Parent() embed: Embed): Promise<number> {
    return (await this.totalsOf(embed.id))?.views ?? 0;
  }

  @ResolveField(() => Int)
  async clicks(@Parent() embed: Embed): Promise<number> {
    return (await this.totalsOf(embed.id))?.clicks ?? 0;
  }
}
