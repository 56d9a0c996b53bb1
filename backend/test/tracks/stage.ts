// What the specs of alternative tracks share: a store, its creator, uploads of tracks, and clips that ffmpeg makes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { Storage } from '../../src/base/storage/storage.js';
import type { Video } from '../../src/videos/video.entity.js';
import { mediaFolder } from '../../src/videos/video.rules.js';
import { VideosService } from '../../src/videos/videos.service.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../support/make.js';
import { mediaFile } from '../support/media.js';
import { makeUploadingVideo } from '../support/make-videos.js';

export const BEGIN = `mutation($i: BeginTrackInput!) { beginTrack(input: $i) { id state kind language label } }`;
export const SEE = `query($v: ID!) { videoTracks(videoId: $v) { id kind language label state version previewHlsUrl
  refusal { code message } rejection { reasonCode message note } } }`;
export const REMOVE = 'mutation($id: ID!) { removeTrack(id: $id) }';
export const APPROVE = 'mutation($id: ID!) { approveTrack(id: $id) { id state } }';
export const REJECT = `mutation($id: ID!, $c: String!) {
  rejectTrack(id: $id, reasonCode: $c, note: "Other words") { id state } }`;

export interface SeenTrack {
  id: string;
  kind: string;
  language: string;
  label: string;
  state: string;
  version: number;
  previewHlsUrl: string | null;
  refusal: { code: string; message: string } | null;
  rejection: { reasonCode: string; message: string; note: string | null } | null;
}

const TUS = { 'tus-resumable': '1.0.0' };

export class TrackStage {
  private constructor(
    readonly app: TestApp,
    readonly store: MadeStore,
    readonly dana: SignedCreator,
    readonly moderator: SignedStaff,
    readonly folder: string,
  ) {}

  static async set(env: Record<string, string> = {}): Promise<TrackStage> {
    const app = await startApp({ UPLOAD_MIN_MS: '500', UPLOAD_MIN_SHORT_SIDE: '120', ...env });
    const store = await makeStore(app);
    const dana = await makeCreator(app, { name: 'Dana' });
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-tracks-'));
    return new TrackStage(app, store, dana, await makeStaff(app, 'moderator'), folder);
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A file that ffmpeg makes with these arguments. */
  clip(name: string, ...args: string[]): Buffer {
    const path = join(this.folder, name);
    execFileSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-y', ...args, path]);
    return readFileSync(path);
  }

  /** Four seconds of a speaking person under a steady tone of 440 Hz. */
  film(seconds = 4): Buffer {
    const speaker = mediaFile('speaker-portrait-404x720.mp4') as string;
    return this.clip(
      `film-${seconds}.mp4`,
      ...['-i', speaker, '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-map', '0:v', '-map', '1:a'],
      ...['-t', String(seconds), '-vf', 'scale=240:428', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
    );
  }

  /** A voice, as far as a filter can tell: 1500 Hz in the second second, and silence. */
  voice(name: string, seconds = 4): Buffer {
    return this.clip(
      name,
      ...['-f', 'lavfi', '-i', `sine=frequency=1500:sample_rate=48000:duration=${seconds}`],
      ...['-af', "volume='if(between(t,1,2),0.5,0)':eval=frame", '-ac', '2'],
    );
  }

  /** Sends bytes through tus; gives the status of the last answer. */
  async send(metadata: Record<string, string>, bytes: Buffer, cookie = this.dana.cookie): Promise<number> {
    const made = await this.app.http.post('/uploads').set({
      ...{ ...TUS, cookie, 'upload-length': String(bytes.length) },
      'upload-metadata': Object.entries(metadata)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    });
    if (made.status !== 201) return made.status;
    const sent = await this.app.http
      .patch(made.headers['location'] as string)
      .set({ ...TUS, cookie, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' })
      .serialize((body: unknown) => body as string)
      .send(bytes);
    return sent.status;
  }

  /** A video that the whole pipeline prepared, in review. */
  async prepared(bytes: Buffer): Promise<Video> {
    const products = [await makeProduct(this.app, this.store)];
    const { id } = await makeUploadingVideo(this.app, { store: this.store, creator: this.dana, products });
    expect(await this.send({ videoId: id }, bytes)).toBe(204);
    await this.app.drainJobs();
    return this.now(id);
  }

  now(id: string): Promise<Video> {
    return this.app.get(VideosService).byId(id);
  }

  input(videoId: string, kind: string, language: string, bytes: Buffer, fileName = 'track.mp4') {
    return { i: { videoId, kind, language, fileName, sizeBytes: String(bytes.length) } };
  }

  /** Begins a track and sends its file; gives its id. */
  async bring(videoId: string, kind: string, language: string, bytes: Buffer): Promise<string> {
    const asked = this.input(videoId, kind, language, bytes);
    const begun = await this.app.graphql<{ beginTrack: { id: string } }>(BEGIN, asked, { as: this.dana.cookie });
    expect(begun.errors).toEqual([]);
    const id = begun.data?.beginTrack.id ?? '';
    expect(await this.send({ trackId: id }, bytes)).toBe(204);
    return id;
  }

  async tracks(videoId: string, as = this.dana.cookie): Promise<SeenTrack[]> {
    return (await this.app.graphql<{ videoTracks: SeenTrack[] }>(SEE, { v: videoId }, { as })).data?.videoTracks ?? [];
  }

  /** Names of what is stored under a folder, in order. */
  async stored(folder: string): Promise<string[]> {
    const names: string[] = [];
    for await (const { key } of this.app.get(Storage).list(folder)) names.push(key.slice(folder.length + 1));
    return names.sort();
  }

  async storedBytes(folder: string): Promise<number> {
    let sum = 0;
    for await (const { sizeBytes } of this.app.get(Storage).list(folder)) sum += sizeBytes;
    return sum;
  }

  folderOf = ({ id, storeId, version }: Video): string => mediaFolder({ storeId, videoId: id, version });

  /** What the rows say lies in the folder of a version: its manifest and those of its tracks. */
  async listed(video: Video): Promise<string[]> {
    const rows = await this.app.db.query<{ id: string; manifest: { files: { name: string }[] } | null }[]>(
      `SELECT id, manifest FROM video_tracks WHERE video_id = $1 AND version = $2 AND state NOT IN ('removed', 'refused')`,
      [video.id, video.version],
    );
    const own = ['manifest.json', ...(video.manifest?.files.map(({ name }) => name) ?? [])];
    const ofTracks = rows.flatMap(({ id, manifest }) =>
      manifest
        ? ['manifest.json', ...manifest.files.map(({ name }) => name)].map((name) => `tracks/${id}/${name}`)
        : [],
    );
    return [...own, ...ofTracks].sort();
  }
}
