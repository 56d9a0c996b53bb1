// Another screen, by a strict stand-in for the browser's Remote Playback API: this machine has no devices.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { clip, mugCard } from '../stub.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  const mp4Url = `${stub.origin}/media/coffee/plain.mp4`;
  stub.card = {
    ...mugCard(stub.origin),
    videos: ['vid_one', 'vid_two'].map((id) => clip(stub.origin, id, { mp4Url })),
  };
  stub.broken.clear();
  stub.csp = STRICT_CSP;
});

/** What a spec does to the world of devices from within the page. */
interface Devices {
  there(isThere: boolean): void;
  connect(): void;
  disconnect(): void;
  prompts: string[];
  watched: number;
}
const act = (page: { evaluate(act: string): Promise<unknown> }, what: string): Promise<unknown> =>
  page.evaluate(`window.devices.${what}`);

/**
 * Each media element has its own object, as the standard says. It refuses what Chromium refuses: a prompt without a fresh tap,
 * a source of MSE or without metadata, and availability of what has no address.
 */
const standIn = (): void => {
  const watchers = new Map<number, (isThere: boolean) => void>();
  const remotes = new WeakMap<HTMLMediaElement, Remote>();
  let isThere = false;
  let prompted: Remote | null = null;
  let turn = 0;
  const devices: Devices & { answer: 'wait' | string } = {
    answer: 'wait',
    prompts: [],
    get watched() {
      return watchers.size;
    },
    there(now) {
      isThere = now;
      for (const watcher of watchers.values()) watcher(now);
    },
    connect: () => prompted?.become('connected'),
    disconnect: () => prompted?.become('disconnected'),
  };
  class Remote extends EventTarget {
    state = 'disconnected';
    settle: (() => void) | null = null;
    constructor(readonly media: HTMLMediaElement) {
      super();
    }
    become(state: string): void {
      if (this.state === state) return;
      this.state = state;
      this.settle?.();
      this.dispatchEvent(new Event(state === 'connected' ? 'connect' : 'disconnect'));
    }
    watchAvailability(told: (isThere: boolean) => void): Promise<number> {
      if (!this.media.src || this.media.src.startsWith('blob:'))
        return Promise.reject(new DOMException('no source', 'InvalidStateError'));
      const id = (turn += 1);
      watchers.set(id, told);
      queueMicrotask(() => told(isThere));
      return Promise.resolve(id);
    }
    cancelWatchAvailability(id?: number): Promise<void> {
      if (id === undefined) watchers.clear();
      else if (!watchers.delete(id)) return Promise.reject(new DOMException('unknown', 'NotFoundError'));
      return Promise.resolve();
    }
    prompt(): Promise<void> {
      const { media } = this;
      devices.prompts.push(media.currentSrc);
      if (!navigator.userActivation.isActive) return Promise.reject(new DOMException('tap', 'InvalidAccessError'));
      if (media.disableRemotePlayback) return Promise.reject(new DOMException('off', 'InvalidStateError'));
      if (!isThere) return Promise.reject(new DOMException('none', 'NotFoundError'));
      if (media.currentSrc.startsWith('blob:') || media.readyState < 1)
        return Promise.reject(new DOMException('source', 'NotSupportedError'));
      if (devices.answer !== 'wait') return Promise.reject(new DOMException('said', devices.answer));
      // eslint-disable-next-line @typescript-eslint/no-this-alias
      prompted = this;
      return new Promise((resolve) => (this.settle = resolve));
    }
  }
  Object.defineProperty(HTMLMediaElement.prototype, 'remote', {
    configurable: true,
    get(this: HTMLMediaElement) {
      if (!remotes.has(this)) remotes.set(this, new Remote(this));
      return remotes.get(this);
    },
  });
  Object.assign(window, { devices });
};

const LABEL = 'Смотреть на другом экране';
const AWAY = 'Видео идёт на другом экране';

async function playing(options: Parameters<World['open']>[1] = {}) {
  const opened = await world.open(PLAYER, { init: standIn, ...options });
  await opened.player.locator('.go').waitFor();
  await startPlaying(opened.player);
  await video(opened.player, (v) => (v.loop = true));
  await until('devices are watched', async () => (await opened.page.evaluate('window.devices.watched')) === 1);
  return { ...opened, button: opened.player.locator('[part=cast]') };
}

