// A product card as GraphQL shows it: the same answer as `GET /v1/cards`, with money as everywhere in the schema.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DisclosureTexts } from '../../disclosures/ad-mark.rules.js';
import { MoneyType } from '../../base/graphql/money.type.js';
import { TrackKindType } from '../../videos/tracks/track.entity.js';
import type { TrackKind } from '../../videos/tracks/track.status.js';
import { StoryboardType } from '../pictures.resolver.js';

@ObjectType()
export class CardVariant {
  /** The shop's own id. */
  @Field(() => String)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => MoneyType)
  price!: MoneyType;

  @Field(() => Boolean)
  inStock!: boolean;
}

@ObjectType()
export class CardProduct {
  /** The shop's own id. */
  @Field(() => String)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => MoneyType)
  price!: MoneyType;

  @Field(() => String)
  url!: string;

  @Field(() => String, { nullable: true })
  imageUrl!: string | null;

  @Field(() => Boolean)
  inStock!: boolean;

  @Field(() => [CardVariant])
  variants!: CardVariant[];
}

@ObjectType()
export class CardCreator {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  avatarUrl!: string | null;
}

@ObjectType()
export class CardCaption {
  @Field(() => String)
  lang!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String)
  url!: string;
}

/** One rung with its first bytes; the files lie beside the master playlist. */
@ObjectType()
export class CardStart {
  @Field(() => String)
  codecs!: string;

  @Field(() => Int)
  width!: number;

  @Field(() => Int)
  height!: number;

  /** Bits a second at the peak. */
  @Field(() => Int)
  bitrate!: number;

  @Field(() => String)
  playlist!: string;

  @Field(() => String)
  init!: string;

  /** The init segment in base64, of the rungs that the card's first video may begin with. */
  @Field(() => String, { nullable: true })
  initData?: string;

  @Field(() => String)
  first!: string;
}

@ObjectType()
export class CardPoster {
  @Field(() => Int)
  width!: number;

  @Field(() => Int)
  height!: number;

  @Field(() => String)
  jpegUrl!: string;

  @Field(() => String)
  webpUrl!: string;

  @Field(() => String)
  avifUrl!: string;
}

@ObjectType('DisclosureTexts')
class DisclosureTextsType implements DisclosureTexts {
  @Field()
  ru!: string;

  @Field()
  kk!: string;

  @Field()
  en!: string;
}

@ObjectType()
export class CardVotes {
  @Field(() => Int)
  helpful!: number;

  @Field(() => Int)
  total!: number;
}

/** The same video for those who cannot see or hear it; every second is the same second. */
@ObjectType()
export class CardTrack {
  @Field(() => TrackKindType)
  kind!: TrackKind;

  /** BCP 47. */
  @Field(() => String)
  lang!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String)
  hlsUrl!: string;

  @Field(() => String, { nullable: true })
  mp4Url!: string | null;
}

@ObjectType()
export class CardVideo {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => CardCreator)
  creator!: CardCreator;

  @Field(() => Int)
  durationMs!: number;

  @Field(() => Int)
  width!: number;

  @Field(() => Int)
  height!: number;

  @Field(() => String)
  hlsUrl!: string;

  @Field(() => [CardStart])
  start!: CardStart[];

  @Field(() => String, { nullable: true })
  mp4Url!: string | null;

  /** WebP where it was made, else JPEG; every size and kind stands in `posterSizes`. */
  @Field(() => String)
  posterUrl!: string;

  @Field(() => [CardPoster])
  posterSizes!: CardPoster[];

  @Field(() => String, { nullable: true })
  thumbhash!: string | null;

  /** Three silent seconds. */
  @Field(() => String, { nullable: true })
  preview!: string | null;

  @Field(() => StoryboardType, { nullable: true })
  storyboard!: StoryboardType | null;

  @Field(() => [CardCaption])
  captions!: CardCaption[];

  /** Somebody earns by it, and viewers must be told. */
  @Field(() => Boolean)
  disclosure!: boolean;

  /** What they must be told where a sentence of the player's own is not enough: as the visitor's country words it. */
  @Field(() => DisclosureTextsType, { nullable: true })
  disclosureTexts?: DisclosureTexts;

  /** The shop's own ids of all products that the video shows. */
  @Field(() => [String])
  products!: string[];

  /** There are chapters or hot-spots, and which: `GET /v1/marks` has them. Null without any. */
  @Field(() => String, { nullable: true })
  marks?: string;

  /** Audio description and sign language, at most four; null without any. */
  @Field(() => [CardTrack], { nullable: true })
  tracks?: CardTrack[];

  /** ISO 8601. */
  @Field(() => String)
  publishedAt!: string;

  /** Viewers who found it helpful, of those who said anything; at most 30 s old here. */
  @Field(() => CardVotes)
  votes!: CardVotes;
}

@ObjectType()
export class CardOutcome {
  @Field()
  shows!: boolean;

  /** Null is the page's own form. */
  @Field(() => String, { nullable: true })
  form!: string | null;

  @Field(() => Int, { nullable: true })
  limit!: number | null;
}

/** One of the shop's rules that only the page can decide; an empty list asks nothing. */
@ObjectType()
export class CardRule {
  @Field(() => [String])
  devices!: readonly string[];

  @Field(() => [String])
  languages!: readonly string[];

  /** Patterns of page addresses. */
  @Field(() => [String])
  urls!: readonly string[];

  @Field(() => CardOutcome)
  outcome!: CardOutcome;
}

@ObjectType()
export class Card {
  /** Null when the shop has no such product. */
  @Field(() => CardProduct, { nullable: true })
  product!: CardProduct | null;

  @Field(() => [CardVideo])
  videos!: CardVideo[];

  /** In order; the first that fits the page wins, and the last asks nothing. Empty where nothing is left to decide. */
  @Field(() => [CardRule])
  rules!: CardRule[];

  /** A style sheet for the host of a shadow root, with the shop's own values of the player's CSS variables; empty without. */
  @Field(() => String)
  theme!: string;

  /** Where a viewer's token is to be had after consent. */
  @Field(() => String)
  tokenUrl!: string;
}
