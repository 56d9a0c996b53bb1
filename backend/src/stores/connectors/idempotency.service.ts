// Remembers answers by Idempotency-Key, so that a server that repeats a request gets the same answer once.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { DoorRequest, StoreKeyActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { IdempotentRequest } from './idempotent-request.entity.js';

/** A first request that has no answer after this long died with its process; a repeat takes its place. */
const GIVEN_UP_MS = 60_000;
const LONGEST_KEY = 255;

export type Memory = Pick<IdempotentRequest, 'storeId' | 'mode' | 'idempotencyKey'>;

@Injectable()
export class IdempotencyService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Claims a key. Gives the remembered answer of an equal request, or null when this one is to be done. */
  async begin(
    who: StoreKeyActor,
    key: string,
    request: DoorRequest,
  ): Promise<{ memory: Memory; known: IdempotentRequest | null }> {
    if (key.length > LONGEST_KEY) {
      throw new AppError('BAD_INPUT', { field: 'Idempotency-Key', detail: `At most ${LONGEST_KEY} characters.` });
    }
    const memory: Memory = { storeId: who.storeId, mode: who.mode, idempotencyKey: key };
    const requestHash = hashOf(request);
    const now = this.clock.now();
    const claimed: unknown[] = await this.db.query(
      `INSERT INTO idempotent_requests AS r (store_id, mode, idempotency_key, request_hash, created_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (store_id, mode, idempotency_key) DO UPDATE SET created_at = excluded.created_at
         WHERE r.status IS NULL AND r.request_hash = excluded.request_hash AND r.created_at < $6
       RETURNING 1`,
      [who.storeId, who.mode, key, requestHash, now, new Date(now.getTime() - GIVEN_UP_MS)],
    );
    if (claimed.length > 0) return { memory, known: null };
    const known = await this.db.manager.findOneBy(IdempotentRequest, memory);
    if (known && !known.requestHash.equals(requestHash)) throw new AppError('IDEMPOTENCY_CONFLICT');
    if (!known || known.status === null) {
      throw new AppError('CONFLICT', {
        detail: 'The first request with this Idempotency-Key is still being answered.',
      });
    }
    return { memory, known };
  }

  /** Keeps the answer for ever: keys of money are never forgotten (service.md, section 5). */
  async remember(memory: Memory, status: number, answer: unknown): Promise<void> {
    await this.db.query(
      `UPDATE idempotent_requests SET status = $4, answer = $5
       WHERE store_id = $1 AND mode = $2 AND idempotency_key = $3`,
      [memory.storeId, memory.mode, memory.idempotencyKey, status, JSON.stringify(answer ?? null)],
    );
  }

  /** A refused or failed request changed nothing: its key is free again. */
  async forget(memory: Memory): Promise<void> {
    await this.db.manager.delete(IdempotentRequest, memory);
  }
}

function hashOf(request: DoorRequest): Buffer {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
  return hash.update(request.rawBody ?? Buffer.alloc(0)).digest();
}
