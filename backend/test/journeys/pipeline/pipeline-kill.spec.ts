// The worker is killed while eight videos stand in eight stages, twice in a row: each is prepared once, nothing is left.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STAGES, type Stage } from '../../../src/transcoding/stages.js';
import type { Video } from '../../../src/videos/video.entity.js';
import { Drill, ONCE } from '../../support/drills/drill.js';
import { until } from '../../support/processes.js';

/** Where ffmpeg must still be running when it is killed, the clip takes it longer. */
const CLIPS: Partial<Record<Stage, string>> = {
  encoding: 'coffee-portrait-9x16.mp4',
  playable: 'coffee-landscape.mp4',
};

describe('a worker that is killed in every stage', () => {
  let drill: Drill;
  beforeAll(async () => {
    drill = await Drill.begin();
  });
  afterAll(() => drill?.end());

  it('twice in a row, leaves eight videos prepared once and nothing else', async () => {
    const shop = await drill.shop();
    const videos = new Map<Stage, Video>();
    for (const stage of STAGES)
      videos.set(stage, await drill.arrived(shop, CLIPS[stage] ?? 'screen-recording-vfr.mp4'));
    const holdAt = [...videos].map(([stage, { id }]) => `${id}:${stage}`).join(',');
    const all = [...videos.values()];
    const worker = drill.worker({ TRANSCODE_JOBS: '8', VITRINA_HOLD_AT: holdAt });
    for (const round of [1, 2]) {
      worker.output = '';
      worker.start();
      if (round > 1) await drill.hurry();
      const standing = () =>
        STAGES.filter((stage) => worker.output.includes(`${videos.get(stage)?.id} stands at ${stage}`));
      const encoding = videos.get('encoding') as Video;
      const stand = async () => {
        // An encode that is over before the last stage is reached would say nothing of one that is killed.
        if (standing().includes('encoding')) drill.halt(encoding);
        return standing().length === STAGES.length ? true : null;
      };
      await until(`round ${round}: every stage`, stand, 150_000).catch((error: Error) => {
        throw new Error(`${error.message}; only ${standing().join(', ')}\n${worker.output.slice(-4000)}`);
      });
      expect(await drill.count(`state = 'active'`)).toBe(STAGES.length);
      expect(drill.programs(encoding).join('\n')).toContain('ffmpeg');
      await worker.kill();
      // Killed with their worker: none goes on writing for nobody.
      await until('the end of ffmpeg', async () => (drill.programs().length === 0 ? true : null), 5000);
      expect(await drill.count(`state IN ('active', 'retry')`)).toBe(STAGES.length);
    }
    const healthy = drill.worker({ TRANSCODE_JOBS: '3' });
    healthy.start();
    await drill.hurry();
    await drill.settled(all);
    for (const [stage, video] of videos) expect({ stage, ...(await drill.endOf(video)) }).toEqual({ stage, ...ONCE });
    expect(await drill.leftovers()).toEqual([]);
    expect(await drill.deadLetters()).toBe(0);
  }, 600_000);
});
