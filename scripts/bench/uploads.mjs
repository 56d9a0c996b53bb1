// npm run bench -- uploads [--count N] [--windows N] [--seconds N] [--clip FILE]: a bulk upload beside shoppers. One store
// sends N files at once over tus while a product card is asked steadily; a second store's creator then sends one. Prints
// the card's p99 under load beside its p99 at rest in the same run, and the order in which preparations began.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ROOT } from '../bundle.mjs';
import { median } from './measure.part.mjs';

const DIST = join(ROOT, 'backend/dist');
const ASK_EVERY_MS = 20;
const PART = (name) => join(import.meta.dirname, name);

function options(words) {
  const read = (name, fallback) => {
    const at = words.indexOf(`--${name}`);
    return at < 0 ? fallback : words[at + 1];
  };
  return {
    count: Number(read('count', 50)),
    windows: Number(read('windows', 4)),
    seconds: Number(read('seconds', 15)),
    clip: read('clip', join(ROOT, 'backend/test/media/coffee-portrait-9x16.mp4')),
  };
}

/** What this bench started and must end, also when it is stopped by hand. */
const started = new Set();

function endAll() {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended by itself a moment ago.
    }
  }
}

/** Linux may share the processor by session before it looks at single processes (sched_autogroup_enabled). */
function giveSession(pid, nice) {
  try {
    if (nice !== 0) writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch {
    // No such thing here, or not ours to set.
  }
}

function start(command, args, env, sessionNice = 0) {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    detached: true,
  });
  started.add(child);
  giveSession(child.pid, sessionNice);
  const service = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (service.output += data));
  return service;
}

async function until(what, test, withinMs = 120_000) {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(200)) {
    const found = await Promise.resolve(test()).catch(() => null);
    if (found) return found;
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`);
}

/** Times of the card by when it was answered; -1 is a failure. */
function askSteadily(url) {
  const asker = start(process.execPath, [PART('uploads/card-asker.mjs'), url, String(ASK_EVERY_MS)], {}, -10);
  const between = (fromMs, toMs) =>
    asker.output
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .filter(([at, ms]) => ms !== undefined && at >= fromMs && at < toMs)
      .map(([, ms]) => ms);
  return { ...asker, between };
}

const p = (share, values) => [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN;

/** So many windows one after another, each with its own p50 and p99. */
async function measure(asker, windows, seconds) {
  const found = [];
  for (let n = 0; n < windows; n++) {
    const from = Date.now();
    await sleep(seconds * 1000);
    const times = asker.between(from, Date.now());
    const good = times.filter((ms) => ms >= 0);
    found.push({ answers: good.length, failures: times.length - good.length, p50: p(0.5, good), p99: p(0.99, good) });
  }
  return found;
}

async function makePeople(Walker, baseUrl, env) {
  const person = async (email) => {
    const walker = new Walker(baseUrl);
    await walker.signUp(email, 'Bench');
    return walker;
  };
  const staff = await person('staff@bench.test');
  const grant = start(process.execPath, [join(DIST, 'src/grant.js'), 'staff@bench.test', 'moderator'], env);
  await new Promise((done) => grant.child.once('exit', done));
  await staff.enrolSecondFactor();
  return { staff, bulk: await person('bulk@bench.test'), single: await person('single@bench.test'), person };
}

async function makeStore(owner, name) {
  const made = await owner.ask('mutation($i: StoreInput!) { createStore(input: $i) { id publishableKey } }', {
    i: { name, currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 },
  });
  const store = made.createStore;
  const { createApiKey } = await owner.ask(
    'mutation($s: ID!) { createApiKey(storeId: $s, mode: live, label: "b", scopes: ["products:write"]) { secret key { id } } }',
    { s: store.id },
  );
  const product = { title: 'Mug', price: '10000.00', currency: 'KZT', url: 'https://shop.test/mug', inStock: true };
  await owner.shop({ keyId: createApiKey.key.id, secret: createApiKey.secret }, 'PUT', '/v1/products/mug', product);
  const { products } = await owner.ask('query($s: ID!) { products(storeId: $s) { nodes { id } } }', { s: store.id });
  return { ...store, productId: products.nodes[0].id };
}

/** The same picture with another hash: an MP4 `free` box is skipped by every player. */
function variant(original) {
  const noise = randomBytes(64);
  const box = Buffer.alloc(8);
  box.writeUInt32BE(8 + noise.length, 0);
  box.write('free', 4);
  return Buffer.concat([original, box, noise]);
}

async function announceVideo(walker, store, title, bytes) {
  const input = {
    ...{ storeId: store.id, title, productIds: [store.productId], fileName: `${title}.mp4` },
    ...{ sizeBytes: String(bytes.length), contentType: 'video/mp4' },
  };
  const { createVideo } = await walker.ask(
    'mutation($i: CreateVideoInput!) { createVideo(input: $i) { uploadUrl video { id } } }',
    { i: input },
  );
  return { id: createVideo.video.id, url: createVideo.uploadUrl, bytes };
}

async function published(people, walker, store, bytes) {
  const { id, url } = await announceVideo(walker, store, 'first', bytes);
  await walker.upload(url, id, bytes);
  const statusOf = async () =>
    (await walker.ask('query($i: ID!) { video(id: $i) { status } }', { i: id })).video.status;
  await until('the first video', async () => (await statusOf()) === 'in_review', 300_000);
  await people.staff.ask('mutation($v: ID!) { approveVideo(videoId: $v) { id } }', { v: id });
}

function table(rows) {
  const line = ({ name, answers, failures, p50, p99 }) =>
    `${name.padEnd(12)} ${String(answers).padStart(7)} ${String(failures).padStart(8)} ${p50.toFixed(2).padStart(9)} ${p99.toFixed(2).padStart(9)}`;
  return ['window       answers failures    p50 ms    p99 ms', ...rows.map(line)].join('\n');
}

/** Everything running: the service as a shop has it, with a durable database. */
async function setUp(folder) {
  const { startEmbedded } = await import(join(DIST, 'src/base/database/embedded.js'));
  const { migrate } = await import(join(DIST, 'src/base/database/migrations.js'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres') });
  await migrate(database.url);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = {
    ...{ VITRINA_MODE: 'demo', VITRINA_SECRET: randomBytes(32).toString('hex'), VITRINA_DATA: folder },
    ...{ VITRINA_PUBLIC_URL: baseUrl, DATABASE_URL: database.url, PORT: String(port) },
  };
  const services = ['api', 'worker'].map((name) =>
    start(process.execPath, [join(DIST, `src/${name}.js`)], env, name === 'worker' ? 5 : 0),
  );
  await until('the API', async () => (await fetch(`${baseUrl}/readyz`)).ok);
  return { database, baseUrl, env, services };
}

/** Sends everything at once from a process of its own; resolves when the last byte is in. */
function sendAll(folder, baseUrl, walker, videos) {
  const job = join(folder, 'uploads.json');
  const files = videos.map(({ id, url, bytes }) => {
    const path = join(folder, `${id}.mp4`);
    writeFileSync(path, bytes);
    return { id, url, path };
  });
  writeFileSync(job, JSON.stringify({ baseUrl, cookie: walker.cookie, files }));
  // Fifty phones send: what they spend is not the server's.
  const sender = start(process.execPath, [PART('uploader.part.mjs'), job], {}, 19);
  return new Promise((done, fail) =>
    sender.child.once('exit', (code) => (code === 0 ? done() : fail(new Error(sender.output)))),
  );
}

async function startsOf(database, names) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT video_id FROM video_steps WHERE status = 'checking' AND video_id = ANY($1) ORDER BY seq`,
    [[...names.keys()]],
  );
  await client.end();
  return rows.map((row) => names.get(row.video_id));
}

