// Prepares files of the zoo and compares what comes out with the scene that went in.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, prepareVideo } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { lookAt, X264, Zoo } from './zoo.js';
import { WITHOUT_AV1 } from '../support/media.js';

export interface Stage {
  workshop: Workshop;
  zoo: Zoo;
}

/** The programs and a folder of their own; the caller removes it. */
export async function openStage(): Promise<Stage> {
  const workshop = await openWorkshop({ ...WITHOUT_AV1, av1: ALL });
  return { workshop, zoo: new Zoo(workshop.binaries.ffmpeg, mkdtempSync(join(tmpdir(), 'vitrina-zoo-'))) };
}

export interface Wanted {
  size: string;
  seconds: number;
  corners: string;
  fps: number;
  flashes: number[];
  beeps: number[];
  /** How far a beep may stand from where it should, in seconds. */
  slack: number;
}
const UPRIGHT: Wanted = {
  ...{ size: '320x180', seconds: 2.4, corners: 'RGBW', fps: 25, flashes: [0, 1, 2], beeps: [0, 1, 2], slack: 0.05 },
};

/** Prepares a file and looks at what came out of it; `over` says what differs from the scene as it is. */
export async function expectPublished(
  { workshop, zoo }: Stage,
  sourcePath: string,
  over: Partial<Wanted> = {},
): Promise<void> {
  const wanted = { ...UPRIGHT, ...over };
  const outDir = `${sourcePath}.out`;
  const settings = { ...DEFAULT_SETTINGS, preset: 'ultrafast' };
  const options = { sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: zoo.folder, settings };
  const video = await prepareVideo(options);
  if (video.status !== 'published') throw new Error(JSON.stringify(video));
  const top = video.renditions[0];
  const hasSound = wanted.beeps.length > 0;
  const seen = lookAt(workshop.binaries.ffmpeg, join(outDir, video.mp4 ?? ''), top?.fps ?? 25, hasSound);
  const near = (found: number[], right: number[], slack: number) =>
    found.length === right.length && found.every((t, i) => Math.abs(t - (right[i] ?? 0)) <= slack) ? right : found;
  const frameS = 1 / wanted.fps;
  expect({
    size: `${video.width}x${video.height}`,
    corners: seen.corners,
    fps: Math.round((top?.fps ?? 0) * 100) / 100,
    seconds:
      Math.abs(video.durationMs / 1000 - wanted.seconds) <= 1.5 * frameS ? wanted.seconds : video.durationMs / 1000,
    frames: seen.frames === top?.frames ? 'all' : `${seen.frames} of ${top?.frames}`,
    flashes: near(seen.flashes, wanted.flashes, 1.1 * frameS),
    beeps: near(seen.beeps, wanted.beeps, wanted.slack),
  }).toEqual({
    ...{ size: wanted.size, corners: wanted.corners, fps: wanted.fps, seconds: wanted.seconds, frames: 'all' },
    ...{ flashes: wanted.flashes, beeps: wanted.beeps },
  });
  rmSync(outDir, { recursive: true, force: true });
}

/** How ordinary sources are encoded. */
export const MP4 = [...X264, '-c:a', 'aac'];

const ALL = process.env['VITRINA_ZOO'] === 'all';
/** VITRINA_ZOO=all takes every row, in AV1 too; npm test takes those marked with a star, about a third. */
export const chosen = <T extends readonly [string, ...unknown[]]>(rows: readonly T[]): T[] =>
  rows.filter(([name]) => ALL || name.startsWith('* '));

export type Row = [name: string, file: string, args: (zoo: Zoo) => string[], wanted?: Partial<Wanted>];

/** A test for each row: the file is made, prepared and looked at. */
export const table = (stage: () => Stage, rows: Row[]): void =>
  it.each(chosen(rows))(
    '%s',
    // Gathered: a fourth parameter that a row does not have would be taken for a callback to wait for.
    async (...[, file, args, wanted]: Row) => {
      const { zoo } = stage();
      await expectPublished(stage(), zoo.make(file, args(zoo)), wanted);
    },
    120_000,
  );
