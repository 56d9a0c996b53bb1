// Another screen plays the video: by the browser's own Remote Playback API, or WebKit's picker where that stands. No script of others.
import type { Clip, Locale } from '../../core/types.js';
import { adopt, el } from '../dom.js';
import { icon } from '../playing/draw.js';
import { CAST_CSS } from './cast-css.js';
import { castWords } from './words.js';

/** WebKit's own names; its Remote Playback API does not reach every version that has AirPlay. */
interface WebKitVideo extends HTMLVideoElement {
  webkitShowPlaybackTargetPicker?: () => void;
  webkitCurrentPlaybackTargetIsWireless?: boolean;
}

export interface CastDeps {
  root: ShadowRoot;
  frame: HTMLElement;
  /** The control that the button stands before. */
  before: HTMLElement;
  video: HTMLVideoElement;
  locale: Locale;
  signal: AbortSignal;
  /** What plays: the film or its track. */
  source(): Pick<Clip, 'hlsUrl' | 'mp4Url'>;
  /** Goes on with this address at the same second; null is what stood there before. Resolves when it is being played. */
  lend(url: string | null): Promise<void>;
  /** What is seen there we cannot know: counting rests while it is away. */
  rest(rests: boolean): void;
  tell(sentence: string): void;
}

const PATH =
  'M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-5.1v-2H20V7H4v2.1H2V7a2 2 0 0 1 2-2ZM2 17v3h3a3 3 0 0 0-3-3Zm0-4v2a5 5 0 0 1 5 5h2a7 7 0 0 0-7-7Z';

/** Ways of the shopper to say no; nothing is wrong. */
const DECLINED = ['NotAllowedError', 'AbortError'];

/** Whether this browser could reach another screen at all. */
export const mayCast = (video: HTMLVideoElement): boolean =>
  'remote' in video || 'webkitShowPlaybackTargetPicker' in video;

export class Cast {
  readonly #deps: CastDeps;
  readonly #button: HTMLButtonElement;
  readonly #away = el('p', { class: 'away', role: 'status' });
  #probe: HTMLVideoElement | null = null;
  #watch = 0;
  #isLent = false;
  #isAway = false;

  constructor(deps: CastDeps) {
    this.#deps = deps;
    const say = castWords(deps.locale);
    adopt(deps.root, CAST_CSS);
    this.#button = el(
      'button',
      { type: 'button', class: 'btn cast', part: 'cast', 'aria-label': say.cast },
      icon(PATH),
    );
    this.#button.hidden = this.#away.hidden = true;
    this.#button.addEventListener('click', () => void this.#choose());
    deps.before.before(this.#button);
    deps.frame.append(this.#away);
    this.#listen();
    this.use();
    deps.signal.addEventListener('abort', () => this.#forget());
  }

  /** Another screen has the picture. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Asks anew whether a screen is there for this source: a browser knows which screens can play what. */
  use(): void {
    const { video, source } = this.#deps;
    if (isWebKit(video)) return;
    this.#forget();
    const { mp4Url } = source();
    this.#show(false);
    // What MSE feeds cannot be sent; the plain file can, and the browser is asked about that one. Nothing of it is fetched.
    if (!mp4Url) return;
    const probe = (this.#probe = el('video', { preload: 'none', src: mp4Url }));
    const told = (isThere: boolean): void => this.#show(this.#probe === probe && isThere);
    // Where the browser cannot say whether a screen is there, none is offered.
    probe.remote.watchAvailability(told).then(
      (id) => (this.#probe === probe ? (this.#watch = id) : void probe.remote.cancelWatchAvailability(id)),
      () => undefined,
    );
  }

  #forget(): void {
    const probe = this.#probe;
    this.#probe = null;
    probe?.remote.cancelWatchAvailability(this.#watch).catch(() => undefined);
  }

  #show(isThere: boolean): void {
    // Who is connected must be able to leave.
    this.#button.hidden = !isThere && !this.#isAway;
  }

  #listen(): void {
    const { video, signal } = this.#deps;
    if (isWebKit(video)) {
      const heard = (event: Event): void =>
        this.#show((event as { availability?: string }).availability === 'available');
      video.addEventListener('webkitplaybacktargetavailabilitychanged', heard, { signal });
      video.addEventListener(
        'webkitcurrentplaybacktargetiswirelesschanged',
        () => void this.#moved(video.webkitCurrentPlaybackTargetIsWireless === true),
        { signal },
      );
      return;
    }
    video.remote.addEventListener('connect', () => void this.#moved(true), { signal });
    video.remote.addEventListener('disconnect', () => void this.#moved(false), { signal });
  }

  /** Within the tap: the browser asks which screen, and only about a source that can be sent. */
  async #choose(): Promise<void> {
    const { video, source, tell, locale } = this.#deps;
    const { hlsUrl, mp4Url } = source();
    const webKit = isWebKit(video);
    try {
      if (!this.#isLent) {
        this.#isLent = true;
        video.disableRemotePlayback = false;
        const lent = this.#deps.lend(webKit ? hlsUrl : mp4Url);
        if (!webKit) await lent;
      }
      if (webKit) return void video.webkitShowPlaybackTargetPicker();
      await ready(video);
      await video.remote.prompt();
      if (video.remote.state === 'disconnected') await this.#moved(false);
    } catch (error) {
      if (!DECLINED.includes((error as DOMException).name)) tell(castWords(locale).failed);
      if (!this.#isAway) await this.#back();
    }
  }

  async #moved(isAway: boolean): Promise<void> {
    const say = castWords(this.#deps.locale);
    this.#isAway = isAway;
    this.#deps.rest(isAway);
    this.#away.textContent = isAway ? say.away : '';
    this.#away.hidden = !isAway;
    this.#button.setAttribute('aria-pressed', String(isAway));
    this.#button.setAttribute('aria-label', isAway ? say.stop : say.cast);
    if (!isAway) await this.#back();
  }

  async #back(): Promise<void> {
    if (!this.#isLent) return;
    this.#isLent = false;
    await this.#deps.lend(null);
  }
}

function isWebKit(video: HTMLVideoElement): video is HTMLVideoElement & Required<WebKitVideo> {
  return 'webkitShowPlaybackTargetPicker' in video;
}

/** The browser sends nothing whose length it does not know. */
function ready(video: HTMLVideoElement): Promise<void> {
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) return Promise.resolve();
  return new Promise((resolve, reject) => {
    video.addEventListener('loadedmetadata', () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error('no metadata')), { once: true });
  });
}
