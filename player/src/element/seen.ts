// What happens once a card has been seen for a second, and at the tap: fetched then, so that the page pays nothing for it at load.
import { sendImpressions } from '../api.js';
import { newEventId } from '../core/ids.js';
import { armOf } from '../speed/vitals.js';
import type { Card, Clip, ImpressionEvent, Locale } from '../core/types.js';
import { el } from './dom.js';
import type { Stage } from './playing/stage.js';
import type { Shown } from './shown/shown.js';
import { openSource, pick, prepare } from '../starting/first.js';
import type * as Starting from '../starting/begin.js';
import { momentFor } from './marks/moment.rules.js';
import type { Privacy } from './privacy.js';
import { savesData } from './saving.js';
import type { VitrinaPlayer } from './vitrina-player.js';

export { prepare } from '../starting/first.js';

/**
 * What stands between a card and the page: the shop's rules and its experiment, each a file of its own, fetched only where there is
 * one. Gives the card as it is to be shown, or null when its place stays empty.
 */
export async function judge(element: VitrinaPlayer, asked: Promise<Card>, privacy: Privacy): Promise<Card | null> {
  let card = await asked;
  if (card.rules) card = (await import('../placing/placing.js')).placed(element, card);
  if (!card.experiment || !card.videos[0]) return card;
  return (await (await import('./holdout.js')).holdsOut(element, card, privacy)) ? null : card;
}

/** So many cards of a page are made ready before a tap: who never taps should not pay for a whole shelf. */
let readyLeft = 2;

/** How the cards of this page stand, drawn once for the page. */
let arm: ReturnType<typeof armOf> | undefined;
let isMeasured = false;

function measureAs(how: string, api: string, store: string): true {
  import('../speed/speed.js').then(({ measure }) => measure(api, store, how)).catch(() => 0);
  return true;
}

/** What the shopper last chose for one video holds for the next one on the page. */
const sound = { isOff: false };

const seen: Record<string, ImpressionEvent[]> = {};

/** Notes that a card was seen; cards seen within a second go together. */
export function noteImpression(api: string, store: string, videoId: string, productId: string): void {
  const waiting = (seen[api + store] ??= []);
  if (!waiting[0]) setTimeout(() => sendImpressions(api, store, waiting.splice(0)), 1000);
  waiting.push({ type: 'impression', id: newEventId(), occurredAt: new Date().toISOString(), videoId, productId });
}

function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 200);
}

/** A mouse over the button promises a click: the player may come, not yet a byte of video. A finger is the tap itself. */
function comeWithTheMouse(go: HTMLButtonElement): void {
  const come = (): unknown => import('./playing/stage.js').catch(() => 0);
  if (matchMedia('(hover)').matches && go.matches(':hover')) come();
  go.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && come(), { once: true });
}

/**
 * What stands ready behind a poster that nobody has seen yet: a feed knows which video comes next. Kept on the player itself,
 * because feed and player may be of two versions on one page.
 */
const AHEAD = Symbol.for('vitrina-ahead');
type Player = HTMLElement & { [AHEAD]?: Starting.Standing };

/** A shared moment is the beginning once; whoever comes back to the video meets it as any other. */
let isSpent = false;

/** Looks once for a card whether somebody shared a moment of it: then its video comes first, and a tap begins there. */
function findMoment(element: Player & { locale: Locale }, shown: Shown): void {
  if (shown.startAtS !== undefined) return;
  shown.startAtS = 0;
  // What stands ready begins at its beginning.
  if (isSpent || element[AHEAD]) return;
  const { clips } = shown;
  const found = momentFor(clips, location.href, element.getAttribute('start'), element.hasAttribute('video'));
  if (!found) return;
  shown.startAtS = found.seconds;
  shown.clips = [found.clip, ...clips.filter((clip) => clip !== found.clip)];
  import('./marks/moment.js').then(({ showMoment }) => showMoment(element, shown, found.seconds)).catch(() => 0);
}

/**
 * An impression, and what a tap would begin with: the rung, and a video element that waits behind the poster for its first
 * segment. Where the connection allows the segment is fetched too, unless the page says `preload="none"`. With `autoplay` the
 * video begins by itself, without sound.
 */
