// A hardware encoder that this machine does not have: the video is made in software, and the log says why.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mediaFile, WITHOUT_AV1 } from '../../../test/support/media.js';
import { DEFAULT_BOUNDS } from '../rules/bounds.rules.js';
import { prepareByHardware } from './hardware.js';
import type { HardwareEncoder } from './encoder.rules.js';
import { openWorkshop, type Workshop } from '../running/workshop.js';

let root: string;
let workshop: Workshop;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrina-hardware-'));
  workshop = await openWorkshop(WITHOUT_AV1);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const prepare = async (clip: string, encoder: HardwareEncoder | undefined, name: string) => {
  const said: string[] = [];
  const bounds = { ...DEFAULT_BOUNDS, minSeconds: 1 };
  const options = { sourcePath: mediaFile(clip) as string, outDir: join(root, name), workshop, bounds };
  const prepared = await prepareByHardware(options, encoder, (line) => said.push(line));
  return { prepared, said, files: (await readdir(join(root, name))).sort() };
};

describe('hardware encoding', () => {
  it('that fails is followed by software: the same files as without it, and a reason in the log', async () => {
    const plain = await prepare('screen-recording-vfr.mp4', undefined, 'plain');
    expect(plain).toMatchObject({ said: [], prepared: { status: 'published' } });
    const { prepared, said, files } = await prepare('screen-recording-vfr.mp4', 'h264_vaapi', 'hardware');
    expect(prepared.status).toBe('published');
    expect(said).toEqual([expect.stringMatching(/^h264_vaapi did not work, once more in software: ./)]);
    expect(files).toEqual(plain.files);
  }, 300_000);

  it('is not tried for a file that is refused before anything is encoded', async () => {
    const { prepared, said } = await prepare('broken-no-moov.mp4', 'h264_nvenc', 'broken');
    expect(prepared).toMatchObject({ status: 'refused', code: 'DAMAGED' });
    expect(said).toEqual([]);
  });
});
