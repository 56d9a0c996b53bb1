// What viewers must be told stands on every form, before and after a tap, in the words that the service sends; and it goes with its reason.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locale } from '../../src/core/types.js';
import { artefact, startPlaying, startWorld, STRICT_CSP, until, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

let world: World;
const TEXTS: Record<Locale, string> = {
  ru: 'Реклама · ООО «Айна», ИНН 7707083893 · erid: 2VtzqwRkPqkLmNoPqRs · Автор получит комиссию с покупки',
  kk: 'Реклама (жарнама) · «Айна» ЖШС, ИНН 7707083893 · erid: 2VtzqwRkPqkLmNoPqRs',
  en: 'Реклама (ad) · Aina LLC, ИНН 7707083893 · erid: 2VtzqwRkPqkLmNoPqRs',
};
const ORDINARY = 'Автор получит комиссию с покупки';

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = [
    prepared(stub.origin, 'vid_marked', { disclosureTexts: TEXTS }),
    prepared(stub.origin, 'vid_plain', { title: 'Как мыть кружку' }),
    prepared(stub.origin, 'vid_unpaid', { title: 'Подарок', disclosure: false }),
  ];
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

const reviews = async (form: string, locale: Locale, width = 390) => {
  const { page } = await world.open(
    `<vitrina-reviews store="pk_test" product="mug" form="${form}" locale="${locale}"></vitrina-reviews>`,
    {
      head: '<script type="module" src="/player/v1/reviews.js"></script>',
      viewport: { width, height: 844 },
    },
  );
  const element = page.locator('vitrina-reviews');
  await until('posters', () => element.evaluate((e) => e.getAttribute('state') === 'poster'));
  return { page, element };
};

describe('what viewers are told', () => {
  it.each<Locale>(['ru', 'kk', 'en'])('stands on a card in %s, before and after the tap', async (locale) => {
    const { page, player } = await world.open(
      `<vitrina-player store="pk_test" product="mug" locale="${locale}"></vitrina-player>`,
      { viewport: { width: 320, height: 800 } },
    );
    await player.locator('.go').waitFor();
    const label = player.locator('.pay');
    expect(await label.innerText()).toBe(TEXTS[locale]);
    // No letter of it lies outside the card.
    const inside = await label.evaluate((e) => {
      const [text, card] = [e, e.getRootNode() as ShadowRoot].map((one) =>
        (one instanceof ShadowRoot ? (one.querySelector('.frame') as Element) : one).getBoundingClientRect(),
      );
      return text && card && text.left >= card.left && text.right <= card.right && e.scrollWidth <= e.clientWidth + 1;
    });
    expect(inside).toBe(true);
    await page.screenshot({ path: artefact(`told-${locale}.png`) });
    await startPlaying(player);
    expect(await label.innerText()).toBe(TEXTS[locale]);
    expect(await label.isVisible()).toBe(true);
  });

  it.each(['carousel', 'grid'])('stands on each tile of a %s that somebody earns by', async (form) => {
    const { page, element } = await reviews(form, 'ru', 320);
    const labels = await element.locator('.tile').evaluateAll((tiles) =>
      tiles.map((tile) => {
        const pay = tile.querySelector<HTMLElement>('.pay');
        return [pay?.innerText ?? null, pay ? pay.scrollWidth <= pay.clientWidth + 1 : true];
      }),
    );
    expect(labels).toEqual([
      [TEXTS.ru, true],
      [ORDINARY, true],
      [null, true],
    ]);
    await page.screenshot({ path: artefact(`told-${form}.png`) });
  });

  it.each(['slide', 'bubble', 'hero'])('stands on a %s', async (form) => {
    const { page, element } = await reviews(form, 'ru');
    expect(await element.locator('.pay').innerText()).toBe(TEXTS.ru);
    await page.screenshot({ path: artefact(`told-${form}.png`) });
  });

  it('stands once for each text below a row of circles', async () => {
    const { page, element } = await reviews('stories', 'ru');
    await element.locator('.told').first().waitFor();
    expect(await element.locator('.told').allInnerTexts()).toEqual([TEXTS.ru, ORDINARY]);
    await page.screenshot({ path: artefact('told-stories.png') });
  });

  it('goes when nobody earns any more', async () => {
    const { stub } = world;
    stub.card.videos = [prepared(stub.origin, 'vid_unpaid', { disclosure: false })];
    const { player } = await world.open('<vitrina-player store="pk_test" product="mug"></vitrina-player>');
    await player.locator('.go').waitFor();
    expect(await player.locator('.pay').count()).toBe(0);
    await startPlaying(player);
    expect(await player.locator('.pay').count()).toBe(0);
  });
});
