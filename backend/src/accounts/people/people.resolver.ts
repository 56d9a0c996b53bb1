// The GraphQL door of staff to people and to the audit log.
import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor, type Role } from '../../base/auth.js';
import { Paged, PageArgs, type Page } from '../../base/graphql/paging.js';
import { Account, RoleEnum, RoleGrant } from '../account.entity.js';
import { AuditEntry, AuditLogService } from './audit-log.service.js';
import { PeopleService } from './people.service.js';

const PersonConnection = Paged(Account, 'Person');
const AuditEntryConnection = Paged(AuditEntry, 'AuditEntry');

@ArgsType()
class PeopleArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => RoleEnum, { nullable: true })
  role?: Role | null;
}

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  subjectId?: string | null;

  @Field(() => String, { nullable: true })
  actor?: string | null;

  @Field(() => String, { nullable: true })
  action?: string | null;
}

@ArgsType()
class RoleArgs {
  @Field(() => ID)
  personId!: string;

  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => ID, { nullable: true })
  storeId?: string | null;
}

@Resolver(() => Account)
export class PeopleResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly log: AuditLogService,
  ) {}

  @Allow('administrator')
  @Query(() => PersonConnection, { name: 'people' })
  async list(@Args() args: PeopleArgs): Promise<Page<Account>> {
    const page = await this.people.list(args, args);
    const roles = await this.people.rolesOf(page.nodes.map((account) => account.id));
    return { ...page, nodes: page.nodes.map((a) => Object.assign(a, { roles: roles.get(a.id) ?? [] })) };
  }

  @ResolveField(() => [RoleGrant])
  async roles(@Parent() account: Account & { roles?: RoleGrant[] }): Promise<RoleGrant[]> {
    return account.roles ?? (await this.people.rolesOf([account.id])).get(account.id) ?? [];
  }

  @Allow('administrator')
  @Query(() => AuditEntryConnection)
  auditLog(@Args() args: AuditArgs): Promise<Page<AuditEntry>> {
    return this.log.list(args, args);
  }

  @Allow('administrator')
  @Mutation(() => Account)
  grantRole(@Who() who: AccountActor, @Args() { personId, role, storeId }: RoleArgs): Promise<Account> {
    return this.people.grantRole(who, personId, role, storeId ?? null);
  }

  @Allow('administrator')
  @Mutation(() => Account)
  revokeRole(@Who() who: AccountActor, @Args() { personId, role, storeId }: RoleArgs): Promise<Account> {
    return this.people.revokeRole(who, personId, role, storeId ?? null);
  }

  @Allow('administrator')
  @Mutation(() => Account)
  blockPerson(
    @Who() who: AccountActor,
    @Args('personId', { type: () => ID }) personId: string,
    @Args('reason') reason: string,
  ): Promise<Account> {
    return this.people.block(who, personId, reason);
  }

  @Allow('administrator')
  @Mutation(() => Account)
  unblockPerson(@Who() who: AccountActor, @Args('personId', { type: () => ID }) personId: string): Promise<Account> {
    return this.people.unblock(who, personId);
  }
}
