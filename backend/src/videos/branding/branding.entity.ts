// The branding of a store as a table, and as its owner sees it.
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CARD_LANGUAGES, CORNERS, type BrandingSettings, type CardLanguage, type Corner } from './branding.rules.js';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;

export const LOGO_STATES = ['none', 'waiting', 'ready', 'refused'] as const;
export type LogoState = (typeof LOGO_STATES)[number];

const CornerEnum = enumOf<Corner>(CORNERS);
registerEnumType(CornerEnum, { name: 'WatermarkCorner' });
const LanguageEnum = enumOf<CardLanguage>(CARD_LANGUAGES);
registerEnumType(LanguageEnum, { name: 'EndCardLanguage' });
const LogoStateEnum = enumOf<LogoState>(LOGO_STATES);
registerEnumType(LogoStateEnum, { name: 'LogoState' });

@Entity('store_branding')
export class StoreBranding {
  @PrimaryColumn('text')
  storeId!: string;

  @Column('jsonb')
  settings!: BrandingSettings;

  @Column('bytea', { nullable: true, select: false })
  logo!: Buffer | null;

  @Column('text', { nullable: true })
  logoHash!: string | null;

  @Column('integer', { nullable: true })
  logoWidth!: number | null;

  @Column('integer', { nullable: true })
  logoHeight!: number | null;

  @Column('bytea', { nullable: true, select: false })
  brought!: Buffer | null;

  @Column('text', { nullable: true })
  broughtId!: string | null;

  @Column('text')
  logoState!: LogoState;

  @Column('timestamptz')
  updatedAt!: Date;
}

@ObjectType('BrandingSettings')
@InputType('BrandingInput')
export class BrandingSettingsType implements BrandingSettings {
  @Field(() => Boolean)
  watermark!: boolean;

  @Field(() => CornerEnum)
  corner!: Corner;

  /** 10 to 100. */
  @Field(() => Int)
  opacityPct!: number;

  /** Of the video's short side: 5 to 30. */
  @Field(() => Int)
  widthPct!: number;

  /** Of the short side: 0 to 10. */
  @Field(() => Int)
  marginPct!: number;

  @Field(() => Boolean)
  onPosters!: boolean;

  @Field(() => Boolean)
  endCard!: boolean;

  /** 2000 to 4000. */
  @Field(() => Int)
  cardMs!: number;

  @Field(() => LanguageEnum)
  language!: CardLanguage;
}

@ObjectType('BrandingDesk')
export class BrandingDesk {
  @Field(() => ID)
  storeId!: string;

  @Field(() => BrandingSettingsType)
  settings!: BrandingSettingsType;

  /** Of the newest picture that was sent. */
  @Field(() => LogoStateEnum)
  logoState!: LogoState;

  /** Where its owner sees the picture in use; null without one. */
  @Field(() => String, { nullable: true })
  logoUrl!: string | null;
}
