// Keeps every version of the player that was ever served here, by content, and which of them a store is pinned to.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { Storage } from '../../base/storage/storage.js';
import { StoresService } from '../../stores/stores.service.js';
import { Changes } from '../changes.js';
import { Kept } from '../kept.js';
import { PublicationService } from '../media/publication.service.js';
import { PlayerPin, PlayerRelease, type PlayerVersions } from './release.entity.js';
import { compareVersions, findFile, isVersion, type Release, type ReleaseFile } from './release.rules.js';

const RELEASE = '/player/v1/release.json';
const PIN_MS = 30_000;
const SHOWN = 50;
const MOST_FILE_BYTES = 4 * 1024 ** 2;

const sentences = z.array(z.string().max(500)).max(50);
const releaseShape = z.object({
  version: z.string().refine(isVersion),
  releasedOn: z.string().max(10).nullable(),
  notes: z.object({ en: sentences, ru: sentences, kk: sentences }),
  files: z
    .array(
      z.object({
        name: z.string().regex(/^[\w-]{1,60}\.(js|css)$/),
        bytes: z.number().int().positive().max(MOST_FILE_BYTES),
        sha256: z.string().regex(/^[\da-f]{64}$/),
        integrity: z.string().regex(/^sha384-[\w+/=]{64}$/),
      }),
    )
    .min(1)
    .max(100),
});

export interface GivenFile extends ReleaseFile {
  body: Buffer;
}

