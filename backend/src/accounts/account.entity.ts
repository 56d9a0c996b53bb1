// A person who can sign in, and the roles that person holds; shown to staff as Person.
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ROLES, type Role } from '../base/auth.js';
import { bigintText } from '../base/database/columns.js';

/** The roles as a GraphQL enum; its names equal its values. */
export const RoleEnum = Object.fromEntries(ROLES.map((role) => [role, role])) as { [R in Role]: R };
registerEnumType(RoleEnum, { name: 'Role' });

@Entity('role_grants')
@ObjectType()
export class RoleGrant {
  @PrimaryColumn('text')
  accountId!: string;

  @PrimaryColumn('text')
  @Field(() => RoleEnum)
  role!: Role;

  @PrimaryColumn('text')
  @Field(() => ID, { nullable: true })
  storeId!: string | null;

  @Column('timestamptz')
  grantedAt!: Date;
}

@Entity('accounts')
@ObjectType('Person')
export class Account {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field()
  email!: string;

  @Column('text')
  passwordHash!: string;

  @Column('text')
  @Field()
  name!: string;

  @Column('text')
  locale!: string;

  @Column('timestamptz')
  emailConfirmedAt!: Date | null;

  /** The second factor's secret, sealed; null until it was confirmed once. */
  @Column('bytea')
  totpSealed!: Buffer | null;

  /** A secret shown but not confirmed yet. */
  @Column('bytea')
  totpPendingSealed!: Buffer | null;

  @Column('timestamptz')
  totpConfirmedAt!: Date | null;

  /** The last 30-second step whose code was accepted: neither it nor an earlier one is accepted again. */
  @Column('bigint', { transformer: bigintText })
  totpLastStep!: bigint | null;

  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  blockedAt!: Date | null;

  @Column('text')
  blockedReason!: string | null;

  @Column('timestamptz')
  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Boolean)
  get emailConfirmed(): boolean {
    return this.emailConfirmedAt !== null;
  }

  @Field(() => Boolean)
  get secondFactorEnabled(): boolean {
    return this.totpConfirmedAt !== null;
  }
}
