// Who did what, written in the same transaction as the change.
import type { EntityManager } from 'typeorm';
import type { Actor } from './auth.js';
import { newId } from './ids.js';

export interface AuditInput {
  actor: Actor;
  /** module.verb, past tense: `videos.published`. */
  action: string;
  subjectType: string;
  subjectId: string;
  storeId?: string | null;
  /** What changed. Never a password, a secret or a shopper's identifier. */
  before?: unknown;
  after?: unknown;
  /** The network address when the actor carries none: someone who is not signed in. */
  ip?: string | null;
}

/** The actor as one word for a log: `acc_...`, `key_...`, `system:payouts`, or a named rule: `rule:trusted-creator`. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'account') return actor.accountId;
  if (actor.kind === 'store_key') return actor.keyId;
  return actor.name.startsWith('rule:') ? actor.name : `system:${actor.name}`;
}

function toJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
}

/**
 * Appends one row to the audit log. The table refuses UPDATE and DELETE for everyone; a timer seals new rows
 * into a hash chain (audit.seal.ts), so a row changed behind our back is found. Sealing happens apart from the
 * write because a chain inside it would make all transactions of the service wait for one another.
 */
export async function audit(em: EntityManager, input: AuditInput): Promise<void> {
  const ip = input.actor.kind === 'system' ? (input.ip ?? null) : input.actor.ip;
  await em.query(
    `INSERT INTO audit_log (id, actor, action, subject_type, subject_id, store_id, before, after, ip)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId('aud'),
      actorName(input.actor),
      input.action,
      input.subjectType,
      input.subjectId,
      input.storeId ?? null,
      toJson(input.before),
      toJson(input.after),
      ip,
    ],
  );
}
