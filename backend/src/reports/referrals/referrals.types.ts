// How GraphQL shows what referrals bring.
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { ReportShare } from '../rows/row.types.js';

@ObjectType()
export class ReferralMonth {
  /** Of the stores' own time, such as 2026-11. */
  @Field()
  month!: string;

  /** What was earned less what was taken back. */
  @Field(() => MoneyType)
  earned!: MoneyType;

  /** How many invited creators it came by. */
  @Field(() => Int)
  creators!: number;
}

/** How many creators one creator brings: K = i x c. Each number with what stands above and below its line. */
@ObjectType()
export class KFactor {
  @Field()
  from!: string;

  @Field()
  to!: string;

  /** i: invitations for each active creator. */
  @Field(() => ReportShare)
  invitations!: ReportShare;

  /** c: of the invited whose thirty days are over, those who published an approved video in time. */
  @Field(() => ReportShare)
  publishing!: ReportShare;

  /** K: the two multiplied. */
  @Field(() => ReportShare)
  k!: ReportShare;

  /** Invitations whose thirty days are not over, so that they stand in no share. */
  @Field(() => Int)
  tooEarly!: number;
}
