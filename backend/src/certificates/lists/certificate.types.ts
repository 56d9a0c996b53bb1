// How GraphQL shows one certificate to its store: never the whole code.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Paged } from '../../base/graphql/paging.js';
import { HELD_REASONS, type HeldReason } from '../certificate.status.js';
import { enumOf } from '../pools/pool.entity.js';
import { CERTIFICATE_LISTS, CERTIFICATE_STANDS, type CertificateStand } from './list.status.js';

const HeldReasonEnum = enumOf(HELD_REASONS);
registerEnumType(HeldReasonEnum, { name: 'CertificateHeldReason' });
const StandEnum = enumOf(CERTIFICATE_STANDS);
registerEnumType(StandEnum, { name: 'CertificateStatus' });
export const CertificateListEnum = enumOf(CERTIFICATE_LISTS);
registerEnumType(CertificateListEnum, { name: 'CertificateList' });

@ObjectType('Certificate')
export class CertificateType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  poolId!: string;

  @Field(() => StandEnum)
  status!: CertificateStand;

  /** The end of the code; null while it has none. */
  @Field(() => String, { nullable: true })
  tail!: string | null;

  /** With `line`, where the whole code stands in the store's own file. */
  @Field(() => String, { nullable: true })
  fileName!: string | null;

  @Field(() => Int, { nullable: true })
  line!: number | null;

  @Field(() => String, { nullable: true })
  expiresOn!: string | null;

  /** What it was asked for with; null for a code that nobody has. */
  @Field(() => String, { nullable: true })
  key!: string | null;

  /** The same sign is the same person, this month; null for a code, and when it was forgotten. */
  @Field(() => String, { nullable: true })
  holderSign!: string | null;

  /** Of a held one: how many this person had of the pool in that month. */
  @Field(() => Int, { nullable: true })
  holderMonth!: number | null;

  @Field(() => HeldReasonEnum, { nullable: true })
  heldReason!: HeldReason | null;

  /** When it was asked for; of a code that nobody has, when it was added. */
  @Field()
  askedAt!: Date;

  @Field(() => Date, { nullable: true })
  issuedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  releasedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  cancelledAt!: Date | null;

  @Field(() => String, { nullable: true })
  cancelReason!: string | null;

  /** Written off, and to be blocked in the shop. */
  @Field()
  toBlock!: boolean;

  @Field(() => Date, { nullable: true })
  blockedAt!: Date | null;
}

export const CertificateConnection = Paged(CertificateType, 'Certificate');
