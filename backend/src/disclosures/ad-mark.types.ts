// Who pays for a store's videos, and what each is marked with, as GraphQL shows it.
import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Paged } from '../base/graphql/paging.js';
import type { Received } from './ad-mark.rules.js';

const ReceivedEnum: { [R in Received]: R } = { goods: 'goods', fee: 'fee' };
registerEnumType(ReceivedEnum, { name: 'ReceivedForVideo' });

@ObjectType()
export class Advertiser {
  @Field()
  name!: string;

  /** ИНН: 10 or 12 digits. */
  @Field()
  taxNumber!: string;
}

@InputType()
export class AdvertiserInput {
  @Field()
  name!: string;

  @Field()
  taxNumber!: string;
}

/** One live video of a store with its marks. */
@ObjectType()
export class AdMark {
  @Field(() => ID)
  videoId!: string;

  @Field()
  title!: string;

  @Field()
  creatorName!: string;

  /** The token of the Russian register of advertising. */
  @Field(() => String, { nullable: true })
  erid!: string | null;

  /** What its creator got beside a share of sales. */
  @Field(() => ReceivedEnum, { nullable: true })
  received!: Received | null;

  /** What viewers in Russia, and elsewhere, are told in the reader's language. */
  @Field(() => String)
  toldInRussia!: string;

  @Field(() => String)
  told!: string;
}

@ObjectType()
export class AdMarkConnection extends Paged(AdMark, 'AdMark') {}

@InputType()
export class AdMarkInput {
  @Field(() => String, { nullable: true })
  erid?: string | null;

  @Field(() => ReceivedEnum, { nullable: true })
  received?: Received | null;
}
