// The player in WebKit, the engine of Safari, where a machine has it: media source, managed media source, and HLS of the browser's own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STRICT_CSP, until } from '../page.js';
import { mugCard, prepared, startStub, type Stub } from '../stub.js';
import { startWebKit, webkitBrowser, type WebKit } from './webdriver.js';

const binary = webkitBrowser();
const onWebKit = binary ? describe : describe.skip;

let webkit: WebKit;
let stub: Stub;
let built: string;

beforeAll(async () => {
  if (!binary) return console.log('skipped: no WebKit on this machine (webkit2gtk-driver, xvfb, gstreamer1.0-libav)');
  built = mkdtempSync(join(tmpdir(), 'vitrina-webkit-'));
  execFileSync(process.execPath, [join(import.meta.dirname, '../../build.mjs'), '--outdir', built], { stdio: 'pipe' });
  stub = await startStub(built);
  webkit = await startWebKit(binary);
}, 60_000);
afterAll(async () => {
  await webkit?.close();
  await stub?.close();
  if (built) rmSync(built, { recursive: true, force: true });
});

const VIDEO = `document.querySelector('vitrina-player').shadowRoot.querySelector('video')`;

/** Opens a page with a card after this script of the page's own, taps it, and waits until it has played so far. */
async function play(script: string, untilS: number): Promise<void> {
  const clip = prepared(stub.origin, 'vid_one', { mp4Url: `${stub.origin}/media/mug/preview.mp4` });
  stub.card = { ...mugCard(stub.origin), videos: [clip] };
  stub.csp = script ? '' : STRICT_CSP;
  stub.requests.length = 0;
  stub.html = `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Shop</title>
${script && `<script>${script}</script>`}<script type="module" src="/player/v1/vitrina.js"></script></head>
<body><vitrina-player store="pk_test" product="mug" locale="ru" ratio="9/16"></vitrina-player></body></html>`;
  await webkit.open(`${stub.origin}/`);
  const go = `return document.querySelector('vitrina-player').shadowRoot?.querySelector('.go')`;
  await until('a card', () => webkit.run(`${go} !== null`));
  expect(asked(/m4s|mp4|m3u8/)).toEqual([]);
  await webkit.tap(go);
  const there = `const video = ${VIDEO}; return !!video && video.currentTime > ${untilS} && video.videoWidth > 0`;
  await until(`a picture at ${untilS} s`, () => webkit.run(there), 30_000);
  expect(await webkit.run(`return ${VIDEO}.error`)).toBeNull();
}

const asked = (part: RegExp): string[] => stub.requests.map(({ path }) => path).filter((path) => part.test(path));
const made = (name: string) => `window.${name} = class extends window.${name} {
  constructor() { super(); window.made = [...(window.made ?? []), '${name}']; }
};`;

onWebKit('in WebKit', () => {
  it('plays under a strict policy after a tap, past the hand-over, and counts what was watched', async () => {
    await play('', 6);
    expect(asked(/hls-/)).not.toEqual([]);
    await until('a view', () => (stub.lastView('vid_one')?.segments.at(-1)?.mediaToMs ?? 0) > 4500, 15_000);
    await webkit.run(`${VIDEO}.currentTime = 1`);
    await until('the place sought', () => webkit.run(`const at = ${VIDEO}.currentTime; return at > 1.3 && at < 6`));
  }, 90_000);

  it('takes a managed media source where there is one', async () => {
    await play(made('MediaSource') + made('ManagedMediaSource'), 3);
    expect(await webkit.run('return window.made')).toEqual(['ManagedMediaSource']);
    expect(await webkit.run(`return ${VIDEO}.src`)).toMatch(/^blob:/);
  }, 60_000);

  it('takes a plain one where that is all there is', async () => {
    await play(`delete window.ManagedMediaSource; ${made('MediaSource')}`, 3);
    expect(await webkit.run('return window.made')).toEqual(['MediaSource']);
  }, 60_000);

  it('plays the plain file where there is neither, and no HLS of its own', async () => {
    await play(
      'for (const name of ["ManagedMediaSource", "MediaSource", "WebKitMediaSource"]) delete window[name];',
      1,
    );
    expect(await webkit.run(`return ${VIDEO}.currentSrc`)).toBe(`${stub.origin}/media/mug/preview.mp4`);
  }, 60_000);

  it('goes through a feed by key, plays one video at a time, and closes by Escape', async () => {
    const clips = [0, 1, 2].map((at) =>
      prepared(stub.origin, `vid_${at}`, { hlsUrl: `${stub.origin}/media/mug~${at}/master.m3u8` }),
    );
    stub.card = { ...mugCard(stub.origin), videos: clips };
    stub.csp = STRICT_CSP;
    stub.html = `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Shop</title>
<script type="module" src="/player/v1/reviews.js"></script></head>
<body><vitrina-reviews store="pk_test" product="mug" locale="ru"></vitrina-reviews></body></html>`;
    await webkit.open(`${stub.origin}/`);
    const root = `document.querySelector('vitrina-reviews').shadowRoot`;
    await until('posters', () => webkit.run(`return !!${root}?.querySelector('.tile')`));
    await webkit.tap(`return ${root}.querySelector('.tile')`);
    const playing = () =>
      webkit.run<number[]>(`return [...${root}.querySelectorAll('.place')].flatMap((place, at) => {
        const video = place.querySelector('vitrina-player')?.shadowRoot?.querySelector('video');
        return video && !video.paused && video.currentTime > 0.3 ? [at] : [];
      })`);
    for (const at of [0, 1, 2]) {
      await until(`video ${at} alone`, async () => String(await playing()) === String(at), 20_000);
      await webkit.press(at < 2 ? 'ArrowDown' : 'Escape');
    }
    await until('the page again', () => webkit.run(`return !${root}.querySelector('dialog')?.open`));
    expect(await playing()).toEqual([]);
  }, 90_000);
});
