// From the moment in which the next video has the larger half of the screen to its first frame that moves: our feed beside what others would build, CPU slowed four times.
/* global HTMLMediaElement */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled, ROOT } from '../../bundle.mjs';
import { median } from '../measure.part.mjs';
import { FEEDS, OURS, startFeedShop, VIDEOS } from './feed-shop.mjs';

/** So long a shopper looks before the next swipe: half of a short attention. */
const LOOK_MS = 3_000;
const PATIENCE_MS = 8_000;

/** Runs in the page before anything else: when another video showed a frame that moves after the feed had been swiped past the half. */
function observe() {
  const seen = { passedAt: 0, times: [], last: null };
  window.seen = seen;
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function (...args) {
    const look = () => {
      if (this.paused || this === seen.last) return;
      // It may run before; then the shopper waited for nothing.
      if (seen.passedAt === 0) return void this.requestVideoFrameCallback(look);
      seen.times.push(performance.now() - seen.passedAt);
      seen.passedAt = 0;
      seen.last = this;
    };
    if (this !== seen.last) this.requestVideoFrameCallback(look);
    return play.apply(this, args);
  };
}

/** Runs in the page once the feed is open. */
function watchReel() {
  const reel =
    document.querySelector('vitrina-reviews')?.shadowRoot.querySelector('.reel') ?? document.getElementById('reel');
  const at = () => Math.round(reel.scrollTop / reel.clientHeight);
  let last = at();
  reel.addEventListener('scroll', () => {
    if (at() === last) return;
    last = at();
    window.seen.passedAt = performance.now();
  });
}

/** A finger that takes the next one over the half of the screen and lets go: no machine is too busy for it to be a swipe. */
async function swipe(cdp) {
  const touch = (type, y) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 195, y }] });
  await touch('touchStart', 720);
  for (let step = 1; step <= 10; step++) {
    await touch('touchMove', 720 - step * 52);
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  await touch('touchEnd');
}

async function walk(browser, shop, name, network) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const cdp = await context.newCDPSession(page);
  let bytes = 0;
  await cdp.send('Network.enable');
  cdp.on('Network.dataReceived', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...network, connectionType: 'cellular4g' });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(`${shop.origin}/page?setup=${encodeURIComponent(name)}`, { waitUntil: 'load', timeout: 60_000 });
  await page
    .locator(name === OURS ? 'vitrina-reviews .tile' : '#open')
    .first()
    .click({ timeout: 30_000 });
  await page.evaluate(() => (window.seen.passedAt ||= performance.now()));
  const shown = async (count) => {
    const end = Date.now() + PATIENCE_MS;
    while ((await page.evaluate(() => window.seen.times.length)) < count) {
      if (Date.now() > end) return false;
      await page.waitForTimeout(100);
    }
    return true;
  };
  await shown(1);
  await page.evaluate(watchReel);
  const times = [];
  for (let at = 1; at < VIDEOS; at++) {
    await page.waitForTimeout(LOOK_MS);
    await page.evaluate(() => Object.assign(window.seen, { times: [], passedAt: 0 }));
    await swipe(cdp);
    times.push((await shown(1)) ? await page.evaluate(() => window.seen.times[0]) : NaN);
  }
  await context.close();
  return { times, kib: bytes / 1024 / VIDEOS };
}

const at = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

export async function measureFeed({ peers, runs, networks, only }) {
  const names = Object.keys(FEEDS).filter((name) => name.includes(only));
  const { launchBrowser } = await importBundled('backend/test/support/browser.ts');
  const shop = await startFeedShop(peers);
  const browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
  const told = {};
  try {
    for (const [network, shape] of networks) {
      const walks = Object.fromEntries(names.map((name) => [name, []]));
      for (let round = 0; round < runs; round++) {
        for (const name of names) {
          walks[name].push(await walk(browser, shop, name, shape));
          const times = walks[name].at(-1).times.map((ms) => ms.toFixed(0));
          console.error(`${network}: round ${round + 1} of ${runs}, ${name}: ${times.join(' ')}`);
        }
      }
      console.log(
        `\n${network}\n| feed | swipe to first frame, ms | p90 | never | KiB a video |\n|---|---|---|---|---|`,
      );
      told[network] = {};
      for (const [name, all] of Object.entries(walks)) {
        const times = all.flatMap((one) => one.times).filter(Number.isFinite);
        const never = all.flatMap((one) => one.times).length - times.length;
        const row = {
          medianMs: median(times),
          p90Ms: at(times, 0.9),
          never,
          kib: median(all.map((one) => one.kib)),
          times,
        };
        told[network][name] = row;
        console.log(
          `| ${name} | ${row.medianMs?.toFixed(0)} | ${row.p90Ms?.toFixed(0)} | ${never} | ${row.kib.toFixed(0)} |`,
        );
      }
    }
  } finally {
    await browser.close();
    await shop.close();
  }
  const target = join(ROOT, '.vitrina/bench');
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'feed.json'), `${JSON.stringify({ runs, videos: VIDEOS, told }, null, 2)}\n`);
  console.log(`Written to ${join(target, 'feed.json')}`);
  return 0;
}
