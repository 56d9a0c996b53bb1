// Versions of the player over their doors: kept once, served for ever, pinned and taken back; unknown ones and other stores are refused.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeStaff, makeStore, type MadeStore } from '../../../test/support/make.js';
import { Storage } from '../../base/storage/storage.js';
import { PlayerRelease } from './release.entity.js';
import { ReleasesService } from './releases.service.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  other = await makeStore(app);
});
afterAll(() => app?.close());

/** A version with these files, as a build would hand it over. */
function built(
  version: string,
  files: Record<string, string>,
  notes = { en: ['Better.'], ru: ['Лучше.'], kk: ['Жақсырақ.'] },
) {
  const hash = (kind: string, text: string, form: 'hex' | 'base64') => createHash(kind).update(text).digest(form);
  const list = Object.entries(files).map(([name, text]) => ({
    ...{ name, bytes: Buffer.byteLength(text), sha256: hash('sha256', text, 'hex') },
    integrity: `sha384-${hash('sha384', text, 'base64')}`,
  }));
  return { version, releasedOn: '2026-11-26', notes, files: list };
}
const OLD = { 'vitrina.js': 'import("./seen-OLDOLDOL.js");'.repeat(40), 'seen-OLDOLDOL.js': 'export const old = 1;' };
const NEW = { 'vitrina.js': 'import("./seen-NEWNEWNE.js");'.repeat(40), 'seen-NEWNEWNE.js': 'export const now = 2;' };
const keep = (version: string, files: Record<string, string>) =>
  app.get(ReleasesService).keep(built(version, files), (name) => Promise.resolve(Buffer.from(files[name] ?? '')));
const get = (path: string) => app.http.get(path).set('accept-encoding', 'gzip').buffer();

