// Reads the session cookie of a request and sets it on a reply; the guard before every door asks it who calls.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionReader, type AccountActor } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { SessionsService, toActor, type OpenedSession, type Origin } from './sessions.service.js';
import { LONGEST_DAYS } from './session.rules.js';

export const COOKIE = 'vitrina_session';

/** The token of the cookie, or null. */
export function tokenOf(request: FastifyRequest): string | null {
  return request.cookies[COOKIE] ?? null;
}

export function originOf(request: FastifyRequest): Origin {
  return { ip: request.ip ?? null, userAgent: request.headers['user-agent'] ?? null };
}

@Injectable()
export class CookieSessionReader extends SessionReader {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  /**
   * The account behind the cookie. A session that still owes its second factor is nobody: it opens no door but
   * the one that takes the code, and that door reads it by itself.
   */
  async read(request: FastifyRequest): Promise<AccountActor | null> {
    const opened = await this.readHalf(request);
    if (!opened || (opened.account.secondFactorEnabled && !opened.session.secondFactorAt)) return null;
    return toActor(opened, request.ip ?? null);
  }

  /** The session with or without its second factor. */
  async readHalf(request: FastifyRequest): Promise<OpenedSession | null> {
    const token = tokenOf(request);
    return token ? this.sessions.find(token) : null;
  }

  setCookie(reply: FastifyReply, token: string): void {
    reply.setCookie(COOKIE, token, { ...this.attributes(), maxAge: LONGEST_DAYS * 86_400 });
  }

  clearCookie(reply: FastifyReply): void {
    reply.clearCookie(COOKIE, this.attributes());
  }

  private attributes() {
    const secure = this.config.publicUrl.startsWith('https:');
    return { path: '/', httpOnly: true, sameSite: 'lax' as const, secure };
  }
}
