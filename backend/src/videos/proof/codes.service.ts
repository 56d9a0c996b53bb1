// Short codes of certificates: printed on end cards, typed or scanned by anybody.
import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';

/** Without letters and digits that are taken for one another: 31 signs, ten of them are 49 bits. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 10;

/** As people type it: small letters, a dash or spaces between. Null for what cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return code.length === CODE_LENGTH && [...code].every((sign) => ALPHABET.includes(sign)) ? code : null;
}

@Injectable()
export class OriginCodes {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The code of a video, made at the first question; the same for ever. */
  async codeOf(videoId: string): Promise<string> {
    const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    await this.db.query(
      'INSERT INTO origin_codes (code, video_id, made_at) VALUES ($1, $2, $3) ON CONFLICT (video_id) DO NOTHING',
      [code, videoId, this.clock.now()],
    );
    const [row] = await this.db.query<{ code: string }[]>('SELECT code FROM origin_codes WHERE video_id = $1', [
      videoId,
    ]);
    if (!row) throw new Error(`${videoId} has no code.`);
    return row.code;
  }

  /** The video of a code that was shown to the public and is not forgotten; null otherwise. */
  async videoOf(code: string): Promise<string | null> {
    const [row] = await this.db.query<{ videoId: string }[]>(
      `SELECT v.id AS "videoId" FROM origin_codes o JOIN videos v ON v.id = o.video_id
        WHERE o.code = $1 AND v.published_at IS NOT NULL AND v.forgotten_at IS NULL`,
      [code],
    );
    return row?.videoId ?? null;
  }
}