const READ = `query ($s: ID!) { playerVersions(storeId: $s) { pinned newest loaderUrl versions { version notes url integrity bytes } } }`;
const PIN = `mutation ($s: ID!, $v: String) { pinPlayer(storeId: $s, version: $v) { pinned newest } }`;
const run = async (document: string, more: object = {}, as = store.owner.cookie) => {
  const answer = await app.graphql(document, { s: store.id, ...more }, { as });
  return { ...(Object.values(answer.data ?? {})[0] as object), code: answer.errors?.[0]?.extensions.code ?? null };
};

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('never happened');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a version of the player', () => {
  it('that was built here is kept when the service starts, as it lies there', async () => {
    const release = (await app.http.get('/player/v1/release.json')).body as { version: string };
    const [mine, moving] = await Promise.all([
      app.http.get(`/player/${release.version}/vitrina.js`),
      app.http.get('/player/v1/vitrina.js'),
    ]);
    expect(mine.status).toBe(200);
    expect(mine.text).toBe(moving.text);
    expect(mine.headers['cache-control']).toContain('immutable');
    expect(mine.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  it('is kept once, whatever is built under its number later', async () => {
    expect(await keep('1.9.0', OLD)).toBe('kept');
    expect(await keep('1.9.0', OLD)).toBe('known');
    expect(await keep('1.9.0', NEW)).toBe('other');
    expect((await get('/player/1.9.0/vitrina.js')).text).toBe(OLD['vitrina.js']);
    expect(await keep('1.10.0', NEW)).toBe('kept');
    const { integrity } = (
      (await run(READ)) as unknown as { versions: { version: string; integrity: string }[] }
    ).versions.find(({ version }) => version === '1.10.0') as { integrity: string };
    const { text } = await get('/player/1.10.0/vitrina.js');
    expect(`sha384-${createHash('sha384').update(text).digest('base64')}`).toBe(integrity);
  });

  it('that was cut off while it was kept is not there, and is kept by the next start', async () => {
    const service = app.get(ReleasesService);
    const files = { 'vitrina.js': 'a()', 'seen-CUTCUTCU.js': 'b()' };
    await expect(
      service.keep(built('1.11.0', files), (name) =>
        name === 'vitrina.js' ? Promise.resolve(Buffer.from('a()')) : Promise.reject(new Error('killed')),
      ),
    ).rejects.toThrow('killed');
    expect((await get('/player/1.11.0/vitrina.js')).status).toBe(404);
    expect(await app.db.manager.existsBy(PlayerRelease, { version: '1.11.0' })).toBe(false);
    expect(await keep('1.11.0', files)).toBe('kept');
    expect((await get('/player/1.11.0/seen-CUTCUTCU.js')).text).toBe('b()');
    await expect(keep('1.12.0', { '../x.js': '' })).rejects.toThrow();
    // Bytes that are not those of the build are not kept.
    await expect(service.keep(built('1.12.0', files), () => Promise.resolve(Buffer.from('c()')))).rejects.toThrow(
      'not what was built',
    );
    const sha = createHash('sha256').update('c()').digest('hex');
    expect(await app.get(Storage).head(`player/${sha}`)).toBeNull();
  });

  it.each([
    '/player/9.9.9/vitrina.js',
    '/player/1.9.0/none.js',
    '/player/v9/vitrina.js',
    '/player/1.9.0/..%2f1.10.0',
    '/player/s/pk_live_none/vitrina.js',
  ])('%s is not found', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('a store', () => {
  const own = (file: string, of = store) => get(`/player/s/${of.publishableKey}/${file}`);

  it('follows the newest at first, in one request', async () => {
    const [mine, moving] = await Promise.all([own('vitrina.js'), get('/player/v1/vitrina.js')]);
    expect([mine.status, mine.text]).toEqual([200, moving.text]);
    expect(mine.headers['cache-control']).toContain('max-age=300');
    expect((await own('none.js')).status).toBe(404);
    expect(await run(READ)).toMatchObject({ pinned: null, newest: '1.11.0', code: null });
  });

  it('stays with a version, goes back with one call, and the parts of either are found', async () => {
    expect(await run(PIN, { v: '1.10.0' })).toMatchObject({ pinned: '1.10.0' });
    await until(async () => (await own('vitrina.js')).text === NEW['vitrina.js']);
    expect((await own('vitrina.js')).headers['cache-control']).toContain('max-age=300');
    expect(await run(PIN, { v: '1.9.0' })).toMatchObject({ pinned: '1.9.0' });
    await until(async () => (await own('vitrina.js')).text === OLD['vitrina.js']);
    // A page that got the entry a moment ago asks for its parts.
    expect((await own('seen-NEWNEWNE.js')).text).toBe(NEW['seen-NEWNEWNE.js']);
    expect((await own('seen-OLDOLDOL.js')).headers['cache-control']).toContain('immutable');
    expect((await own('vitrina.js', other)).text).toBe((await get('/player/v1/vitrina.js')).text);
    const etag = (await own('vitrina.js')).headers['etag'] as string;
    expect((await own('vitrina.js').set('if-none-match', etag)).status).toBe(304);
    expect(await run(PIN, { v: null })).toMatchObject({ pinned: null });
    await run(PIN, { v: null });
    const rows = await app.db.query("SELECT 1 FROM audit_log WHERE store_id = $1 AND action = 'player.pinned'", [
      store.id,
    ]);
    expect(rows).toHaveLength(3);
  });

  it('cannot be pinned to what is not kept, nor by others', async () => {
    const [creator, admin] = [await makeCreator(app), await makeStaff(app, 'administrator')];
    expect(await run(PIN, { v: '9.9.9' })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await app.graphql(PIN, { s: store.id, v: null })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await run(PIN, { v: '1.9.0' }, creator.cookie)).toMatchObject({ code: 'FORBIDDEN' });
    for (const document of [READ, PIN]) {
      expect(await run(document, { v: '1.9.0' }, other.owner.cookie)).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await run(READ, {}, admin.cookie)).toMatchObject({ code: null });
  });
});
