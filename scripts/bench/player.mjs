// npm run bench -- player [--runs N] [--only WORD] [--quick] [--feed]: our player beside the others on a product page, CPU slowed four times,
// two networks, runs interleaved and medians shown; --quick is the first network alone and no heap; --feed measures swipes instead of taps. The peers are installed into the temporary folder with pinned versions.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundled, ROOT } from '../bundle.mjs';
import { median } from './measure.part.mjs';
import { measureFeed } from './player/feed.mjs';
import { observe } from './player-page.part.mjs';
import { startShop } from './player-shop.part.mjs';
import { LAZY, OURS, PEERS, PICTURE, PRELOADING, SETUPS } from './player-setups.part.mjs';

/** Bytes a second and milliseconds of latency. */
const NETWORKS = {
  'middling 4G': { downloadThroughput: 9_000_000 / 8, uploadThroughput: 3_000_000 / 8, latency: 60 },
  'slow 4G': { downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 },
};
const SETTLE_MS = 3_500;
const PATIENCE_MS = 20_000;

function parse(words) {
  const options = { runs: 5, only: '', quick: false, feed: false };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--runs') options.runs = Number(words[++at]);
    else if (words[at] === '--only') options.only = words[++at] ?? '';
    else if (words[at] === '--quick') options.quick = true;
    else if (words[at] === '--feed') options.feed = true;
    else throw new Error(`Unknown word ${words[at]}.`);
  }
  if (!Number.isInteger(options.runs) || options.runs < 1) throw new Error('--runs takes a whole number from 1.');
  return options;
}

function installPeers() {
  const folder = join(tmpdir(), 'vitrina-bench-peers');
  const wanted = Object.entries(PEERS).map(([name, version]) => `${name}@${version}`);
  const has = ([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  };
  if (Object.entries(PEERS).every(has)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', ...wanted];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

async function opened(browser, shop, name, { network, cards = 1 }) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const cdp = await context.newCDPSession(page);
  const traffic = { bytes: 0 };
  await cdp.send('Network.enable');
  cdp.on('Network.dataReceived', ({ encodedDataLength }) => (traffic.bytes += encodedDataLength));
  if (network)
    await cdp.send('Network.emulateNetworkConditions', { offline: false, ...network, connectionType: 'cellular4g' });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(`${shop.origin}/page?setup=${encodeURIComponent(name)}&cards=${cards}`, {
    waitUntil: 'load',
    timeout: 60_000,
  });
  await page.waitForTimeout(SETTLE_MS);
  return { context, page, cdp, traffic };
}

/** A tap without the hover that a mouse would bring: nobody gets to fetch anything early. */
function tap() {
  const ours = document.querySelector('vitrina-player')?.shadowRoot?.querySelector('.go');
  (ours ?? document.getElementById('tap')).click();
}

async function oneRun(browser, shop, name, network) {
  const { context, page, traffic } = await opened(browser, shop, name, { network });
  const before = { bytes: traffic.bytes, ...(await page.evaluate(() => ({ ...window.seen }))) };
  const { bytes, blockedMs: tbt, longest, shift, lcp, hero } = before;
  const run = { kib: bytes / 1024, tbt, longest, shift, lcp, hero, frameMs: NaN, frameKib: NaN };
  if (SETUPS[name] !== null) {
    await page.evaluate(tap);
    // One question that is answered when the frame comes: asking again and again would take the page's own time.
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, false));
    if (await Promise.race([page.evaluate(() => window.framed).catch(() => false), late])) {
      run.frameKib = traffic.bytes / 1024;
      run.frameMs = await page.evaluate(() => window.seen.frameAt - window.seen.tapAt);
    }
  }
  await context.close();
  return run;
}

async function heapOf(browser, shop, name) {
  const { context, cdp } = await opened(browser, shop, name, { cards: 50 });
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await context.close();
  return usedSize / 1024 ** 2;
}

const middle = (runs, key) => median(runs.map((run) => run[key]).filter((value) => Number.isFinite(value)));

/** Beside the plain picture of the same round, so that a busy moment of the machine hits both. */
const added = (runs, alone, key) => median(runs.map((run, at) => run[key] - alone[at][key]));

