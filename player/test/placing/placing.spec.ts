// The shop's rules and its theme on a page: form, number and nothing at all by device, language and address; nothing moves, and who has neither pays nothing.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { PageRule } from '../../src/core/types.js';
import { artefact, PLAYER, startWorld, STRICT_CSP, until, type Opened, type Opening, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  world.stub.card = mugCard(world.stub.origin);
  world.stub.card.videos = ['vid_one', 'vid_two', 'vid_three'].map((id) => prepared(world.stub.origin, id, {}));
  world.stub.csp = STRICT_CSP;
  world.stub.broken.clear();
  world.stub.slow.clear();
});

const PHONE: Opening = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESKTOP: Opening = { viewport: { width: 1440, height: 900 } };

const shifts = (): void => {
  const seen = window as unknown as { shift: number };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
};

/** A page with a row of videos on it, whose card has these rules. */
async function row(rules: PageRule[], options: Opening, more = ''): Promise<Opened & { element: Locator }> {
  world.stub.card = { ...world.stub.card, rules };
  const body = `<vitrina-reviews store="pk_test" product="mug" ${more}></vitrina-reviews>`;
  const head =
    '<link rel="stylesheet" href="/media/forms.css"><script type="module" src="/player/v1/reviews.js"></script>';
  const opened = await world.open(body, { ...options, head });
  return { ...opened, element: opened.page.locator('vitrina-reviews') };
}
const state = (element: Locator, word: string) =>
  until(word, () => element.evaluate((node, wanted) => node.getAttribute('state') === wanted, word));
const tiles = (element: Locator) => element.locator('.tile').count();
const fetched = (part: string) => world.stub.requests.filter(({ path }) => path.includes(part)).length;

describe('several videos', () => {
  const BY_DEVICE: PageRule[] = [
    { devices: ['phone'], form: 'bubble' },
    { devices: ['desktop'], form: 'grid', limit: 2 },
    { hide: true },
  ];

  it('stand in the form of the device, as many as the rule lets', async () => {
    const phone = await row(BY_DEVICE, PHONE);
    await state(phone.element, 'poster');
    expect(await phone.element.locator('.bubble').count()).toBe(1);
    const desktop = await row(BY_DEVICE, DESKTOP, 'form="carousel"');
    await state(desktop.element, 'poster');
    expect([await desktop.element.locator('.grid').count(), await tiles(desktop.element)]).toEqual([1, 2]);
    await desktop.page.screenshot({ path: artefact('rule-grid.png') });
    const tablet = await row(BY_DEVICE, { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true });
    await state(tablet.element, 'empty');
    expect(await tablet.element.evaluate((node) => (node as HTMLElement).offsetHeight)).toBe(0);
    expect([phone.faults, desktop.faults, tablet.faults]).toEqual([[], [], []]);
  });

  it('know the language of the page and its address', async () => {
    const rules: PageRule[] = [{ languages: ['kk'], urls: ['127.0.0.1/*'], hide: true }, { form: 'stories' }];
    const ru = await row(rules, { ...PHONE, lang: 'ru' });
    await state(ru.element, 'poster');
    expect(await ru.element.locator('.stories').count()).toBe(1);
    const kk = await row(rules, { ...PHONE, lang: 'kk-KZ' });
    await state(kk.element, 'empty');
    const elsewhere = await row([{ urls: ['shop.example/*', '/p/*'], hide: true }, {}], PHONE, 'form="grid"');
    await state(elsewhere.element, 'poster');
    expect(await elsewhere.element.locator('.grid').count()).toBe(1);
  });

  it('the feed of a row shows what the row shows, also where its rule asks for the language of the page', async () => {
    const { element, page } = await row(
      [{ languages: ['pt'], hide: false as never, limit: 2 } as PageRule, { hide: true }],
      { ...PHONE, lang: 'pt' },
    );
    await state(element, 'poster');
    await element.locator('.tile').first().click();
    await page.locator('vitrina-reviews .place vitrina-player[state=poster]').first().waitFor();
    expect(await page.locator('vitrina-reviews .place').count()).toBe(2);
  });

  it('a rule without a say gives the page its own form back', async () => {
    const { element, page } = await row([{ form: 'grid' }], DESKTOP, 'form="stories"');
    await state(element, 'poster');
    expect(await element.getAttribute('form')).toBe('grid');
    // The page's application shows another product in the same element; its card has no form.
    world.stub.card = { ...world.stub.card, rules: [{ urls: ['/never'], hide: true }, {}] };
    await element.evaluate((node) => node.setAttribute('product', 'jar'));
    await until('its own form', async () => (await element.getAttribute('form')) === 'stories');
    await state(element, 'poster');
    expect(await page.locator('.stories').count()).toBe(1);
  });

  it('nothing moves that would not move with the form written in the page, and where that fails the videos are shown', async () => {
    const shift = () => (window as unknown as { shift: number }).shift;
    const written = await row([], { ...DESKTOP, init: shifts }, 'form="bubble"');
    await state(written.element, 'poster');
    const before = await written.page.evaluate(shift);
    world.stub.slow.set('/placing-', 400);
    const { element, page } = await row([{ devices: ['desktop'], form: 'bubble' }, {}], { ...DESKTOP, init: shifts });
    await state(element, 'poster');
    // Which frame its picture comes with moves the bubble's own lines by less than this, with a rule and without one.
    expect((await page.evaluate(shift)) - before).toBeLessThan(0.002);
    expect(before).toBeLessThan(0.001);
    const file = world.stub.requests.find(({ path }) => path.includes('/placing-'))?.path ?? '';
    world.stub.slow.clear();
    world.stub.broken.set(file, 500);
    const broken = await row([{ devices: ['desktop'], form: 'bubble' }, {}], DESKTOP);
    await state(broken.element, 'poster');
    expect(await tiles(broken.element)).toBe(3);
  });
});