describe('the button to another screen', () => {
  it('stands there only while a device is available, and asking about it fetches nothing', async () => {
    const { page, button } = await playing();
    expect(await button.isVisible()).toBe(false);
    await act(page, 'there(true)');
    await button.waitFor();
    expect(await button.getAttribute('aria-label')).toBe(LABEL);
    await act(page, 'there(false)');
    await button.waitFor({ state: 'hidden' });
    expect(world.stub.requests.filter(({ path }) => path.endsWith('.mp4') && path.includes('plain'))).toEqual([]);
  });

  it('is never there for a video without a plain file, nor where the browser knows no other screen', async () => {
    world.stub.card = { ...world.stub.card, videos: [clip(world.stub.origin, 'vid_one')] };
    const { page, player } = await world.open(PLAYER, { init: standIn });
    await player.locator('.go').waitFor();
    await startPlaying(player);
    await act(page, 'there(true)');
    await until('the code is there', () => world.stub.requests.some(({ path }) => path.includes('/cast-')));
    await player.locator('[part=cast]').waitFor({ state: 'attached' });
    expect(await player.locator('[part=cast]').isVisible()).toBe(false);
    const bare = await world.open(PLAYER, {
      init: () => void delete (HTMLMediaElement.prototype as { remote?: unknown }).remote,
    });
    await bare.player.locator('.go').waitFor();
    await startPlaying(bare.player);
    await until('the code is there', () => world.stub.requests.some(({ path }) => path.includes('/cast-')));
    expect([await bare.player.locator('[part=cast]').count(), bare.faults]).toEqual([0, []]);
  });

  it('sends the plain file from the same second on, and goes on here where that screen was', async () => {
    const { page, player, button, faults } = await playing();
    await act(page, 'there(true)');
    await video(player, (v) => (v.currentTime = 2));
    await until('there', () => video(player, (v) => !v.seeking && v.currentTime >= 2 && v.readyState > 2));
    await button.click();
    await until('asked', async () => (await page.evaluate('window.devices.prompts.length')) === 1);
    expect(await page.evaluate('window.devices.prompts')).toEqual([`${world.stub.origin}/media/coffee/plain.mp4`]);
    const at = await video(player, (v) => v.currentTime);
    expect(at).toBeGreaterThanOrEqual(2);
    await act(page, 'connect()');
    await player.getByText(AWAY).waitFor();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    // The screen's own time is what the element says.
    await video(player, (v) => {
      v.pause();
      v.currentTime = 4;
    });
    await act(page, 'disconnect()');
    await player.getByText(AWAY).waitFor({ state: 'hidden' });
    await until(
      'our own source',
      () => video(player, (v) => v.currentSrc.startsWith('blob:') && v.readyState > 1),
      20_000,
    );
    expect(Math.abs((await video(player, (v) => v.currentTime)) - 4)).toBeLessThan(0.3);
    expect(await button.getAttribute('aria-label')).toBe(LABEL);
    expect(faults).toEqual([]);
  });

  it('counts nothing while it plays elsewhere, and goes on with the same view', async () => {
    const { page, player, button } = await playing();
    await act(page, 'there(true)');
    await button.click();
    await until('asked', async () => (await page.evaluate('window.devices.prompts.length')) === 1);
    await act(page, 'connect()');
    await player.getByText(AWAY).waitFor();
    await until('reported', () => world.stub.lastView() !== undefined);
    const watched = async (): Promise<number> =>
      (world.stub.lastView()?.segments ?? []).reduce((sum, s) => sum + s.mediaToMs - s.mediaFromMs, 0);
    const before = await watched();
    const from = await video(player, (v) => v.currentTime);
    await until('it plays there', () => video(player, (v) => v.currentTime).then((now) => Math.abs(now - from) > 1.5));
    // Leaving says everything there is to say.
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    expect(await watched()).toBe(before);
    await act(page, 'disconnect()');
    await until(
      'back',
      () => video(player, (v) => v.currentSrc.startsWith('blob:') && !v.paused && v.readyState > 2),
      20_000,
    );
    await until('counted again', async () => (await watched()) > before + 500, 20_000);
    const views = world.stub.events().filter(({ type, id }) => type === 'view' && id);
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['NotAllowedError', null],
    ['NotFoundError', 'Другой экран не отвечает. Попробуйте ещё раз.'],
    ['OperationError', 'Другой экран не отвечает. Попробуйте ещё раз.'],
  ])('after %s the video goes on here, and what is wrong is said', async (answer, sentence) => {
    const { page, player, button } = await playing();
    await act(page, 'there(true)');
    await page.evaluate(
      (said) => Object.assign((window as unknown as { devices: object }).devices, { answer: said }),
      answer,
    );
    await button.click();
    await until('asked', async () => (await page.evaluate('window.devices.prompts.length')) === 1);
    await until(
      'here again',
      () => video(player, (v) => v.currentSrc.startsWith('blob:') && !v.paused && v.readyState > 2),
      20_000,
    );
    expect((await player.locator('.told').innerText()) || null).toBe(sentence);
    expect(await player.getByText(AWAY).isVisible()).toBe(false);
  });

  it('gives up watching for devices with the element', async () => {
    const { page } = await playing();
    await page.evaluate(() => document.querySelector('vitrina-player')?.remove());
    await until('nobody watches', async () => (await page.evaluate('window.devices.watched')) === 0);
  });

  it('has its place at 320 px, in a second language and from right to left', async () => {
    const { page, player, button, faults } = await playing({ viewport: { width: 320, height: 800 } });
    await act(page, 'there(true)');
    await button.waitFor();
    await video(player, (v) => v.pause());
    const row = await player.locator('.row').evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(row).toBe(0);
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    const boxes = await player
      .locator('.row > :not([hidden])')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right] as const),
      );
    const sorted = [...boxes].sort(([a], [b]) => a - b);
    for (const [at, [left]] of sorted.slice(1).entries())
      expect(left).toBeGreaterThanOrEqual((sorted[at]?.[1] ?? 0) - 0.5);
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact('cast-320.png') });
    expect(faults).toEqual([]);
  });
});
