// The built player as shops' pages get it: compressed where they take it, and kept for as long as its name lasts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { playerFiles } from './pages.js';

const root = mkdtempSync(join(tmpdir(), 'vitrina-pages-'));
const app = fastify();
const SCRIPT = 'export const price = 6490;\n'.repeat(50);

beforeAll(async () => {
  for (const name of ['vitrina.js', 'player-ABCDEFGH.js']) {
    writeFileSync(join(root, name), SCRIPT);
    writeFileSync(join(root, `${name}.gz`), gzipSync(SCRIPT));
    writeFileSync(join(root, `${name}.br`), brotliCompressSync(SCRIPT));
  }
  writeFileSync(join(root, 'old.js'), SCRIPT);
  writeFileSync(join(root, 'preview.html'), '<!doctype html>');
  await app.register(fastifyStatic, playerFiles(root));
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

const get = (name: string, encoding: string) =>
  app.inject({ url: `/player/v1/${name}`, headers: { 'accept-encoding': encoding } });

it.each([
  ['vitrina.js', 'gzip, deflate, br', 'br', 'max-age=300'],
  ['vitrina.js', 'gzip', 'gzip', 'max-age=300'],
  ['vitrina.js', 'identity', undefined, 'max-age=300'],
  ['player-ABCDEFGH.js', 'gzip, br', 'br', 'immutable'],
  ['player-ABCDEFGH.js', 'identity', undefined, 'immutable'],
  ['old.js', 'gzip, br', undefined, 'max-age=300'],
])('%s to a browser that takes %s is sent as %s, to be kept: %s', async (name, takes, encoding, kept) => {
  const { statusCode, headers, rawPayload } = await get(name, takes);
  expect(statusCode).toBe(200);
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['cache-control']).toContain(kept);
  expect(headers['content-type']).toMatch(/^(text|application)\/javascript/);
  expect(headers['vary']).toContain('accept-encoding');
  expect(rawPayload.length < SCRIPT.length).toBe(encoding !== undefined);
});

it('the page on which a theme is tried may be framed by the studio alone', async () => {
  const { headers } = await get('preview.html', 'identity');
  expect(headers['x-frame-options']).toBe('SAMEORIGIN');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
  expect((await get('vitrina.js', 'identity')).headers).not.toHaveProperty('x-frame-options');
});

it('what is not there is not found, in any form', async () => {
  expect((await get('none.js', 'gzip, br')).statusCode).toBe(404);
  expect((await get('..%2fpackage.json', 'gzip, br')).statusCode).toBe(404);
});
