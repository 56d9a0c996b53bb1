// A shop's theme: the draft it is working on, and every version that was published.
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../base/graphql/paging.js';
import { CONTRAST_PLACES, type ContrastFinding, type ContrastPlace, type ThemeValues } from './theme.rules.js';

const ContrastPlaceEnum = Object.fromEntries(CONTRAST_PLACES.map((place) => [place, place])) as {
  [P in ContrastPlace]: P;
};
registerEnumType(ContrastPlaceEnum, { name: 'ContrastPlace' });

@ObjectType()
export class Theme implements ThemeValues {
  @Field(() => String, { nullable: true })
  accent!: string | null;

  @Field(() => String, { nullable: true })
  onAccent!: string | null;

  @Field(() => Int, { nullable: true })
  radiusPx!: number | null;

  @Field(() => [String], { nullable: true })
  fonts!: readonly string[] | null;

  @Field(() => Int, { nullable: true })
  maxWidthPx!: number | null;
}

@Entity('theme_versions')
@ObjectType()
export class ThemeVersion {
  @PrimaryColumn('text')
  storeId!: string;

  @PrimaryColumn('integer')
  @Field(() => Int)
  version!: number;

  @Column('jsonb')
  @Field(() => Theme)
  values!: ThemeValues;

  /** The version that it brought back; null for one made from the draft. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  backTo!: number | null;

  @Column('text')
  publishedBy!: string;

  @Column('timestamptz')
  @Field(() => Date)
  publishedAt!: Date;
}

export const ThemeVersionConnection = Paged(ThemeVersion, 'ThemeVersion');

@Entity('theme_drafts')
export class ThemeDraft {
  @PrimaryColumn('text')
  storeId!: string;

  @Column('jsonb')
  values!: ThemeValues;

  @Column('timestamptz')
  updatedAt!: Date;
}

@ObjectType()
export class ContrastType implements ContrastFinding {
  @Field(() => ContrastPlaceEnum)
  place!: ContrastPlace;

  @Field()
  ratio!: number;

  @Field()
  needs!: number;

  @Field()
  fine!: boolean;
}

@ObjectType()
export class ThemeDesk {
  @Field(() => Theme)
  draft!: ThemeValues;

  /** Whether the draft is something else than what stands on the pages. */
  @Field()
  isChanged!: boolean;

  /** What stands on the pages; 0 before the first. */
  @Field(() => Int)
  version!: number;

  @Field(() => Theme)
  published!: ThemeValues;

  @Field(() => [ContrastType])
  contrast!: readonly ContrastFinding[];
}
