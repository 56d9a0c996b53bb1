// What a signed-in person sees of oneself: the account with what this session may do.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { STAFF_ROLES } from '../base/auth.js';
import { RoleGrant, type Account } from './account.entity.js';
import type { Session } from './sessions/session.entity.js';

@ObjectType()
export class Me {
  @Field(() => ID)
  id!: string;

  @Field()
  email!: string;

  @Field()
  emailConfirmed!: boolean;

  @Field()
  name!: string;

  @Field()
  locale!: string;

  @Field(() => [RoleGrant])
  roles!: RoleGrant[];

  @Field()
  secondFactorEnabled!: boolean;

  @Field()
  secondFactorPassed!: boolean;

  /** True for staff: their powers count only after the second factor. */
  @Field()
  secondFactorRequired!: boolean;
}

export function toMe({ account, session, roles }: { account: Account; session: Session; roles: RoleGrant[] }): Me {
  const { id, email, emailConfirmed, name, locale, secondFactorEnabled } = account;
  return Object.assign(new Me(), {
    ...{ id, email, emailConfirmed, name, locale, secondFactorEnabled, roles },
    secondFactorPassed: session.secondFactorAt !== null,
    secondFactorRequired: roles.some((grant) => STAFF_ROLES.includes(grant.role)),
  });
}
