// npm run bench -- first-play [--runs N] [--kinds plain,suitable,streamable]: from the last byte of an upload to a playlist
// that plays, on real processes: a 20 s clip of 1080x1920 at full speed, and one at the pace of a phone's connection.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import setup from '../../backend/test/support/global-setup.mjs';
import teardown from '../../backend/test/support/global-teardown.mjs';
import { importBundled, ROOT } from '../bundle.mjs';
import { median } from './measure.part.mjs';

/** How each kind is sent: `streamable` slowly, because it is encoded while it arrives. Bytes a second. */
const PACE = { streamable: 2_500_000 };

function parse(words) {
  const options = { runs: 5, kinds: ['plain', 'suitable', 'streamable'] };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--runs') options.runs = Number(words[++at]);
    else if (words[at] === '--kinds') options.kinds = (words[++at] ?? '').split(',');
    else throw new Error(`Unknown word ${words[at]}.`);
  }
  if (!Number.isInteger(options.runs) || options.runs < 1) throw new Error('--runs takes a whole number from 1.');
  return options;
}

/** The same pictures under another hash: the very same file again would be refused. An MP4 `free` box is skipped. */
function variant(bytes, n) {
  const box = Buffer.alloc(16);
  box.writeUInt32BE(16, 0);
  box.write('free', 4);
  box.writeUInt32BE(n, 8);
  return Buffer.concat([bytes, box]);
}

export async function main(words) {
  const { runs, kinds } = parse(words);
  process.env.VITRINA_TEST_DIST = join(ROOT, 'backend/dist/src');
  await setup();
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'));
  const { makeClips, openHouse } = await importBundled('backend/test/support/drills/first-play.ts');
  const clips = await makeClips(folder, join(ROOT, 'backend/test/media'));
  const house = await openHouse();
  const results = {};
  try {
    for (const kind of kinds) {
      const bytes = readFileSync(clips[kind]);
      const tries = [];
      for (let n = 0; n < runs; n++) {
        const pace = PACE[kind] ? { bytesPerSecond: PACE[kind] } : {};
        tries.push(await house.firstPlay(variant(bytes, n), pace));
        const { firstPlayableMs, phases, playedWhile, said } = tries[n];
        console.error(`${kind} ${n + 1}: ${firstPlayableMs} ms, while ${playedWhile}, ${JSON.stringify(phases)}`);
        for (const line of said) console.error(`    ${line}`);
      }
      results[kind] = { medianMs: median(tries.map((t) => t.firstPlayableMs)), megabytes: bytes.length / 1e6, tries };
    }
  } catch (error) {
    console.error(house.worker.output.slice(-3000));
    throw error;
  } finally {
    await house.close();
    await teardown();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [kind, { medianMs, megabytes }] of Object.entries(results)) {
    console.log(
      `${kind.padEnd(12)} ${megabytes.toFixed(1)} MB  first playable after ${medianMs} ms (median of ${runs})`,
    );
  }
  const target = join(ROOT, '.vitrina/bench');
  mkdirSync(target, { recursive: true });
  const json = join(target, 'first-play.json');
  writeFileSync(json, `${JSON.stringify({ runs, results }, null, 2)}\n`);
  console.log(`Written to ${json}`);
  return 0;
}
