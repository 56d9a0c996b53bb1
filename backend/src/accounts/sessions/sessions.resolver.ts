// The GraphQL door of sessions: sign in, pass the second factor, look at and end one's sessions.
import { Args, Field, ID, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { Allow, Public, Req, Res, Who, type AccountActor, type DoorRequest, type ReplyBox } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { Me, toMe } from '../me.entity.js';
import { RateLimitsService } from '../rate-limits/rate-limits.service.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { FailedSignInsService } from './failed-sign-ins.service.js';
import { CookieSessionReader, originOf, tokenOf } from './session.reader.js';
import { SessionsService } from './sessions.service.js';

@ObjectType()
export class SignInResult {
  /** Null while the second factor is still owed. */
  @Field(() => Me, { nullable: true })
  me!: Me | null;

  @Field()
  secondFactorNeeded!: boolean;
}

@ObjectType()
export class SessionInfo {
  @Field(() => ID)
  id!: string;

  @Field()
  createdAt!: Date;

  @Field()
  lastSeenAt!: Date;

  @Field(() => String, { nullable: true })
  userAgent!: string | null;

  @Field(() => String, { nullable: true })
  ip!: string | null;

  @Field()
  current!: boolean;
}

@ObjectType()
export class TotpEnrolment {
  @Field()
  secret!: string;

  @Field()
  otpauthUrl!: string;
}

@ObjectType()
export class RecoveryCodes {
  @Field(() => [String])
  codes!: string[];
}

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactorService,
    private readonly reader: CookieSessionReader,
    private readonly limits: RateLimitsService,
    private readonly failures: FailedSignInsService,
  ) {}

  @Public()
  @Mutation(() => SignInResult)
  async signIn(
    @Args('email') email: string,
    @Args('password') password: string,
    @Req() request: DoorRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<SignInResult> {
    const from = originOf(request);
    const opened = await this.failures.guard('signIn', email, from, reply, () =>
      this.sessions.signIn(email, password, from, tokenOf(request)),
    );
    this.reader.setCookie(reply, opened.token);
    const secondFactorNeeded = opened.account.secondFactorEnabled;
    return { me: secondFactorNeeded ? null : toMe(opened), secondFactorNeeded };
  }

  /** Open to the session that owes its second factor, and to no one else: it reads the cookie by itself. */
  @Public()
  @Mutation(() => Me)
  async passSecondFactor(
    @Args('code') code: string,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<Me> {
    const opened = await this.reader.readHalf(request);
    if (!opened) throw new AppError('UNAUTHENTICATED');
    const from = originOf(request);
    const passed = await this.failures.guard('secondFactor', opened.account.id, from, reply, () =>
      this.sessions.passSecondFactor(opened, code, from),
    );
    this.reader.setCookie(reply, passed.token);
    return toMe(passed);
  }

  @Allow()
  @Mutation(() => TotpEnrolment)
  enrolSecondFactor(@Who() who: AccountActor): Promise<TotpEnrolment> {
    return this.secondFactor.enrol(who);
  }

  @Allow()
  @Mutation(() => RecoveryCodes)
  async confirmSecondFactor(
    @Who() who: AccountActor,
    @Args('code') code: string,
    @Req() request: FastifyRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<RecoveryCodes> {
    await this.limits.count('secondFactor', { account: who.accountId, address: request.ip }, reply);
    const codes = await this.secondFactor.confirm(who, code);
    await this.limits.forget('secondFactor', who.accountId);
    return { codes };
  }

  /** Succeeds signed out too; a session that owes its second factor may leave as well. */
  @Public()
  @Mutation(() => Boolean)
  async signOut(@Req() request: FastifyRequest, @Res() { reply }: ReplyBox): Promise<boolean> {
    const opened = await this.reader.readHalf(request);
    if (opened) await this.sessions.signOut(opened, request.ip);
    this.reader.clearCookie(reply);
    return true;
  }

  @Allow()
  @Mutation(() => Boolean)
  async endSession(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.sessions.end(who, id);
    return true;
  }

  @Allow()
  @Query(() => [SessionInfo])
  async mySessions(@Who() who: AccountActor): Promise<SessionInfo[]> {
    const sessions = await this.sessions.list(who.accountId);
    return sessions.map(({ id, createdAt, lastSeenAt, userAgent, ip }) => ({
      ...{ id, createdAt, lastSeenAt, userAgent, ip },
      current: id === who.sessionId,
    }));
  }
}
