// A hero moves for three silent seconds once it is in sight, and not at all where it should not.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { artefact, startWorld, STRICT_CSP, until, type Opening, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  const preview = `${stub.origin}/media/mug/preview.mp4`;
  stub.card.videos = [prepared(stub.origin, 'vid_one', { preview, title: 'Кружка, которая держит тепло' })];
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
  stub.requests.length = 0;
});

const open = async (options: Opening = {}, before = '') => {
  const hero = '<vitrina-reviews store="pk_test" product="mug" form="hero" locale="ru"></vitrina-reviews>';
  const head = '<script type="module" src="/player/v1/reviews.js"></script>';
  const opened = await world.open(`${before}${hero}`, { ...options, head });
  const element = opened.page.locator('vitrina-reviews');
  return { ...opened, element };
};
const asked = () => world.stub.requests.filter(({ path }) => path.includes('preview.mp4')).length;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a hero', () => {
  it.each([390, 1440])('plays its silent seconds once at %s px, and is its poster again', async (width) => {
    const { page, element, faults } = await open({ viewport: { width, height: 844 } });
    const video = element.locator('video');
    await video.waitFor({ state: 'attached' });
    expect(await video.evaluate((v: HTMLVideoElement) => [v.muted, v.loop, v.ariaHidden])).toEqual([
      true,
      false,
      'true',
    ]);
    await page.screenshot({ path: artefact(`hero-${width}.png`) });
    await until('over', async () => (await video.count()) === 0, 20_000);
    await pause(500);
    expect(asked()).toBe(1);
    // It is no view: nobody asked for it.
    expect(world.stub.events().every(({ type }) => type === 'impression')).toBe(true);
    expect(faults).toEqual([]);
  });

  it('asks for nothing before it is in sight', async () => {
    const { page, element } = await open({}, '<svg width="1" height="3000"></svg>');
    await pause(500);
    expect(asked()).toBe(0);
    await page.evaluate(() => scrollTo(0, 3000));
    await element.locator('.tile').scrollIntoViewIfNeeded();
    await element.locator('video').waitFor({ state: 'attached' });
  });

  it.each<[string, Opening]>([
    [
      'with data saver',
      { init: () => void Object.defineProperty(navigator, 'connection', { value: { saveData: true } }) },
    ],
    ['where less motion is wanted', { reducedMotion: 'reduce' }],
  ])('stands still %s', async (_, options) => {
    const { element } = await open(options);
    await element.locator('.tile').waitFor();
    await pause(1000);
    expect([asked(), await element.locator('video').count()]).toEqual([0, 0]);
  });

  it('stays its poster when the file is gone', async () => {
    world.stub.broken.set('/media/mug/preview.mp4', 404);
    const { element, faults } = await open();
    await until('asked', () => asked() > 0);
    await pause(500);
    expect(await element.locator('video').count()).toBe(0);
    expect(await element.locator('.tile img').isVisible()).toBe(true);
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });
});
