// Stands around every @AllowKey door: tells what is left of the key's rate; a request with an Idempotency-Key is done once.
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, from, mergeMap, of, type Observable } from 'rxjs';
import { tell } from '../../accounts/rate-limits/rate-limits.service.js';
import { replyOf, requestOf } from '../../base/auth.js';
import { IdempotencyService, type Memory } from './idempotency.service.js';
import type { SignedRequest } from './key.reader.js';

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly memory: IdempotencyService) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const request: SignedRequest = requestOf(context);
    if (request.rate) tell(replyOf(context), request.rate);
    const key = request.headers['idempotency-key'];
    const who = request.actor;
    if (who?.kind !== 'store_key' || typeof key !== 'string' || key === '') return next.handle();
    const { memory, known } = await this.memory.begin(who, key, request);
    const reply = replyOf(context);
    if (known) {
      void reply.status(known.status ?? 200).header('Idempotency-Replayed', 'true');
      return of(known.answer);
    }
    return this.once(next, memory, () => reply.statusCode);
  }

  private once(next: CallHandler<unknown>, memory: Memory, status: () => number): Observable<unknown> {
    return next.handle().pipe(
      mergeMap(async (answer) => {
        await this.memory.remember(memory, status(), answer);
        return answer;
      }),
      catchError((error: unknown) =>
        from(this.memory.forget(memory)).pipe(
          mergeMap(() => {
            throw error;
          }),
        ),
      ),
    );
  }
}
