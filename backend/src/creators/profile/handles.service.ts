// Who has which handle: the database decides between two who ask at once, and remembers whose an old one was.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { Creator } from '../creator.entity.js';
import { handleFault, MAX_HANDLES, normaliseHandle } from './handle.rules.js';

@Injectable()
export class HandlesService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * The handle to be kept for a creator whose row is locked; null gives it up. A handle of one's own past may be taken again.
   * HANDLE_NOT_ALLOWED, HANDLE_TAKEN, CONFLICT for an eleventh.
   */
  async take(em: EntityManager, creatorId: string, raw: string | null): Promise<string | null> {
    const handle = normaliseHandle(raw ?? '');
    if (handle === '') return null;
    const fault = handleFault(handle);
    if (fault) throw new AppError('HANDLE_NOT_ALLOWED', { field: 'handle', fault });
    const [row]: { owner: string }[] = await em.query(
      'SELECT creator_id AS owner FROM creator_handles WHERE handle = $1',
      [handle],
    );
    if (row?.owner === creatorId) return handle;
    if (row) throw new AppError('HANDLE_TAKEN', { field: 'handle' });
    const [{ had } = { had: 0 }]: { had: number }[] = await em.query(
      'SELECT count(*)::int AS had FROM creator_handles WHERE creator_id = $1',
      [creatorId],
    );
    if (had >= MAX_HANDLES) {
      throw new AppError('CONFLICT', {
        field: 'handle',
        detail: `You had ${MAX_HANDLES} addresses: take one of them.`,
      });
    }
    const added: unknown[] = await em.query(
      `INSERT INTO creator_handles (handle, creator_id, taken_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1`,
      [handle, creatorId, this.clock.now()],
    );
    if (added.length === 0) throw new AppError('HANDLE_TAKEN', { field: 'handle' });
    return handle;
  }

  /** Whom a name in an address means: an id, a handle, or one that they had before. Null for nobody, and while their account is blocked. */
  async find(name: string): Promise<Creator | null> {
    const [row]: { id: string }[] = await this.db.query(
      `SELECT c.id FROM creators c JOIN accounts a ON a.id = c.account_id AND a.blocked_at IS NULL
        WHERE c.id = $1 OR c.id = (SELECT creator_id FROM creator_handles WHERE handle = $2)`,
      [name, normaliseHandle(name)],
    );
    return row ? this.db.manager.findOneBy(Creator, { id: row.id }) : null;
  }
}
