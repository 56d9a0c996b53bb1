// The menu of a video: captions and their language, speed, quality, the small player, the text. Fetched when it is opened.
import { clockText } from '../../core/format.js';
import type { Caption, Chapter, Clip, Locale } from '../../core/types.js';
import { adopt, el } from '../dom.js';
import type { Viewer } from '../playing/viewer.js';
import type { Alternatives } from '../tracks/alternatives.js';
import { MENU_CSS } from './menu-css.js';
import { qualityOf } from './quality.js';
import { reportForm } from './report/form.js';
import { shelfBody, shelfGroup } from './shelf/shelf.js';
import { voteGroup } from './votes.js';
import { menuWords, type MenuWords } from './words.js';

export interface MenuDeps {
  root: ShadowRoot;
  video: HTMLVideoElement;
  locale: Locale;
  captions: readonly Caption[];
  clip: Clip;
  viewer: Viewer;
  /** The shop's budget of a day in megabytes, while it is used up; `lift` lets more come on this page. */
  spared: { megabytes: number; lift(): void } | null;
  tracks: Pick<Alternatives, 'all' | 'chosen' | 'choose'>;
  chapters: readonly Chapter[];
  /** The language of the captions that are shown, or null while none are. */
  shown(): string | null;
  show(language: string | null): void;
  seekTo(seconds: number): void;
  /** The cues of these captions, whether they are shown or not. Rejects when the file does not come. */
  cues(): Promise<readonly VTTCue[]>;
  /** What is shown to share the video. Rejects when it does not come. */
  share(): Promise<Node[]>;
  /** Puts other content into the sheet. */
  turn(title: string, body: Node[]): void;
}

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

let groups = 0;

interface Choice {
  label: string;
  /** The language of its last words, where they are in another. */
  lang?: { lang: string; label: string };
  isChosen: boolean;
  choose(): void;
}

/** Radios, so that arrows move in a group and a screen reader says which of how many. */
function group(title: string, choices: readonly Choice[]): HTMLElement {
  const name = `menu-${(groups += 1)}`;
  const set = el('fieldset', { class: 'variants' }, el('legend', {}, title));
  for (const { label, lang, isChosen, choose } of choices) {
    const input = el('input', { type: 'radio', name });
    input.checked = isChosen;
    input.addEventListener('change', choose);
    const named = lang ? [`${label}: `, el('bdi', { lang: lang.lang }, lang.label)] : [label];
    set.append(el('label', { class: 'chip' }, input, ...named));
  }
  return set;
}

function captionsGroup({ captions, shown, show }: MenuDeps, say: MenuWords): HTMLElement | null {
  if (captions.length === 0) return null;
  const choice = (label: string, language: string | null): Choice => ({
    label,
    isChosen: shown() === language,
    choose: () => show(language),
  });
  return group(say.captions, [choice(say.off, null), ...captions.map(({ label, lang }) => choice(label, lang))]);
}

/** The film itself, told for those who do not see it, signed for those who do not hear it. */
function tracksGroup({ tracks }: MenuDeps, say: MenuWords): HTMLElement | null {
  const { all, chosen } = tracks;
  if (all.length === 0) return null;
  const film: Choice = { label: say.film, isChosen: chosen === null, choose: () => tracks.choose(null) };
  const others = all.map((track) => ({
    ...{ label: say[track.kind], lang: { lang: track.lang, label: track.label } },
    ...{ isChosen: track === chosen, choose: () => tracks.choose(track) },
  }));
  return group(say.tracks, [film, ...others]);
}

function speedGroup({ video, locale }: MenuDeps, say: MenuWords): HTMLElement {
  const format = (speed: number): string => (locale === 'en' ? String(speed) : String(speed).replace('.', ','));
  return group(
    say.speed,
    SPEEDS.map((speed) => ({
      label: `${format(speed)}×`,
      isChosen: video.playbackRate === speed,
      // The next video begins with the default.
      choose: () => (video.defaultPlaybackRate = video.playbackRate = speed),
    })),
  );
}

function qualityGroup({ video }: MenuDeps, say: MenuWords): HTMLElement | null {
  const quality = qualityOf(video);
  if (!quality || quality.sides.length < 2) return null;
  return group(say.quality, [
    { label: say.auto, isChosen: quality.chosen === null, choose: () => qualityOf(video)?.choose(null) },
    ...quality.sides.map((side) => ({
      label: `${side}p`,
      isChosen: quality.chosen === side,
      // Another track has another feeder, with the same rungs.
      choose: () => qualityOf(video)?.choose(side),
    })),
  ]);
}

