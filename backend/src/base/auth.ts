// Who may pass a door: @Allow(roles), @AllowKey(scope) or @Public on every resolver and controller method.
import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from './errors.js';

export const ROLES = ['creator', 'store_owner', 'moderator', 'finance', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Roles whose powers count only after the session passed its second factor. */
export const STAFF_ROLES: readonly Role[] = ['moderator', 'finance', 'administrator'];

export interface AccountActor {
  kind: 'account';
  accountId: string;
  sessionId: string;
  email: string;
  locale: string;
  roles: readonly { role: Role; storeId: string | null }[];
  /** True when this session has passed the second factor. */
  secondFactor: boolean;
  ip: string | null;
}

export interface StoreKeyActor {
  kind: 'store_key';
  storeId: string;
  keyId: string;
  mode: 'live' | 'test';
  scopes: readonly string[];
  ip: string | null;
}

/** A job or a timer; its name stands in the audit log. */
export interface SystemActor {
  kind: 'system';
  name: string;
}

export type Actor = AccountActor | StoreKeyActor | SystemActor;

/** Reads the session cookie of a request; accounts provides it. Null when signed out. */
export abstract class SessionReader {
  abstract read(request: FastifyRequest): Promise<AccountActor | null>;
}

/** Verifies a signed server-to-server request; stores provides it. Throws BAD_SIGNATURE and its kin. */
export abstract class KeyReader {
  abstract read(request: FastifyRequest): Promise<StoreKeyActor>;
}

type Rule = { kind: 'public' } | { kind: 'roles'; roles: readonly Role[] } | { kind: 'key'; scope: string };
const DOOR = 'vitrina:door';

/** Anyone may pass; `@Who()` gives the account when there is one. */
export const Public = () => SetMetadata(DOOR, { kind: 'public' } satisfies Rule);

/** Any of these roles may pass; without a role, any signed-in account. Store scope is checked by the verb. */
export const Allow = (...roles: Role[]) => SetMetadata(DOOR, { kind: 'roles', roles } satisfies Rule);

/** A store's server with a signed request and this scope. */
export const AllowKey = (scope: string) => SetMetadata(DOOR, { kind: 'key', scope } satisfies Rule);

export interface DoorRequest extends FastifyRequest {
  actor?: Actor | null;
  rawBody?: Buffer;
}

/** The request behind a REST or a GraphQL call. */
export function requestOf(context: ExecutionContext): DoorRequest {
  if (context.getType<string>() === 'graphql') {
    return (context.getArgByIndex(2) as { request: DoorRequest }).request;
  }
  return context.switchToHttp().getRequest<DoorRequest>();
}

/** The reply behind a REST or a GraphQL call: for cookies and headers. */
export function replyOf(context: ExecutionContext): FastifyReply {
  if (context.getType<string>() === 'graphql') {
    return (context.getArgByIndex(2) as { reply: FastifyReply }).reply;
  }
  return context.switchToHttp().getResponse<FastifyReply>();
}

/** The actor of this call: never null behind @Allow and @AllowKey. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context).actor ?? null);

/** The request itself, for addresses, headers and cookies. */
export const Req = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context));
/**
 * The reply, for cookies and headers, in a box: a bare Fastify reply is thenable, and Nest awaits parameters, so
 * a door would wait for its own answer for ever.
 */
export interface ReplyBox {
  reply: FastifyReply;
}
export const Res = createParamDecorator((_: unknown, context: ExecutionContext): ReplyBox => ({
  reply: replyOf(context),
}));

/** Stands before every door. A method without a rule is refused, so forgetting one fails closed. */
@Injectable()
export class DoorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<Rule | undefined>(DOOR, [context.getHandler(), context.getClass()]);
    if (!rule) throw new AppError('FORBIDDEN', { detail: 'This door has no rule.' });
    const request = requestOf(context);
    if (rule.kind === 'key') {
      const key = await this.modules.get(KeyReader, { strict: false }).read(request);
      if (!key.scopes.includes(rule.scope)) throw new AppError('SCOPE_MISSING', { detail: `It needs ${rule.scope}.` });
      request.actor = key;
      return true;
    }
    // One GraphQL request may pass several doors: the session is read once.
    if (request.actor === undefined) {
      request.actor = await this.modules.get(SessionReader, { strict: false }).read(request);
    }
    if (rule.kind === 'roles') assertRole(request.actor, rule.roles);
    return true;
  }
}

function assertRole(actor: Actor | null, roles: readonly Role[]): void {
  if (actor?.kind !== 'account') throw new AppError('UNAUTHENTICATED');
  if (roles.length === 0) return;
  const held = actor.roles.filter((r) => roles.includes(r.role));
  if (held.length === 0) throw new AppError('FORBIDDEN');
  if (!actor.secondFactor && held.every((r) => STAFF_ROLES.includes(r.role))) {
    throw new AppError('SECOND_FACTOR_REQUIRED');
  }
}

/** True when the actor holds the role with its powers: staff roles only after the second factor. */
export function holds(actor: Actor, role: Role): boolean {
  if (actor.kind !== 'account') return false;
  if (STAFF_ROLES.includes(role) && !actor.secondFactor) return false;
  return actor.roles.some((r) => r.role === role);
}

/** True when the actor may act for this store: its owner, its own key, the service itself. */
export function ownsStore(actor: Actor, storeId: string): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'store_key') return actor.storeId === storeId;
  return actor.roles.some((r) => r.role === 'store_owner' && r.storeId === storeId);
}

/** Refuses another store's actor. NOT_FOUND, not FORBIDDEN: nobody learns that another store's thing exists. */
export function assertStore(actor: Actor, storeId: string, ...staff: Role[]): void {
  if (ownsStore(actor, storeId)) return;
  if (staff.some((role) => holds(actor, role))) return;
  throw new AppError('NOT_FOUND');
}
