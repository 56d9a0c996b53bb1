// Keeps the print of every prepared video, finds near copies among all of them, and marks the later one.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { NEAR_COPY, NOT_COMPARED, SAME_SOUND, type VideoWork } from '../../videos/video.rules.js';
import { VideosService } from '../../videos/videos.service.js';
import type { Check } from '../checks/checks.reasons.js';
import {
  candidatesFor,
  nearCopiesOf,
  saveNearCopy,
  savePrint,
  type Candidate,
  type NearCopyRow,
} from './likeness.queries.js';
import { judgeLikeness, type Likeness } from './likeness.rules.js';
import { EDITION, packPrint, unpackPrint } from './pack.js';
import type { Print } from './print.rules.js';
import { askedWords, keptWords } from './words.rules.js';

/** Candidates by picture and by sound that are compared in full; a tenth of a second each for clips of a minute. */
const MOST_CANDIDATES = 8;

@Injectable()
export class LikenessService {
  private readonly log = new Logger('likeness');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly videos: VideosService,
  ) {}

  /**
   * Keeps what was seen and compares it with every kept print. Safe to repeat. Never throws for trouble of its own: a video
   * that could not be compared is marked, so that a person looks, and goes on.
   */
  async judge(work: VideoWork, looked: { print: Print; checks: readonly Check[] } | null): Promise<void> {
    try {
      if (!looked) throw new Error('the look at it failed');
      await this.keepAndCompare(work, looked.print, looked.checks);
    } catch (error) {
      this.log.error(`${work.videoId} not compared: ${error instanceof Error ? error.message : String(error)}`);
      await this.videos.flag(work, NOT_COMPARED);
    }
  }

  /** The print is committed before the search: of two copies prepared at once, at least one finds the other. */
  private async keepAndCompare(work: VideoWork, print: Print, checks: readonly Check[]): Promise<void> {
    const packed = packPrint(print);
    const kept = { ...work, edition: EDITION, packed, checks, words: keptWords(print) };
    const arrivedAt = await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, work.videoId);
      if (video.version !== work.version || video.status === 'retired') return null;
      return { at: await savePrint(em, kept), creatorId: video.creatorId };
    });
    if (!arrivedAt) return;
    for (const candidate of await this.candidatesOf(work, print)) {
      // Other jobs of this worker send their heartbeats in between.
      await nextTurn();
      const verdict = judgeLikeness(print, unpackPrint(candidate.packed));
      if (!verdict.near) continue;
      const mine = { ...work, creatorId: arrivedAt.creatorId, arrivedAt: arrivedAt.at };
      await this.note(pairOf(mine, candidate, verdict.likeness));
    }
  }

  private async candidatesOf(work: VideoWork, print: Print): Promise<Candidate[]> {
    const { picture, sound } = askedWords(print);
    const mine = { videoId: work.videoId, edition: EDITION };
    const found = new Map<string, Candidate>();
    for (const words of [picture, sound]) {
      if (words.length === 0) continue;
      for (const one of await candidatesFor(this.db.manager, mine, words, MOST_CANDIDATES)) found.set(one.videoId, one);
    }
    return [...found.values()];
  }

  private async note(pair: NearCopyRow): Promise<void> {
    const { copyId, originalId, own, same } = pair;
    await inTransaction(this.db, (em) => saveNearCopy(em, pair, this.clock.now()));
    this.log.log(`${copyId} is near ${originalId}: ${same}, ${pair.score}${own ? ', of one creator' : ''}`);
    if (own) return;
    await this.videos.flag({ videoId: copyId, version: pair.copyVersion }, same === 'sound' ? SAME_SOUND : NEAR_COPY);
  }

  /** A video left for good: nothing of what it looked and sounded like is kept. */
  async forget(videoId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      await em.query('DELETE FROM video_prints WHERE video_id = $1', [videoId]);
      await em.query('DELETE FROM near_copies WHERE copy_id = $1 OR original_id = $1', [videoId]);
    });
  }

  /** The pairs of each of these videos. For moderators only: originals may be of other stores. */
  async nearCopies(
    videoIds: readonly string[],
    em: EntityManager = this.db.manager,
  ): Promise<Map<string, NearCopyRow[]>> {
    const groups = new Map<string, NearCopyRow[]>();
    for (const row of await nearCopiesOf(em, videoIds))
      groups.set(row.copyId, [...(groups.get(row.copyId) ?? []), row]);
    return groups;
  }

  /** What a machine noticed about the present file of each of these videos. */
  async checks(videoIds: readonly string[], em: EntityManager = this.db.manager): Promise<Map<string, Check[]>> {
    const rows = await em.query<{ videoId: string; checks: Check[] }[]>(
      `SELECT p.video_id AS "videoId", p.checks
         FROM video_prints p JOIN videos v ON v.id = p.video_id AND v.version = p.version WHERE p.video_id = ANY($1)`,
      [videoIds],
    );
    return new Map(rows.map((row) => [row.videoId, row.checks]));
  }
}

type Side = Pick<Candidate, 'videoId' | 'version' | 'creatorId' | 'arrivedAt'>;

/** Whose file arrived first is the original, whichever of the two was compared later. */
export function pairOf(mine: Side, theirs: Side, likeness: Likeness): NearCopyRow {
  const { same, score, mirrored, speed, overlap } = likeness;
  const [a, b] = [mine.arrivedAt.getTime(), theirs.arrivedAt.getTime()];
  const mineIsCopy = a === b ? mine.videoId > theirs.videoId : a > b;
  const [copy, original] = mineIsCopy ? [mine, theirs] : [theirs, mine];
  const { mineFromMs, theirsFromMs, lengthMs } = overlap;
  return {
    ...{
      copyId: copy.videoId,
      copyVersion: copy.version,
      originalId: original.videoId,
      originalVersion: original.version,
    },
    ...{ same, score, mirrored, own: copy.creatorId === original.creatorId },
    speed: mineIsCopy ? speed : Math.round(100 / speed) / 100,
    ...(mineIsCopy
      ? { copyFromMs: mineFromMs, originalFromMs: theirsFromMs, lengthMs }
      : { copyFromMs: theirsFromMs, originalFromMs: mineFromMs, lengthMs: Math.round(lengthMs * speed) }),
  };
}
