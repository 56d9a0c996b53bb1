// How GraphQL takes a pool in and shows what is in it.
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@InputType('CertificatePoolInput')
export class CertificatePoolInput {
  @Field()
  name!: string;

  /** A decimal in the store's currency, such as 5000.00; or else `worthText`. */
  @Field(() => String, { nullable: true })
  worth?: string | null;

  @Field(() => String, { nullable: true })
  worthText?: string | null;

  /** The last day by the store's clock, such as 2026-12-31. */
  @Field(() => String, { nullable: true })
  validUntil?: string | null;

  @Field(() => Int, { nullable: true })
  lowBelow?: number | null;

  @Field(() => Int, { nullable: true })
  holderMonth?: number | null;

  @Field(() => Int, { nullable: true })
  poolDay?: number | null;

  @Field(() => Int, { nullable: true })
  poolTotal?: number | null;

  /** Left out: the pool never pauses itself. */
  @Field(() => Int, { nullable: true })
  surgeTimes?: number | null;

  /** Left out: 20. */
  @Field(() => Int, { nullable: true })
  surgeFloor?: number | null;
}

@ObjectType('CertificatePoolContents')
export class PoolContentsType {
  @Field(() => Int)
  free!: number;

  @Field(() => Int)
  expired!: number;

  @Field(() => Int)
  waiting!: number;

  @Field(() => Int)
  held!: number;

  @Field(() => Int)
  issued!: number;

  @Field(() => Int)
  cancelled!: number;

  /** Of the cancelled: codes that were out and are still to be blocked in the shop. */
  @Field(() => Int)
  toBlock!: number;
}

@ObjectType('CertificatePoolDay')
export class PoolDayType {
  @Field()
  day!: string;

  @Field(() => Int)
  issued!: number;
}
