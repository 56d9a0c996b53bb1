// The GraphQL door of one's own account: sign-up, confirmation, new password, own details.
import { Args, Field, InputType, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { Allow, Public, Req, Res, Who, type AccountActor, type ReplyBox } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { AccountsService } from './accounts.service.js';
import { Me, toMe } from './me.entity.js';
import { RateLimitsService } from './rate-limits/rate-limits.service.js';
import { CookieSessionReader } from './sessions/session.reader.js';

@InputType()
export class SignUpInput {
  @Field()
  email!: string;

  @Field()
  password!: string;

  @Field()
  name!: string;

  @Field()
  locale!: string;

  /** What the address of an invitation ends with. */
  @Field(() => String, { nullable: true })
  invitation?: string | null;
}

@Resolver(() => Me)
export class AccountsResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly limits: RateLimitsService,
    private readonly reader: CookieSessionReader,
  ) {}

  /** Who is signed in; also the one who still owes a second factor, so that the page can ask for it. */
  @Public()
  @Query(() => Me, { nullable: true })
  async me(@Req() request: FastifyRequest): Promise<Me | null> {
    const opened = await this.reader.readHalf(request);
    return opened && toMe(opened);
  }

  @Public()
  @Mutation(() => Boolean)
  async signUp(
    @Args('input') input: SignUpInput,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<boolean> {
    await this.limits.count('signUp', { account: input.email, address: request.ip }, reply);
    await this.accounts.signUp(input, request.ip);
    return true;
  }

  @Public()
  @Mutation(() => Boolean)
  async confirmEmail(
    @Args('token') token: string,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<boolean> {
    await this.limits.count('useLink', { address: request.ip }, reply);
    await this.accounts.confirmEmail(token, request.ip);
    return true;
  }

  @Public()
  @Mutation(() => Boolean)
  async resendConfirmation(
    @Args('email') email: string,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<boolean> {
    await this.limits.count('resendConfirmation', { account: email, address: request.ip }, reply);
    await this.accounts.requestLink(email, 'confirm_email');
    return true;
  }

  @Public()
  @Mutation(() => Boolean)
  async requestPasswordReset(
    @Args('email') email: string,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<boolean> {
    await this.limits.count('requestPasswordReset', { account: email, address: request.ip }, reply);
    await this.accounts.requestLink(email, 'reset_password');
    return true;
  }

  @Public()
  @Mutation(() => Boolean)
  async resetPassword(
    @Args('token') token: string,
    @Args('password') password: string,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<boolean> {
    await this.limits.count('useLink', { address: request.ip }, reply);
    await this.accounts.resetPassword(token, password, request.ip);
    return true;
  }

  @Allow()
  @Mutation(() => Me)
  async updateMe(
    @Who() who: AccountActor,
    @Req() request: FastifyRequest,
    @Args('name', { type: () => String, nullable: true }) name?: string | null,
    @Args('locale', { type: () => String, nullable: true }) locale?: string | null,
  ): Promise<Me> {
    await this.accounts.update(who, { name: name ?? null, locale: locale ?? null });
    const opened = await this.reader.readHalf(request);
    if (!opened) throw new AppError('UNAUTHENTICATED');
    return toMe(opened);
  }
}