@Injectable()
export class ReleasesService implements OnApplicationBootstrap {
  private readonly log = new Logger('player');
  private readonly pins: Kept<{ version: string | null }>;
  private readonly releases: Kept<{ all: PlayerRelease[] }>;
  private readonly bodies = new LRUCache<string, Buffer>({
    maxSize: 32 * 1024 ** 2,
    sizeCalculation: (body) => body.length,
  });

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly storage: Storage,
    private readonly stores: StoresService,
    private readonly publications: PublicationService,
    private readonly http: HttpAdapterHost,
    private readonly changes: Changes,
  ) {
    this.pins = new Kept({ max: 5000, ttl: PIN_MS }, async (storeId) => ({
      version: (await this.db.manager.findOneBy(PlayerPin, { storeId }))?.version ?? null,
    }));
    this.releases = new Kept({ max: 1, ttl: PIN_MS }, async () => ({ all: await this.newestFirst() }));
    changes.subscribe((change) => {
      if (change === null) this.pins.dropAll();
      else if (change.startsWith('store:')) this.pins.dropKey(change.slice('store:'.length));
    });
  }

  /** Keeps the version that was built here. A failure is told and stops nothing: the newest is served from the build itself. */
  async onApplicationBootstrap(): Promise<void> {
    // The worker has no HTTP side.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    const get = async (url: string) =>
      fastify?.inject({ method: 'GET', url, headers: { 'accept-encoding': 'identity' } });
    const built = await get(RELEASE);
    if (built?.statusCode !== 200) return;
    const read = async (name: string) => (await get(`/player/v1/${name}`))?.rawPayload ?? Buffer.alloc(0);
    await this.keep(JSON.parse(built.payload), read).catch((error: unknown) => {
      this.log.warn(`this version was not kept: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /**
   * Keeps a version for ever: its files by their content first, then its row, so that one which was cut off is not there at all. A version
   * that is known stays as it is, also when it was built anew under the same number.
   */
  async keep(built: unknown, read: (name: string) => Promise<Buffer>): Promise<'kept' | 'known' | 'other'> {
    const release: Release = releaseShape.parse(built);
    const known = await this.db.manager.findOneBy(PlayerRelease, { version: release.version });
    if (known) {
      const digest = (files: readonly ReleaseFile[]) =>
        files
          .map(({ name, sha256 }) => `${name} ${sha256}`)
          .sort()
          .join();
      if (digest(known.files) === digest(release.files)) return 'known';
      this.log.warn(
        `${release.version} was built anew; what is kept under this number stays. Give the new one a number of its own.`,
      );
      return 'other';
    }
    const put = async (file: ReleaseFile): Promise<void> => {
      const body = await read(file.name);
      if (createHash('sha256').update(body).digest('hex') !== file.sha256)
        throw new Error(`${file.name} is not what was built`);
      if (!(await this.storage.head(keyOf(file)))) await this.storage.put(keyOf(file), body);
    };
    await Promise.all(release.files.map(put));
    const row = { ...release, keptAt: this.clock.now() };
    await this.db.manager.createQueryBuilder().insert().into(PlayerRelease).values(row).orIgnore().execute();
    this.releases.dropAll();
    return 'kept';
  }

  /** A file of a version. NOT_FOUND for a version or a name that is not kept. */
  async fileOf(version: string, name: string): Promise<GivenFile> {
    const { all } = await this.releases.get('all');
    const release = all.find((one) => one.version === version);
    const file = release?.files.find((one) => one.name === name);
    if (!file) throw new AppError('NOT_FOUND', { field: release ? 'file' : 'version' });
    return { ...file, body: await this.bodyOf(file) };
  }

  /** The file that a store's own address gives; null where that is the build's own. */
  async fileFor(storeId: string, name: string): Promise<GivenFile | null> {
    this.changes.start();
    const [{ version }, { all }] = await Promise.all([this.pins.get(storeId), this.releases.get('all')]);
    const file = findFile(all, version, name);
    return file && { ...file, body: await this.bodyOf(file) };
  }

  async read(who: Actor, storeId: string, language: 'en' | 'ru' | 'kk'): Promise<PlayerVersions> {
    const store = await this.stores.requireOwn(who, storeId, 'administrator');
    const pin = await this.db.manager.findOneBy(PlayerPin, { storeId });
    const all = await this.newestFirst();
    return {
      pinned: pin?.version ?? null,
      newest: all[0]?.version ?? null,
      loaderUrl: this.publications.publicAddress(`/player/s/${store.publishableKey}/vitrina.js`),
      versions: all.slice(0, SHOWN).map(({ version, releasedOn, notes, files }) => {
        const entry = files.find(({ name }) => name === 'vitrina.js');
        return {
          ...{
            version,
            releasedOn,
            notes: notes[language],
            integrity: entry?.integrity ?? '',
            bytes: entry?.bytes ?? 0,
          },
          url: this.publications.publicAddress(`/player/${version}/vitrina.js`),
        };
      }),
    };
  }

  /** Stays with a version, or with null follows the newest. NOT_FOUND for one that is not kept; the same again changes nothing. */
  async pin(who: Actor, storeId: string, version: string | null): Promise<void> {
    await this.stores.requireOwn(who, storeId);
    await inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1592))', [storeId]);
      if (version !== null && !(await em.existsBy(PlayerRelease, { version }))) {
        throw new AppError('NOT_FOUND', { field: 'version', detail: 'This version of the player is not kept here.' });
      }
      const before = (await em.findOneBy(PlayerPin, { storeId }))?.version ?? null;
      if (before === version) return;
      await em.upsert(PlayerPin, { storeId, version, changedAt: this.clock.now() }, ['storeId']);
      const what = { subjectType: 'store', subjectId: storeId, storeId };
      await audit(em, {
        actor: who,
        action: 'player.pinned',
        ...what,
        before: { version: before },
        after: { version },
      });
    });
  }

  private async newestFirst(): Promise<PlayerRelease[]> {
    const all = await this.db.manager.find(PlayerRelease);
    return all.sort((a, b) => compareVersions(b.version, a.version));
  }

  private async bodyOf(file: ReleaseFile): Promise<Buffer> {
    const known = this.bodies.get(file.sha256);
    if (known) return known;
    const body = await buffer((await this.storage.get(keyOf(file))).stream);
    this.bodies.set(file.sha256, body);
    return body;
  }
}

const keyOf = ({ sha256 }: ReleaseFile): string => `player/${sha256}`;
