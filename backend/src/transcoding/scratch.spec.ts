// What a killed process leaves is removed by the next one, and nothing that is in use or another's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mediaFile } from '../../test/support/media.js';
import { openScratch, scratchOwner, sweepDeadScratch } from './scratch.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrina-sweep-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** `npm run transcode` with a temporary folder of its own. */
function transcode(clip: string, temporary: string) {
  const script = join(import.meta.dirname, '../../../scripts/transcode.mjs');
  const args = [script, mediaFile(clip) as string, join(root, 'out')];
  return spawn(process.execPath, args, { env: { ...process.env, TMPDIR: temporary }, stdio: 'ignore' });
}

describe('scratch folders', () => {
  it('of the dead are swept, also of one with our own number; those in use and of other hosts stay', async () => {
    const folder = join(root, 'names');
    const dead = [`${scratchOwner(4_194_999)}.vid-1.a`, `${scratchOwner(process.pid, '00000000')}.vid-1.b`];
    const stay = [
      `${scratchOwner(process.ppid, '00000000')}.vid-1.c`,
      'vitrina-scratch.elsewhere.1.aa.vid-1.d',
      'mine',
    ];
    for (const name of [...dead, ...stay]) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, 'x'), 'x');
    }
    const open = (await openScratch(folder, 'vid-1')).slice(folder.length + 1);
    await sweepDeadScratch(folder);
    expect((await readdir(folder)).sort()).toEqual([...stay, open].sort());
    await sweepDeadScratch(join(root, 'nowhere'));
  });

  it('of a killed command are gone after the next one', async () => {
    const temporary = join(root, 'tmp');
    await mkdir(temporary);
    const killed = transcode('coffee-portrait-9x16.mp4', temporary);
    while ((await readdir(temporary)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect((await readdir(temporary)).length).toBe(1);
    await once(transcode('broken-jpeg-renamed.mp4', temporary), 'exit');
    expect(await readdir(temporary)).toEqual([]);
  });
});
