// Captions follow their video from version to version: cut with it, taken over, hidden, or given back.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Kept } from '../versions/keep.rules.js';
import { versionFile } from '../versions/versions.queries.js';
import type { Video } from '../video.entity.js';
import { CaptionTrack, type EarlierCaptions } from './caption.entity.js';
import { CaptionsService, sealOf } from './captions.service.js';
import { cutCues, keptInside, stillFit } from './rules/cues.rules.js';

type Change = Partial<Pick<CaptionTrack, 'version' | 'durationMs' | 'state' | 'cues'>>;

@Injectable()
export class CaptionVersionsService {
  constructor(private readonly captions: CaptionsService) {}

  /**
   * Brings the tracks to the present version of the video. A trim cuts them at its own places; a file of the same length
   * takes them as they are; any other hides them until a person has looked; and a version that was given up gives back
   * what stood before it. Part of the caller's transaction, which holds the video's lock.
   */
  async follow(em: EntityManager, video: Video, durationMs: number): Promise<CaptionTrack[]> {
    for (const track of await this.captions.of(video.id, em)) {
      if (track.version < video.version) await this.goOn(em, video, track, durationMs);
      if (track.version > video.version) await this.goBack(em, video, track, durationMs);
    }
    return this.captions.of(video.id, em);
  }

  private async goOn(em: EntityManager, video: Video, track: CaptionTrack, durationMs: number): Promise<void> {
    const { version } = video;
    const kept = await keptOf(em, video.id, track.version, version);
    if (kept) {
      const cues = cutCues(await this.captions.cuesOf(track.id, em), kept);
      await this.change(em, video, track, 'videos.captions_cut', { version, durationMs, cues });
    } else if (track.state === 'shown' && stillFit(track.durationMs, durationMs)) {
      await this.change(em, video, track, 'videos.captions_carried', { version });
    } else if (track.state === 'shown') {
      await this.change(em, video, track, 'videos.captions_hidden', { state: 'draft' });
    }
  }

  private async goBack(em: EntityManager, video: Video, track: CaptionTrack, durationMs: number): Promise<void> {
    const earlier = await earlierOf(em, track);
    if (earlier?.version === video.version) {
      const { revision: _, ...before } = earlier;
      await this.change(em, video, track, 'videos.captions_given_back', before);
    } else if (track.state === 'shown' && !stillFit(track.durationMs, durationMs)) {
      await this.change(em, video, track, 'videos.captions_hidden', { state: 'draft' });
    }
  }

  /** One change of a track, with what stood in the live version kept beside it. Only new times or states are a revision. */
  private async change(
    em: EntityManager,
    video: Video,
    track: CaptionTrack,
    action: string,
    to: Change,
  ): Promise<void> {
    const revision = to.cues || to.state ? track.revision + 1 : track.revision;
    const live = track.version === video.liveVersion && video.version !== video.liveVersion;
    const before = live ? await this.snapshot(em, track) : await earlierOf(em, track);
    const earlier = before && before.version === video.liveVersion ? { ...before, revision } : null;
    const kept = earlier && earlier.version !== (to.version ?? track.version) ? earlier : null;
    await em.update(CaptionTrack, { id: track.id }, { ...to, revision, earlier: kept });
    await audit(em, {
      ...{ actor: { kind: 'system', name: 'captions' }, subjectType: 'video', subjectId: video.id },
      ...{ storeId: video.storeId, action },
      before: { version: track.version, durationMs: track.durationMs, state: track.state, revision: track.revision },
      after: {
        ...{ language: track.language, version: to.version ?? track.version, revision },
        ...{ state: to.state ?? track.state, ...(to.cues ? { cues: to.cues.length, sha256: sealOf(to.cues) } : {}) },
      },
    });
  }

  private async snapshot(em: EntityManager, track: CaptionTrack): Promise<EarlierCaptions> {
    const { version, durationMs, state, revision } = track;
    return { version, durationMs, state, revision, cues: await this.captions.cuesOf(track.id, em) };
  }
}

/** Null where a person has changed the captions since. */
async function earlierOf(em: EntityManager, { id, revision }: CaptionTrack): Promise<EarlierCaptions | null> {
  const row = await em.findOne(CaptionTrack, { where: { id }, select: { id: true, earlier: true } });
  return row?.earlier?.revision === revision ? row.earlier : null;
}

/** Which parts of one version are the next; null where that is not cut from it. */
async function keptOf(em: EntityManager, videoId: string, from: number, to: number): Promise<Kept[] | null> {
  const [before, after] = [await versionFile(em, videoId, from), await versionFile(em, videoId, to)];
  if (!before?.originalKey || before.originalKey !== after?.originalKey) return null;
  return keptInside(before.keep, after.keep);
}
