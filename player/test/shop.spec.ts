// Buying from the video: variants, prices, stock, the host's cart, and failures that are never silent.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, type Opened, type World } from './page.js';
import { mugCard } from './stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  world.stub.card = mugCard(world.stub.origin);
  world.stub.csp = STRICT_CSP;
});

type Answer = 'added' | 'refused' | 'own words' | 'nothing';

/** Plays, opens the product; the page answers `vitrina:cart` as told. */
async function openProduct(answer: Answer, locale = 'ru'): Promise<Opened> {
  const opened = await world.open(PLAYER.replace('locale="ru"', `locale="${locale}"`));
  await opened.page.evaluate((how) => {
    document.addEventListener('vitrina:cart', (event) => {
      const { respondWith } = (event as CustomEvent<{ respondWith(done: Promise<unknown>): void }>).detail;
      const later = new Promise((resolve) => setTimeout(resolve, 150));
      if (how === 'added') respondWith(later);
      if (how === 'refused') respondWith(later.then(() => Promise.reject(new Error('cart is full'))));
      if (how === 'own words') {
        respondWith(
          later.then(() => Promise.reject(Object.assign(new Error('x'), { shopperMessage: 'Осталась одна штука' }))),
        );
      }
    });
  }, answer);
  await startPlaying(opened.player);
  await opened.player.locator('.bar').click();
  return opened;
}

function wire(type: string): unknown[] {
  return world.stub.events().filter((event) => event.type === type);
}

describe('the product in the video', () => {
  it('shows the price and stock of the chosen variant, and refuses what is sold out', async () => {
    const { page, player } = await openProduct('added');
    expect(await player.locator('.sum-price').innerText()).toMatch(/^6.490 ?\S?/);
    expect(await player.locator('.stock').innerText()).toBe('В наличии');
    await player.getByLabel('Белая').check();
    expect((await player.locator('.sum-price').innerText()).replace(/\s/g, ' ')).toContain('6 990,50');
    await player.getByLabel('Красная').check();
    expect(await player.locator('.stock').innerText()).toBe('Нет в наличии');
    expect(await player.locator('button.buy').isDisabled()).toBe(true);
    await page.context().close();
  });

  it('asks the shop once, says that it is added, and reports click and cart event', async () => {
    const { page, player, heard } = await openProduct('added');
    await player.getByLabel('Белая').check();
    // Both taps and the look between them happen in one turn of the page: the shop answers soon.
    const said = await player.locator('button.buy').evaluate((button) => {
      (button as HTMLButtonElement).click();
      const text = button.textContent;
      (button as HTMLButtonElement).click();
      return text;
    });
    expect(said).toBe('Добавляем…');
    await until('added', async () => (await player.locator('.note').innerText()) === 'Товар в корзине');
    const carts = (await heard()).filter((event) => event.type === 'vitrina:cart');
    expect(carts.map((event) => event.detail)).toEqual([
      { productId: 'mug', variantId: 'white', quantity: 1, videoId: 'vid_one', viewerToken: null },
    ]);
    await until('on the wire', () => wire('add_to_cart').length === 1);
    expect(wire('click')).toEqual([expect.objectContaining({ videoId: 'vid_one', productId: 'mug' })]);
    expect(wire('add_to_cart')).toEqual([expect.objectContaining({ videoId: 'vid_one', productId: 'mug' })]);
    await page.context().close();
  });

  it.each([
    ['the shop refuses', 'refused', 'Не удалось добавить в корзину. Попробуйте ещё раз.', 'CART_FAILED'],
    ['the shop has its own words', 'own words', 'Осталась одна штука', 'CART_FAILED'],
    ['nobody listens', 'nothing', 'Не удалось добавить в корзину. Попробуйте ещё раз.', 'CART_NO_HANDLER'],
  ] as [string, Answer, string, string][])(
    'shows a failure when %s, and does not report a cart event',
    async (_name, answer, text, code) => {
      const { page, player, heard } = await openProduct(answer);
      await player.locator('button.buy').click();
      await until('failure', async () => (await player.locator('.note').innerText()) === text);
      expect((await heard()).at(-1)).toMatchObject({ type: 'vitrina:error', detail: { code } });
      expect(await player.locator('button.buy').isEnabled()).toBe(true);
      await page.waitForTimeout(300);
      expect(wire('add_to_cart')).toEqual([]);
      await page.context().close();
    },
  );

  it('counts one click for a video and a product, and goes to the product page', async () => {
    const { page, player } = await openProduct('added');
    await page.keyboard.press('Escape');
    await player.locator('.bar').click();
    await player.locator('.page').click();
    await page.waitForURL('**/product/mug');
    expect(wire('click')).toHaveLength(1);
    await page.context().close();
  });

  it('never follows an address that is not http', async () => {
    const card = mugCard(world.stub.origin);
    if (card.product) card.product.url = 'javascript:alert(1)';
    world.stub.card = card;
    const { page, player } = await openProduct('added');
    expect(await player.locator('.page').count()).toBe(0);
    await page.context().close();
  });

  it('speaks Kazakh', async () => {
    const { page, player } = await openProduct('refused', 'kk');
    expect(await player.locator('.pay').innerText()).toBe('Сатып алсаңыз, автор комиссия алады');
    await player.locator('button.buy').click();
    await until(
      'failure',
      async () => (await player.locator('.note').innerText()) === 'Себетке қосылмады. Қайталап көріңіз.',
    );
    await page.context().close();
  });

  it('keeps the disclosure in sight in every state, and no page style reaches it', async () => {
    const head = '<link rel="stylesheet" href="/media/hostile.css">';
    const { page, player } = await world.open(PLAYER, { head });
    const shown = (): Promise<boolean> =>
      player.locator('.pay').evaluate((line) => {
        const box = line.getBoundingClientRect();
        const root = line.getRootNode() as ShadowRoot;
        const above = root.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const style = getComputedStyle(line);
        return (
          box.height >= 14 && style.visibility === 'visible' && parseFloat(style.fontSize) >= 12 && above.length > 0
        );
      });
    await player.locator('.go').waitFor();
    expect(await shown()).toBe(true);
    await startPlaying(player);
    await page.waitForTimeout(3200);
    expect(await shown()).toBe(true);
    await player.locator('.bar').click();
    const pay = await player.locator('.pay').boundingBox();
    const sheet = await player.locator('.sheet').boundingBox();
    expect((pay?.y ?? 999) + (pay?.height ?? 0)).toBeLessThan(sheet?.y ?? 0);
    expect(await shown()).toBe(true);
    await page.context().close();
  });
});