function summary(runs, alone) {
  return {
    addedKib: added(runs, alone, 'kib'),
    addedTbtMs: added(runs, alone, 'tbt'),
    longestTaskMs: middle(runs, 'longest'),
    addedShift: added(runs, alone, 'shift'),
    addedLcpMs: added(runs, alone, 'lcp'),
    addedHeroMs: added(runs, alone, 'hero'),
    frameMs: middle(runs, 'frameMs'),
    frameKib: middle(runs, 'frameKib') - middle(alone, 'kib'),
    failed: runs.filter((run) => Number.isNaN(run.frameMs)).length,
  };
}

/** Pairs of the same round: a busy moment of the machine hits both. */
function ratios(results, ours, peers) {
  const found = peers
    .filter((name) => results[name])
    .map((name) => {
      const pairs = results[ours].map((run, at) => run.frameMs / results[name][at].frameMs).filter(Number.isFinite);
      return { name, ratio: median(pairs), ms: middle(results[name], 'frameMs') };
    });
  return found.sort((a, b) => a.ms - b.ms);
}

function print(network, results, heaps) {
  const alone = Object.fromEntries(
    ['kib', 'tbt', 'shift', 'lcp', 'hero'].map((key) => [key, middle(results[PICTURE], key)]),
  );
  console.log(
    `\n${network}: the page with a plain picture ${alone.kib.toFixed(0)} KiB, TBT ${alone.tbt.toFixed(0)} ms, LCP ${alone.lcp.toFixed(0)} ms, its own picture at ${alone.hero.toFixed(0)} ms`,
  );
  console.log(
    '| player | KiB before a tap | TBT added, ms | longest task, ms | CLS | LCP added, ms | own picture later by, ms | tap to frame, ms | KiB to frame | heap of 50, MiB |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  const rows = {};
  for (const [name, runs] of Object.entries(results)) {
    if (name === PICTURE) continue;
    const row = (rows[name] = summary(runs, results[PICTURE]));
    const heap = heaps[name] === undefined ? '' : (heaps[name] - heaps[PICTURE]).toFixed(1);
    const cells = [
      row.addedKib.toFixed(1),
      row.addedTbtMs.toFixed(0),
      row.longestTaskMs.toFixed(0),
      row.addedShift.toFixed(3),
      row.addedLcpMs.toFixed(0),
      row.addedHeroMs.toFixed(0),
    ];
    const failed = row.failed > 0 ? ` (${row.failed} never)` : '';
    const frame = SETUPS[name] === null ? ['', ''] : [`${row.frameMs?.toFixed(0)}${failed}`, row.frameKib.toFixed(0)];
    console.log(`| ${name} | ${[...cells, ...frame].join(' | ')} | ${heap} |`);
  }
  for (const [ours, peers] of [
    ['vitrina cold', LAZY],
    ['vitrina warm', PRELOADING],
  ]) {
    const each = results[ours] ? ratios(results, ours, peers).filter(({ ratio }) => Number.isFinite(ratio)) : [];
    console.log(`${ours}, paired, of ${each.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(', ')}.`);
  }
  return { alone, rows };
}

export async function main(words) {
  const { runs, only, quick, feed } = parse(words);
  const peers = installPeers();
  if (feed) return measureFeed({ peers, runs, only, networks: Object.entries(NETWORKS).slice(0, quick ? 1 : 2) });
  const { launchBrowser } = await importBundled('backend/test/support/browser.ts');
  const shop = await startShop(peers, [...Object.keys(SETUPS), ...Object.keys(OURS)]);
  const names = shop.names.filter((name) => !SETUPS[name] || name.includes(only));
  const browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
  const told = {};
  try {
    const heaps = {};
    if (!quick) for (const name of names) heaps[name] = await heapOf(browser, shop, name);
    for (const [network, shape] of Object.entries(NETWORKS).slice(0, quick ? 1 : 2)) {
      const results = Object.fromEntries(names.map((name) => [name, []]));
      for (let round = 0; round < runs; round++) {
        for (const name of names) results[name].push(await oneRun(browser, shop, name, shape));
        console.error(`${network}: round ${round + 1} of ${runs}`);
      }
      told[network] = { results, ...print(network, results, heaps), heaps };
    }
  } finally {
    await browser.close();
    await shop.close();
  }
  const target = join(ROOT, '.vitrina/bench');
  mkdirSync(target, { recursive: true });
  const json = join(target, 'player.json');
  writeFileSync(json, `${JSON.stringify({ runs, peers: PEERS, told }, null, 2)}\n`);
  console.log(`Written to ${json}`);
  return 0;
}