export function wasSeen(
  element: HTMLElement & { locale: Locale },
  shown: Shown,
  productId: string,
  summon: () => Promise<Stage | null>,
): void {
  findMoment(element, shown);
  const { clips, view, api, store, guard } = shown;
  const [first] = clips;
  if (!first) return;
  noteImpression(api, store, first.id, productId);
  if (guard) isMeasured ||= measureAs((arm ??= armOf(guard, Math.random())), api, store);
  // The speed guard: a poster, and nothing more before a tap.
  if (arm === 'poster') return;
  comeWithTheMouse(view.go);
  const isMoment = Boolean(shown.startAtS);
  const ready = looked(shown);
  if (!isMoment) void ready.then(() => pick(first, view.frame));
  const tap = (): void => {
    shown.tapMs = performance.now();
    void load(shown, first);
    const { go } = view;
    if (!starting?.start(element, shown) || !shown.starter) return;
    // The player waits until the picture is there: its code would take the time of the first picture.
    const { onclick } = go;
    go.onclick = null;
    if (shown.video && shown.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) go.ariaBusy = 'true';
    void starting.begun(shown.starter).then(() => onclick?.call(go, new PointerEvent('click')));
  };
  // Before the card's own listener, which has to wait for its imports even where they are there: a frame or two.
  if (!isMoment) view.go.addEventListener('click', tap, { capture: true, once: true });
  void ready.then(() => comeReady(element, shown, first, summon));
}

/** Whether this visitor's budget of the day is used up, where the shop has one: asked before anything is done unasked. */
async function looked({ budgetMb, privacy }: Shown): Promise<void> {
  if (budgetMb) await import('../bytes/budget.js').then(({ spend }) => spend(budgetMb, privacy, 0)).catch(() => 0);
}

/** What is done before a tap, where bytes need not be saved. */
function comeReady(element: HTMLElement, shown: Shown, first: Clip, summon: () => Promise<Stage | null>): void {
  const isMoment = Boolean(shown.startAtS);
  if (savesData()) return;
  if (element.hasAttribute('autoplay')) {
    if (!matchMedia('(prefers-reduced-motion:reduce)').matches) void summon().then((s) => s?.play(undefined, true));
  } else if (!isMoment && first.start?.length && readyLeft > 0) {
    readyLeft -= 1;
    whenIdle(() => {
      // Tapped already: it has everything.
      if (shown.video) return;
      load(shown, first, element.getAttribute('preload') === 'none').catch(() => undefined);
    });
  }
}

let starting: typeof Starting | undefined;

/** Fetches the first segment into a video behind the poster of this player, which finds it there when it is to play. */
export function loadAhead(element: Player, standing: Starting.Standing): void {
  element[AHEAD] = standing;
  load(standing, standing.clips[0] as Clip).catch(() => 0);
}

/** Plays what stands ready, within the call. */
export function startAhead(element: Player): void {
  const standing = element[AHEAD];
  // What was muted stays muted, also when that was said after it was made.
  if (standing?.video) standing.video.muted = sound.isOff;
  if (standing) starting?.start(element, standing);
}

/** Once for a card: the bytes are asked for at once, unless they wait for the tap, and the code that feeds them comes beside them. */
function load(shown: Starting.Standing, first: Clip, waits = false): Promise<void> {
  if (shown.loading) return shown.loading;
  const fetched = prepare(first, shown.view.frame, waits);
  if (!shown.video) (shown.video = el('video', { playsinline: '' })).load();
  shown.video.muted = sound.isOff;
  const source = first.start?.length ? openSource(shown.video) : undefined;
  return (shown.loading = import('../starting/begin.js').then((s) => (starting = s).load(shown, fetched, source)));
}

/**
 * A tap: if it plays, the first video begins as soon as its first segment is there; where it cannot begin this way, the player
 * does it. Null when the card has left the page meanwhile.
 */
export async function tapped(
  element: HTMLElement & { locale: Locale },
  shown: Shown,
  plays: boolean,
): Promise<Stage | null> {
  shown.tapMs ??= performance.now();
  shown.sound = sound;
  findMoment(element, shown);
  isSpent ||= Boolean(shown.startAtS);
  await looked(shown);
  // From the middle the playlists must be read first, and hls.js does that better.
  if (plays && !shown.startAtS) await beginFirst(element, shown).catch(() => 0);
  const { Stage } = await import('./playing/stage.js');
  return shown.view.box.isConnected ? new Stage(element, shown) : null;
}

async function beginFirst(element: Player, shown: Shown): Promise<void> {
  const [first] = shown.clips;
  if (!first) return;
  const standing = element[AHEAD] ?? shown;
  await load(standing, first);
  if (standing.video) shown.video = standing.video;
  if (standing.starter) shown.starter = standing.starter;
  await starting?.begin(element, shown);
}
