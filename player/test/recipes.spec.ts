// The recipes of docs/put-the-player-on-a-page.md, as they stand there, in a real browser: each shows a card, plays, and fills a cart.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import type { Locator, Page } from 'playwright-core';
import { startPlaying, startWorld, STRICT_CSP, until, type World } from './page.js';
import { mugCard } from './stub.js';

const ROOT = join(import.meta.dirname, '../..');
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  world.stub.card = mugCard(world.stub.origin);
  // The page itself that is only there to be left has no recipe in it.
  world.stub.csp = STRICT_CSP;
});

/** The first block of code under a heading, with the address of this stand-in. */
function recipe(title: string): string {
  const text = readFileSync(join(ROOT, 'docs/put-the-player-on-a-page.md'), 'utf8');
  const block = new RegExp(`## ${title}\\n[^]*?\\n\`\`\`\\w+\\n([^]*?)\\n\`\`\``).exec(text)?.[1];
  if (!block) throw new Error(`no recipe for ${title}`);
  return block.replaceAll('https://YOUR-VITRINA', world.stub.origin).replaceAll('YOUR-PRODUCT-ID', 'mug');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The strict policy, and of what stands inline only these very texts: what a recipe brings along is known, and all that comes
 * of it has to keep to the policy.
 */
function policyFor(body: string): string {
  const inline = (pattern: RegExp): string =>
    [...body.matchAll(pattern)].map(([, text]) => hashOf(text ?? '')).join(' ');
  const scripts = inline(/<script(?: type="module")?>([^]*?)<\/script>/g);
  const styles = `${inline(/<style>([^]*?)<\/style>/g)} ${inline(/ style="([^"]*)"/g)}`;
  return STRICT_CSP.replace("script-src 'self'", `script-src 'self' ${scripts}`).replace(
    "style-src 'self'",
    `style-src 'self' 'unsafe-hashes' ${styles}`,
  );
}

/** Where the recipe itself adds a script by its address, as a tag manager must: Trusted Types refuse that to anybody. */
const untrusted = (policy: string): string => policy.replace(/; require-trusted.*/, '');

/** A page that knows nothing of Vitrina but the recipe; the policy is that of `policyFor` unless another is given. */
async function openBare(
  body: string,
  policy = policyFor(body),
): Promise<{ page: Page; player: Locator; errors: string[] }> {
  const { page } = await world.open('');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  world.stub.html = `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Shop</title></head><body>${body}</body></html>`;
  world.stub.csp = policy;
  await page.goto(world.stub.origin);
  return { page, player: page.locator('vitrina-player'), errors };
}

async function buy(player: Locator): Promise<void> {
  await startPlaying(player);
  await player.locator('.bar').click();
  await player.locator('button.buy').click();
}

const added = (player: Locator): Promise<void> =>
  until('added', async () => (await player.locator('.note').innerText()) === 'Товар в корзине');

describe('a recipe', () => {
  it('plain HTML: the place is kept, the shop is asked, and its refusal is shown', async () => {
    const { player, errors } = await openBare(recipe('Plain HTML'));
    expect((await player.boundingBox())?.height).toBeGreaterThan(600);
    await buy(player);
    // The stand-in has no cart.
    await until('refused', async () => (await player.locator('.note').innerText()).startsWith('Не удалось'));
    expect(world.stub.requests.find((wire) => wire.path === '/cart')).toMatchObject({ method: 'POST' });
    world.stub.broken.set('/cart', 200);
    await player.locator('button.buy').click();
    await added(player);
    world.stub.broken.clear();
    expect(errors).toEqual([]);
  });

  it('several videos: posters stand, and a tap plays in the feed', async () => {
    const { page, errors } = await openBare(recipe('Several videos'));
    const reviews = page.locator('vitrina-reviews');
    await reviews.locator('.tile').first().click();
    await until('plays', () =>
      reviews.locator('video').evaluateAll((all) => all.some((v) => (v as HTMLVideoElement).currentTime > 0.1)),
    );
    expect(errors).toEqual([]);
  });

  it('Tilda: a click on a link of its cart', async () => {
    const { page, player, errors } = await openBare(recipe('Tilda'));
    await page.evaluate(() => {
      document.addEventListener('click', (event) => {
        const link = (event.target as Element).closest('a[href^="#order"]');
        if (link) document.title = link.getAttribute('href') ?? '';
      });
    });
    await buy(player);
    await added(player);
    expect(await page.title()).toBe('#order:YOUR-PRODUCT-NAME=6490');
    expect(errors).toEqual([]);
  });

  it('Tag Manager: the element comes under the picture, once', async () => {
    const page = '<div class="product-gallery">Picture</div><button data-product-id="mug">Buy</button>';
    const body = page + recipe('Google Tag Manager').repeat(2);
    const { player, errors } = await openBare(body, untrusted(policyFor(body)));
    await startPlaying(player);
    expect(await player.evaluate((element) => element.previousElementSibling?.className)).toBe('product-gallery');
    expect(await player.getAttribute('product')).toBe('mug');
    expect(errors).toEqual([]);
  });

  it('React: plays in the language it is given, fills the cart with plain fields, and is gone with its component', async () => {
    const code = `${recipe('React')}
import { createRoot } from 'react-dom/client';
const root = createRoot(document.getElementById('app')!);
const lines: CartLine[] = Object.assign(window, { lines: [] }).lines;
const show = (locale?: string) =>
  root.render(<ReviewVideo store="pk_test" product="mug" locale={locale} onCart={async (line) => void lines.push(line)} />);
show('kk');
Object.assign(window, { leave: () => root.unmount(), show });`;
    const { outputFiles } = await build({
      stdin: { contents: code, loader: 'tsx', resolveDir: join(ROOT, 'studio/src') },
      ...{ bundle: true, write: false, jsx: 'automatic', define: { 'process.env.NODE_ENV': '"production"' } },
    });
    const { page, player, errors } = await openBare(
      '<div id="app"></div><script type="module" src="/player/v1/shop.js"></script>',
      untrusted(STRICT_CSP),
    );
    await page.route('**/player/v1/shop.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]?.text ?? '' }),
    );
    await page.reload();
    const disclosed = (words: string): Promise<void> =>
      until(words, async () => (await player.locator('.pay').innerText()).startsWith(words));
    await disclosed('Сатып алсаңыз');
    await page.evaluate(() => (window as unknown as { show(): void }).show());
    await disclosed('Автор получит');
    await buy(player);
    await added(player);
    expect(await page.evaluate(() => (window as unknown as { lines: unknown[] }).lines)).toEqual([
      { productId: 'mug', variantId: 'blue', quantity: 1, viewerToken: null },
    ]);
    await page.evaluate(() => (window as unknown as { leave(): void }).leave());
    expect(await player.count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