async function load({ baseUrl, database, folder }, people, stores, { count, windows, seconds, original }, asker) {
  const idle = await measure(asker, windows, seconds);
  const videos = [];
  for (let n = 0; n < count; n++)
    videos.push(await announceVideo(people.bulk, stores.bulk, `bulk${n}`, variant(original)));
  const one = await announceVideo(people.single, stores.single, 'single', variant(original));
  const begun = Date.now();
  const sending = sendAll(folder, baseUrl, people.bulk, videos).then(() => Date.now() - begun);
  const single = sending.then(() => people.single.upload(one.url, one.id, one.bytes));
  const under = await measure(asker, windows, seconds);
  const sentMs = await sending;
  await single;
  const names = new Map([...videos.map((video) => [video.id, 'A']), [one.id, 'B']]);
  await until('the start of the single clip', async () => (await startsOf(database, names)).includes('B'), 300_000);
  return { idle, under, sentMs, starts: await startsOf(database, names) };
}

export async function main(words) {
  const wanted = options(words);
  const original = readFileSync(wanted.clip);
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'));
  const { Walker } = await import(join(DIST, 'seed/walker.js'));
  const stage = await setUp(folder);
  // PostgreSQL ends with this process; its folder goes with the next clean-up of the temporary folder.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (endAll(), process.exit(130)));
  try {
    const people = await makePeople(Walker, stage.baseUrl, stage.env);
    const stores = {
      bulk: await makeStore(await people.person('owner-a@bench.test'), 'A'),
      single: await makeStore(await people.person('owner-b@bench.test'), 'B'),
    };
    await published(people, people.bulk, stores.bulk, variant(original));
    const card = `${stage.baseUrl}/v1/cards?store=${stores.bulk.publishableKey}&product=mug`;
    await until('the card', async () => (await (await fetch(card)).text()).includes('m3u8'));
    const asker = askSteadily(card);
    await sleep(3000);
    const found = await load({ ...stage, folder }, people, stores, { ...wanted, original }, asker);
    return report(found, wanted);
  } finally {
    endAll();
    await stage.database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report({ idle, under, sentMs, starts }, { count }) {
  const named = (name, all) => all.map((one, n) => ({ name: `${name} ${n + 1}`, ...one }));
  console.log(table([...named('idle', idle), ...named('load', under)]));
  const [atRest, loaded] = [median(idle.map((w) => w.p99)), median(under.map((w) => w.p99))];
  const failures = [...idle, ...under].reduce((sum, window) => sum + window.failures, 0);
  const waited = starts.indexOf('B');
  console.log(`\n${count} uploads arrived in ${(sentMs / 1000).toFixed(1)} s`);
  console.log(
    `card p99, medians: idle ${atRest.toFixed(2)} ms, load ${loaded.toFixed(2)} ms: ${(loaded / atRest).toFixed(2)} times (wanted: under 2)`,
  );
  console.log(`starts of preparation (B is the second store, sent last): ${starts.join('')}`);
  const file = join(ROOT, '.vitrina/bench/uploads.json');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ idle, under, sentMs, starts: starts.join(''), ratio: loaded / atRest, waited }, null, 2),
  );
  console.log(`written: ${file}`);
  return loaded / atRest < 2 && failures === 0 ? 0 : 1;
}
