// The GraphQL door of themes, for the store's owners; administrators may look.
import { Args, ArgsType, Field, ID, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { ThemeDesk, ThemeVersion, ThemeVersionConnection } from './theme.entity.js';
import { ThemesService } from './themes.service.js';

@InputType()
class ThemeInput {
  /** `#rrggbb` or `#rgb`. */
  @Field(() => String, { nullable: true })
  accent!: string | null;

  @Field(() => String, { nullable: true })
  onAccent!: string | null;

  @Field(() => Int, { nullable: true })
  radiusPx!: number | null;

  @Field(() => [String], { nullable: true })
  fonts!: string[] | null;

  @Field(() => Int, { nullable: true })
  maxWidthPx!: number | null;
}

@ArgsType()
class ThemeVersionsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@ArgsType()
class ThemeChangeArgs {
  @Field(() => ID)
  storeId!: string;

  /** The version that stood on the pages when it was decided. */
  @Field(() => Int)
  seen!: number;
}

@Resolver(() => ThemeDesk)
export class ThemesResolver {
  constructor(private readonly themes: ThemesService) {}

  @Query(() => ThemeDesk)
  @Allow('store_owner', 'administrator')
  theme(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<ThemeDesk> {
    return this.themes.desk(who, storeId);
  }

  @Query(() => ThemeVersionConnection)
  @Allow('store_owner', 'administrator')
  themeVersions(@Who() who: AccountActor, @Args() args: ThemeVersionsArgs): Promise<Page<ThemeVersion>> {
    return this.themes.versions(who, args.storeId, args);
  }

  @Mutation(() => ThemeDesk)
  @Allow('store_owner')
  saveThemeDraft(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('values') { accent, onAccent, radiusPx, fonts, maxWidthPx }: ThemeInput,
  ): Promise<ThemeDesk> {
    const values = { accent: accent ?? null, onAccent: onAccent ?? null, radiusPx: radiusPx ?? null };
    return this.themes.saveDraft(who, storeId, { ...values, fonts: fonts ?? null, maxWidthPx: maxWidthPx ?? null });
  }

  @Mutation(() => ThemeDesk)
  @Allow('store_owner')
  publishTheme(@Who() who: AccountActor, @Args() change: ThemeChangeArgs): Promise<ThemeDesk> {
    return this.themes.publish(who, change);
  }

  /** 0 is the player's own look. */
  @Mutation(() => ThemeDesk)
  @Allow('store_owner')
  revertTheme(
    @Who() who: AccountActor,
    @Args() change: ThemeChangeArgs,
    @Args('to', { type: () => Int }) to: number,
  ): Promise<ThemeDesk> {
    return this.themes.revert(who, change, to);
  }
}
