// Every error of a REST door as {error: {code, message, ...}} with its status.
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { pgCode } from '../database/transaction.js';
import { AppError, ERRORS, type ErrorCode } from '../errors.js';

const BY_STATUS: Record<number, ErrorCode> = {
  400: 'BAD_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};

/**
 * Values that PostgreSQL cannot read: a NUL in text or JSON, a cursor that holds no number or date. Our own code writes
 * none, so they come from the caller.
 */
const UNREADABLE = new Set(['22021', '22P05', '22P02', '22007', '22008']);

/** Turns anything thrown into an AppError; what we did not foresee becomes INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (UNREADABLE.has(pgCode(error) ?? '')) return new AppError('BAD_INPUT', { detail: 'A value cannot be read.' });
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown })?.statusCode;
  const code = typeof status === 'number' ? BY_STATUS[status] : undefined;
  return new AppError(code ?? 'INTERNAL');
}

@Catch()
export class RestErrors implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL formats its own errors (graphql.module.ts).
    if (host.getType<string>() === 'graphql') throw error;
    const known = toAppError(error);
    if (known.code === 'INTERNAL')
      this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const retryAfter = known.info['retryAfterS'];
    if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
    return reply.status(known.status).send({ error: known.toBody(), status: ERRORS[known.code].status });
  }
}
