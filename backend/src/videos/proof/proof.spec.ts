// The certificate of first publication: signed at the moment, checked by anybody without us, false when a letter changes.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeStaff, makeStore, type SignedCreator } from '../../../test/support/make.js';
import { makeUploadingVideo, MANIFEST } from '../../../test/support/make-videos.js';
import { ModerationService } from '../../moderation/moderation.service.js';
import { actorOf } from '../../../test/support/make.js';
import { VideosService } from '../videos.service.js';
import { originKey, signStatement, verifyProof, type OriginStatement } from './proof.rules.js';
import type { Certificate } from './proofs.service.js';

const ORIGINAL = Buffer.from('the original, byte for byte');
const SHA256 = createHash('sha256').update(ORIGINAL).digest('hex');
const SCRIPT = join(import.meta.dirname, '../../../../scripts/verify-certificate.mjs');

function verifier(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [SCRIPT, ...args], (error, stdout, stderr) => {
      done({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

describe('a proof', () => {
  const key = originKey(Buffer.alloc(32, 7));
  const said: OriginStatement = {
    ...{
      service: 'https://v.example',
      kind: 'arrived',
      videoId: 'vid_a',
      version: 1,
      storeId: 'sto_a',
      creatorId: 'cre_a',
    },
    ...{ sha256: SHA256, sizeBytes: 27, at: '2026-11-25T10:00:00.000Z' },
  };

  it('is valid under its key alone, to the last letter', () => {
    const proof = signStatement(key, said);
    expect(verifyProof(proof, key.publicKey)).toBe(true);
    expect(verifyProof({ ...proof, statement: proof.statement.replace('10:00', '09:00') }, key.publicKey)).toBe(false);
    expect(verifyProof(proof, originKey(Buffer.alloc(32, 8)).publicKey)).toBe(false);
    expect(verifyProof({ ...proof, signature: 'nonsense' }, key.publicKey)).toBe(false);
    expect(verifyProof(proof, 'nonsense')).toBe(false);
  });

  it('comes from a key that follows from the secret: the same after a restart', () => {
    expect(originKey(Buffer.alloc(32, 7)).keyId).toBe(key.keyId);
  });
});

describe('a certificate', () => {
  let app: TestApp;
  let dana: SignedCreator;
  let folder: string;
  let id: string;
  let certificate: Certificate;
  const get = (path: string, cookie = dana.cookie) => app.http.get(path).set('cookie', cookie);

  beforeAll(async () => {
    app = await startApp();
    folder = await mkdtemp(join(tmpdir(), 'vitrina-proof-'));
    dana = await makeCreator(app, { name: 'Dana <b>' });
    const store = await makeStore(app);
    ({ id } = await makeUploadingVideo(app, { store, creator: dana, title: 'A & <script>' }));
    const videos = app.get(VideosService);
    await app.db.transaction(async (em) => {
      const patch = { originalKey: 'originals/upl_x/file', sha256: SHA256, sizeBytes: ORIGINAL.length };
      await videos.move(em, await videos.lock(em, id), 'uploaded', { kind: 'system', name: 'spec' }, patch);
    });
    const work = { videoId: id, version: 1 };
    await videos.markChecking(work);
    await videos.markTranscoding(work);
    await videos.markPrepared(work, MANIFEST);
    await app.get(ModerationService).approve(await actorOf(app, await makeStaff(app, 'moderator')), id, null);
    certificate = (await get(`/certificates/${id}.json`)).body as Certificate;
    await writeFile(join(folder, 'certificate.json'), JSON.stringify(certificate));
    await writeFile(join(folder, 'keys.json'), (await app.http.get('/.well-known/vitrina-origin-keys.json')).text);
    await writeFile(join(folder, 'original'), ORIGINAL);
    await writeFile(join(folder, 'other'), 'another file');
  });
  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('states arrival and first publication of this file, each at its step', async () => {
    const said = certificate.proofs.map((proof) => JSON.parse(proof.statement) as OriginStatement);
    expect(said.map(({ kind, sha256, videoId }) => ({ kind, sha256, videoId }))).toEqual([
      { kind: 'arrived', sha256: SHA256, videoId: id },
      { kind: 'published', sha256: SHA256, videoId: id },
    ]);
    const steps = await app.db.query<{ at: Date }[]>(
      `SELECT at FROM video_steps WHERE video_id = $1 AND status IN ('uploaded', 'published') ORDER BY seq`,
      [id],
    );
    expect(said.map((one) => one.at)).toEqual(steps.map((step) => step.at.toISOString()));
    const rows = await app.db.query<object[]>(
      `SELECT 1 FROM audit_log WHERE subject_id = $1 AND action = 'videos.origin_signed'`,
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  it('is checked offline, with the published keys and the file', async () => {
    const [cert, keys] = [join(folder, 'certificate.json'), join(folder, 'keys.json')];
    const good = await verifier(cert, '--keys', keys, join(folder, 'original'));
    expect(good.said).toContain('the file is the signed one');
    expect(good.code).toBe(0);
    expect((await verifier(cert, '--keys', keys)).code).toBe(0);
    expect((await verifier(cert, '--keys', keys, join(folder, 'other'))).code).toBe(1);
    expect((await verifier()).code).toBe(2);
  });

  it('is false when a letter of it changes, or when another key signed it', async () => {
    const changed = structuredClone(certificate);
    const first = changed.proofs[0];
    if (!first) throw new Error('no proof');
    first.statement = first.statement.replace(/"at":"\d{4}/, '"at":"2001');
    await writeFile(join(folder, 'changed.json'), JSON.stringify(changed));
    expect((await verifier(join(folder, 'changed.json'), '--keys', join(folder, 'keys.json'))).code).toBe(1);
    const forger = originKey(Buffer.alloc(32, 1));
    const statement = JSON.parse(first.statement) as OriginStatement;
    const forged = { ...certificate, proofs: [{ ...signStatement(forger, statement), publicKey: forger.publicKey }] };
    await writeFile(join(folder, 'forged.json'), JSON.stringify(forged));
    expect((await verifier(join(folder, 'forged.json'), '--keys', join(folder, 'keys.json'))).code).toBe(1);
  });

  it('is a page in three languages, with nothing of a person taken for markup', async () => {
    for (const [lang, word] of [
      ['en', 'Certificate'],
      ['ru', 'Свидетельство'],
      ['kk', 'куәлік'],
    ] as const) {
      const page = await get(`/certificates/${id}.html?lang=${lang}`);
      expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).toContain(word);
      expect(page.text).toContain(SHA256);
      expect(page.text).toContain('A &amp; &lt;script&gt;');
      expect(page.text).not.toContain('<script');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('is its creator’s own', async () => {
    const other = await makeCreator(app);
    expect((await get(`/certificates/${id}.json`, other.cookie)).status).toBe(404);
    expect((await get(`/certificates/${id}.json`, (await makeStaff(app, 'moderator')).cookie)).status).toBe(404);
    expect((await app.http.get(`/certificates/${id}.json`)).status).toBe(401);
    expect((await get('/certificates/vid_none.json')).status).toBe(404);
    expect((await get(`/certificates/${id}.pdf`)).status).toBe(404);
  });

  it('stands on rows that refuse change', async () => {
    await expect(app.db.query(`UPDATE origin_proofs SET at = now()`)).rejects.toThrow();
    await expect(app.db.query('DELETE FROM origin_keys')).rejects.toThrow();
  });
});
