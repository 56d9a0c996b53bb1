// The declarations that the package ships: a page in strict TypeScript compiles against them, and a wrong one does not.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const PLAYER = join(import.meta.dirname, '..');
const TSC = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'));
const tsc = (...args: string[]) => spawnSync(process.execPath, [TSC, ...args], { encoding: 'utf8' });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-types-'));
  const installed = join(folder, 'node_modules/@vitrina/player');
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'package.json'), readFileSync(join(PLAYER, 'package.json')));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true };
  const libraries = { module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] };
  const config = { compilerOptions: { ...strict, ...libraries }, include: ['page.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const made = tsc('-p', join(PLAYER, 'tsconfig.types.json'), '--outDir', join(installed, 'dist/types'));
  expect(made.stdout).toBe('');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of a page of somebody else, who checks libraries too. */
function compile(page: string): string {
  writeFileSync(join(folder, 'page.ts'), page);
  return tsc('-p', folder).stdout;
}

it('know the elements, their events and what those carry', () => {
  const said = compile(`
import { VitrinaPlayer, qualify, type CartDetail, type PlayerEvents } from '@vitrina/player';
import '@vitrina/player/define';
const player = document.querySelector('vitrina-player');
player?.addEventListener('vitrina:cart', ({ detail }) => {
  const { variantId, quantity }: CartDetail = detail;
  detail.respondWith(fetch('/cart', { method: 'POST', body: JSON.stringify({ variantId, quantity }) }));
});
document.addEventListener('vitrina:qualified', (event) => console.log(event.detail.watchedMs.toFixed()));
const names: (keyof PlayerEvents)[] = ['vitrina:ready', 'vitrina:error'];
console.log(names, VitrinaPlayer.name, qualify);
`);
  expect(said).toBe('');
}, 60_000);

it.each([
  ['an event that there is not', `document.addEventListener('vitrina:qualified', (e) => e.detail.seconds);`, 'seconds'],
  [
    'a detail of another event',
    `document.addEventListener('vitrina:play', (e) => e.detail.respondWith);`,
    'respondWith',
  ],
])(
  'refuse %s',
  (_, line, word) => {
    expect(compile(`import '@vitrina/player';\n${line}\n`)).toMatch(new RegExp(`error TS2339: Property '${word}'`));
  },
  60_000,
);
