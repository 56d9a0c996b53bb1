// Signs when a file arrived and when it was first published, and gives its creator a certificate of both.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import type { Video } from '../video.entity.js';
import { originKey, signStatement, type OriginKey, type OriginProof, type OriginStatement } from './proof.rules.js';

/** What a creator takes home. `proofs` are in the order of time; the first is the arrival of the file. */
export interface Certificate {
  format: 'vitrina-certificate-1';
  video: { id: string; title: string; creator: string; store: string; fileName: string };
  proofs: (OriginProof & { publicKey: string })[];
  /** Where the public keys of the service stand. */
  keysUrl: string;
}

@Injectable()
export class ProofsService {
  private readonly key: OriginKey;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.key = originKey(deriveKey(config, 'origin-proof'));
  }

  /**
   * Signs what this step of a video proves, in the caller's transaction: the arrival of a file, or its first publication.
   * A trim brings no file of its own: its original was signed when it came.
   */
  async witness(em: EntityManager, video: Video): Promise<void> {
    if (!video.sha256 || (video.status !== 'uploaded' && video.status !== 'published')) return;
    const kind = video.status === 'uploaded' ? 'arrived' : 'published';
    const known = await em.query<unknown[]>(
      `SELECT 1 FROM origin_proofs p WHERE p.video_id = $1 AND p.kind = $2 AND p.statement::jsonb->>'sha256' = $3 LIMIT 1`,
      [video.id, kind, video.sha256],
    );
    if (known.length > 0) return;
    const { id: videoId, version, storeId, creatorId, sha256, sizeBytes, updatedAt: at } = video;
    const statement: OriginStatement = {
      ...{
        service: new URL(this.config.publicUrl).origin,
        kind,
        videoId,
        version,
        storeId,
        creatorId,
        sha256,
        sizeBytes,
      },
      at: at.toISOString(),
    };
    const proof = signStatement(this.key, statement);
    await this.keepKey(em);
    await em.query(
      `INSERT INTO origin_proofs (id, video_id, version, kind, statement, signature, key_id, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId('prf'), videoId, version, kind, proof.statement, proof.signature, proof.keyId, at],
    );
    // The audit log is chained by its seals, so the moment of signing stands in it for good.
    const what = { subjectType: 'video', subjectId: videoId, storeId };
    const actor = { kind: 'system', name: 'origin' } as const;
    await audit(em, { actor, action: 'videos.origin_signed', ...what, after: { ...statement, keyId: proof.keyId } });
  }

  /** Every public key that ever signed here, today's first. */
  async publicKeys(): Promise<{ keyId: string; publicKey: string; algorithm: 'Ed25519' }[]> {
    const { keyId, publicKey } = this.key;
    const kept = await this.db.query<{ keyId: string; publicKey: string }[]>(
      'SELECT key_id AS "keyId", public_key AS "publicKey" FROM origin_keys ORDER BY since DESC LIMIT 100',
    );
    const all = [{ keyId, publicKey }, ...kept.filter((one) => one.keyId !== keyId)];
    return all.map((one) => ({ ...one, algorithm: 'Ed25519' as const }));
  }

  /** The certificate of a video; the caller has checked who asks. NOT_FOUND before its file arrived. */
  async certificate(video: Video): Promise<Certificate> {
    const proofs = await this.db.query<Certificate['proofs']>(
      `SELECT p.statement, p.signature, p.key_id AS "keyId", k.public_key AS "publicKey"
         FROM origin_proofs p JOIN origin_keys k USING (key_id) WHERE p.video_id = $1 ORDER BY p.at, p.version, p.kind LIMIT 200`,
      [video.id],
    );
    if (proofs.length === 0) throw new AppError('NOT_FOUND', { detail: 'No file of this video was signed.' });
    const [names] = await this.db.query<{ creator: string; store: string }[]>(
      'SELECT c.display_name AS creator, s.name AS store FROM creators c, stores s WHERE c.id = $1 AND s.id = $2',
      [video.creatorId, video.storeId],
    );
    const { id, title, fileName } = video;
    return {
      format: 'vitrina-certificate-1',
      video: { id, title, creator: names?.creator ?? '', store: names?.store ?? '', fileName },
      proofs,
      keysUrl: `${this.config.publicUrl}/.well-known/vitrina-origin-keys.json`,
    };
  }

  private async keepKey(em: EntityManager): Promise<void> {
    await em.query('INSERT INTO origin_keys (key_id, public_key, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      this.key.keyId,
      this.key.publicKey,
      this.clock.now(),
    ]);
  }
}
