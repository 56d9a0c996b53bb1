// Two hundred swipes through a feed of twenty-four videos: what is alive afterwards is what was alive after the first forty.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../page.js';
import { fill, openFeed, standsReady, type Walk } from './walk.js';

let world: World;
const VIDEOS = 24;
/** There and back; five of them are two hundred. */
const ROUND = 40;
const ROUNDS = 5;
/** Beyond the noise of what the browser compiles and caches by itself; a player that stayed would be 0.15 MiB, so forty would be 6. */
const MOST_GROWTH_BYTES = 512 * 1024;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => fill(world, VIDEOS, { durationMs: 7975 }));

interface Alive {
  heapBytes: number;
  nodes: number;
  listeners: number;
  /** Objects that the page could still reach, or that the browser keeps. */
  videos: number;
  sources: number;
  buffers: number;
}

async function count({ cdp }: Walk, expression: string): Promise<number> {
  const { result: prototype } = await cdp.send('Runtime.evaluate', { expression });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' });
  const { result } = await cdp.send('Runtime.callFunctionOn', {
    ...{ objectId: objects.objectId ?? '', functionDeclaration: 'function () { return this.length; }' },
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  return result.value as number;
}

async function alive(walk: Walk): Promise<Alive> {
  const { cdp } = walk;
  // What ends with a task is collected with the next one.
  for (let times = 0; times < 3; times += 1) {
    await cdp.send('HeapProfiler.collectGarbage');
    await walk.page.waitForTimeout(200);
  }
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return {
    ...{ heapBytes: usedSize, nodes, listeners: jsEventListeners },
    videos: await count(walk, 'HTMLVideoElement.prototype'),
    sources: await count(walk, 'MediaSource.prototype'),
    buffers: await count(walk, 'SourceBuffer.prototype'),
  };
}

/** So many swipes forth and as many back. Of each five one is watched until the next stands ready; the others go on at once. */
function swipes({ element }: Walk, half: number): Promise<number> {
  return element.evaluate(async (e, steps) => {
    const reel = e.shadowRoot?.querySelector('.reel') as HTMLElement;
    const videoAt = (at: number): HTMLVideoElement | null | undefined =>
      reel.children[at]?.querySelector('vitrina-player')?.shadowRoot?.querySelector('video');
    const holds = async (test: () => unknown): Promise<boolean> => {
      const end = performance.now() + 60_000;
      while (!test()) {
        if (performance.now() > end) return false;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return true;
    };
    let played = 0;
    for (let step = 1; step <= steps * 2; step += 1) {
      const at = step <= steps ? step : steps * 2 - step;
      reel.scrollTo({ top: at * reel.clientHeight, behavior: 'instant' });
      if (step % 5 > 0) await new Promise((resolve) => setTimeout(resolve, 60));
      else {
        const plays = await holds(() => (videoAt(at)?.currentTime ?? 0) > 0.05 && !videoAt(at)?.paused);
        played += Number(plays);
        await holds(() => (videoAt(at + 1)?.readyState ?? 0) >= 2);
      }
    }
    return played;
  }, half);
}

describe('two hundred swipes', () => {
  it('leave no more alive than forty did', async () => {
    // Steady state is the same place in the same state: the first one plays, and the second stands ready.
    const walk = await openFeed(world);
    const seen: Alive[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      expect(await swipes(walk, ROUND / 2)).toBe(ROUND / 5);
      await standsReady(walk, 1);
      seen.push(await alive(walk));
    }
    const [first, ...later] = seen as [Alive, ...Alive[]];
    for (const one of later) {
      expect(one.nodes).toBeLessThanOrEqual(first.nodes + 20);
      expect(one.listeners).toBeLessThanOrEqual(first.listeners + 10);
      expect(one.heapBytes - first.heapBytes).toBeLessThan(MOST_GROWTH_BYTES);
      expect(one.videos <= 4 && one.sources <= 3 && one.buffers <= 3).toBe(true);
    }
    expect(walk.faults).toEqual([]);
  }, 600_000);
});