describe('one video', () => {
  const BODY = PLAYER;

  it('is hidden by an address, and shown elsewhere', async () => {
    world.stub.card = { ...world.stub.card, rules: [{ urls: ['/'], hide: true }, {}] };
    const { player, heard } = await world.open(BODY);
    await until('empty', async () => (await player.getAttribute('state')) === 'empty');
    expect(await player.evaluate((node) => (node as HTMLElement).offsetHeight)).toBe(0);
    expect(await heard()).toEqual([]);
    expect(fetched('/media/coffee/poster')).toBe(0);
    world.stub.card = { ...world.stub.card, rules: [{ urls: ['/cart'], hide: true }, { limit: 1 }] };
    const shown = await world.open(BODY, { init: shifts, head: '<link rel="stylesheet" href="/media/reserve.css">' });
    await until('poster', async () => (await shown.player.getAttribute('state')) === 'poster');
    expect(await shown.player.evaluate((node) => (node as unknown as { videos: object[] }).videos.length)).toBe(1);
    expect(await shown.page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    expect(shown.faults).toEqual([]);
  });

  it('without rules fetches nothing more than before', async () => {
    const { player } = await world.open(BODY);
    await until('poster', async () => (await player.getAttribute('state')) === 'poster');
    await player.page().waitForTimeout(300);
    expect(fetched('/player/v1/')).toBe(1);
    expect(fetched('/placing-')).toBe(0);
  });

  it('who is not shown the video by a rule is in no experiment', async () => {
    world.stub.card = { ...world.stub.card, rules: [{ hide: true }], experiment: 'exp_1' };
    const { player } = await world.open(BODY.replace('ratio', 'consent="granted" ratio'));
    await until('empty', async () => (await player.getAttribute('state')) === 'empty');
    expect(fetched('/v1/exposures')).toBe(0);
  });
});

describe('the theme', () => {
  const THEME =
    ':host{--vitrina-radius:2px;--vitrina-accent:#0a5c36;--vitrina-font:Georgia,serif;--vitrina-max-width:300px}';
  const look = (element: Locator, part: string) =>
    element
      .locator(part)
      .first()
      .evaluate((node) => {
        const { borderTopLeftRadius: radius, fontFamily: font } = getComputedStyle(node);
        return { radius, font };
      });

  it('stands with the poster, in a card and in a row, without one more request', async () => {
    world.stub.card = { ...world.stub.card, theme: THEME };
    const { player, faults } = await world.open();
    await until('poster', async () => (await player.getAttribute('state')) === 'poster');
    expect(await look(player, '.box')).toEqual({ radius: '2px', font: 'Georgia, serif' });
    expect(await player.locator('.box').evaluate((node) => (node as HTMLElement).offsetWidth)).toBe(300);
    expect(fetched('/player/v1/')).toBe(1);
    const several = await row([], DESKTOP);
    await state(several.element, 'poster');
    expect(await look(several.element, '.tile')).toMatchObject({ radius: '2px' });
    expect([faults, several.faults]).toEqual([[], []]);
  });

  it('gives way to what the page itself says', async () => {
    world.stub.card = { ...world.stub.card, theme: THEME };
    const { player } = await world.open(undefined, { head: '<link rel="stylesheet" href="/media/own-theme.css">' });
    await until('poster', async () => (await player.getAttribute('state')) === 'poster');
    expect(await look(player, '.box')).toEqual({ radius: '9px', font: 'Georgia, serif' });
  });
});