/** That data is being saved, why, and the way out of it: nothing is shut. */
function savingGroup({ spared }: MenuDeps, say: MenuWords): HTMLElement | null {
  if (!spared) return null;
  const why = el('p', {}, say.savingWhy.replace('{0}', String(spared.megabytes)));
  const set = el('fieldset', { class: 'variants saving' }, el('legend', {}, say.saving), why);
  const more = act(say.fullQuality, () => {
    spared.lift();
    more.remove();
    why.role = 'status';
    why.textContent = say.savingOver;
  });
  set.append(more);
  return set;
}

function act(label: string, does: () => void): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'menu-act' }, label);
  button.addEventListener('click', does);
  return button;
}

/** A browser's own small window; leaving it comes back to the page. */
function floatButton({ video }: MenuDeps, say: MenuWords): HTMLElement | null {
  if (!document.pictureInPictureEnabled || video.disablePictureInPicture) return null;
  return act(say.float, () => {
    const moved = document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture();
    // Refused where no picture stands yet; nothing else changes.
    void moved.catch(() => undefined);
  });
}

/** Lines of the sheet that lead to a moment each. */
function moments(
  { video, seekTo }: MenuDeps,
  say: MenuWords,
  lines: readonly { fromS: number; toS: number; text: string }[],
): HTMLElement {
  const list = el('ol', { class: 'said' });
  for (const { fromS, toS, text } of lines) {
    const clock = clockText(fromS * 1000);
    const isNow = fromS <= video.currentTime && video.currentTime < toS;
    const label = say.from.replace('{0}', clock).replace('{1}', () => text);
    const props = { type: 'button', 'aria-label': label, 'aria-current': isNow ? 'true' : null };
    const line = el('button', props, el('time', {}, clock), text);
    line.addEventListener('click', () => {
      list.querySelector('[aria-current]')?.removeAttribute('aria-current');
      line.setAttribute('aria-current', 'true');
      seekTo(fromS);
    });
    list.append(el('li', {}, line));
  }
  return list;
}

function chapterList(deps: MenuDeps, say: MenuWords): void {
  const { chapters, turn } = deps;
  const lines = chapters.map(({ startMs, title }, at) => ({
    ...{ fromS: startMs / 1000, toS: (chapters[at + 1]?.startMs ?? Infinity) / 1000, text: title },
  }));
  turn(say.chapters, [moments(deps, say, lines)]);
}

/** All that is said, to read or to go to. */
async function transcript(deps: MenuDeps, say: MenuWords): Promise<void> {
  const { cues, turn } = deps;
  try {
    const lines = (await cues()).map((cue) => ({
      ...{ fromS: cue.startTime, toS: cue.endTime },
      text: (cue.getCueAsHTML().textContent ?? '').replaceAll('\n', ' '),
    }));
    turn(say.transcript, [moments(deps, say, lines)]);
  } catch {
    turn(say.transcript, [el('p', { class: 'note bad', role: 'alert' }, say.noText)]);
  }
}

const dressed = new WeakSet<ShadowRoot>();

export function menuBody(deps: MenuDeps): Node[] {
  if (!dressed.has(deps.root)) adopt(deps.root, MENU_CSS);
  dressed.add(deps.root);
  const say = menuWords(deps.locale);
  const text = deps.captions.length > 0 ? act(say.transcript, () => void transcript(deps, say)) : null;
  const chapters = deps.chapters.length > 1 ? act(say.chapters, () => chapterList(deps, say)) : null;
  const share = act(say.share, () => {
    deps.share().then(
      (body) => deps.turn(say.share, body),
      () => deps.turn(say.share, [el('p', { class: 'note bad', role: 'alert' }, say.noShare)]),
    );
  });
  const { title, body } = shelfBody(deps);
  const shelf = act(title, () => deps.turn(title, [body()]));
  const parts = [
    savingGroup(deps, say),
    voteGroup(deps, say),
    shelfGroup(deps),
    tracksGroup(deps, say),
    captionsGroup(deps, say),
    speedGroup(deps, say),
    qualityGroup(deps, say),
    chapters,
    text,
    share,
    shelf,
    floatButton(deps, say),
    act(say.report, () => deps.turn(say.report, [reportForm(deps)])),
  ];
  return [el('div', { class: 'menu' }, ...parts)];
}
