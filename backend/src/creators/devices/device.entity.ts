// A browser that a creator said is theirs, for as long as it counts as theirs.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../../base/graphql/paging.js';

@Entity('creator_devices')
@ObjectType('CreatorDevice')
export class CreatorDevice {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  creatorId!: string;

  /** Never shown: it is what tells a shopper's purchases apart. */
  @Column('text')
  viewerId!: string;

  /** The shop on whose pages it was linked: a browser has another id in each. Null where that was not noted. */
  @Column('text', { nullable: true })
  storeId!: string | null;

  /** `Chrome · Android`, as it said of itself then. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  browser!: string | null;

  /** Sales from then on pay its creator nothing. */
  @Column('timestamptz')
  @Field()
  linkedAt!: Date;

  /** Its creator took it back: until then sales go on paying nothing. Null while it is theirs. */
  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  endsAt!: Date | null;
}

export const CreatorDeviceConnection = Paged(CreatorDevice, 'CreatorDevice');
