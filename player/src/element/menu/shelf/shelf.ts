// What a shopper puts aside: videos to come back to, creators whose new videos they want. The browser keeps ids, the service says what became of them.
import type { Clip, Locale } from '../../../core/types.js';
import { adopt, el } from '../../dom.js';
import { shareUrl } from '../../marks/moment.rules.js';
import type { Viewer } from '../../playing/viewer.js';
import { storage } from '../../storage.js';
import { readKept, toggled, writeKept, type Kept } from './kept.rules.js';
import { SHELF_CSS } from './shelf-css.js';
import { shelfWords, type ShelfWords } from './words.js';

export interface ShelfDeps {
  root: ShadowRoot;
  locale: Locale;
  clip: Clip;
  viewer: Viewer;
}

interface Entry {
  id: string;
  title: string;
  creator: { id: string; name: string };
  posterUrl: string;
  publishedAt: string;
  product: { id: string; title: string; url: string };
  watchUrl: string;
}

interface Shelf {
  saved: Entry[];
  followed: Entry[];
}

let groups = 0;

/** Why nothing can be put aside, or null. */
function hindrance({ viewer }: ShelfDeps, say: ShelfWords): string | null {
  if (!viewer.hasConsent) return say.noConsent;
  return storage((stored) => stored.length) === undefined ? say.noStorage : null;
}

/** Two buttons that stay pressed. Another tab may have changed the list, so it is read at each press. */
export function shelfGroup(deps: ShelfDeps): HTMLElement {
  const { clip, viewer, locale } = deps;
  const say = shelfWords(locale);
  const id = `shelf-${(groups += 1)}`;
  const said = el('p', { id, class: 'vote-said', role: 'status' });
  const { id: creatorId, name } = clip.creator;
  const toggles = [
    { of: 'videos', what: clip.id, label: say.save },
    ...(creatorId ? [{ of: 'creators', what: creatorId, label: say.follow.replace('{0}', () => name) }] : []),
  ] as { of: 'videos' | 'creators'; what: string; label: string }[];
  const buttons = toggles.map((toggle) => {
    const button = el('button', { type: 'button', class: 'vote', 'aria-describedby': id }, toggle.label);
    button.addEventListener('click', () => {
      if (!hindrance(deps, say)) {
        const kept = readKept(viewer.shelf);
        const lookedAt = kept.lookedAt || Date.now();
        viewer.shelf = writeKept({ ...kept, lookedAt, [toggle.of]: toggled(kept[toggle.of], toggle.what) });
      }
      show();
    });
    return { toggle, button };
  });

  function show(): void {
    const why = hindrance(deps, say);
    const kept = readKept(viewer.shelf);
    for (const { toggle, button } of buttons) {
      button.setAttribute('aria-pressed', String(!why && kept[toggle.of].includes(toggle.what)));
      if (why) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
    said.textContent = why ?? '';
  }

  show();
  return el('fieldset', { class: 'variants' }, el('legend', {}, say.aside), ...buttons.map((b) => b.button), said);
}

/** One video: its product's own page, where a tap begins it. */
function entryLink({ id, title, creator, posterUrl, product, watchUrl }: Entry, fresh: string | null): HTMLElement {
  const place = { productUrl: product.url, pageUrl: location.href, anchor: null, api: new URL(watchUrl).origin };
  const text = el(
    'span',
    { class: 'shelf-text' },
    fresh === null ? null : el('mark', {}, fresh),
    el('span', {}, title),
    el('small', {}, `${creator.name} · ${product.title}`),
  );
  return el('a', { href: shareUrl(place, id, 0) }, el('img', { src: posterUrl, alt: '', width: 44, height: 60 }), text);
}

function part(title: string, none: string, lines: HTMLElement[]): Node[] {
  const list = lines.length > 0 ? el('ul', {}, ...lines) : el('p', { class: 'vote-said' }, none);
  return [el('h3', {}, title), list];
}

function fill(box: HTMLElement, deps: ShelfDeps, { saved, followed }: Shelf, kept: Kept): void {
  const say = shelfWords(deps.locale);
  // In the order in which they were saved; what the store shows no more is not there.
  const inOrder = kept.videos.flatMap((id) => saved.filter((entry) => entry.id === id));
  const lines = inOrder.map((entry) => {
    const label = say.remove.replace('{0}', () => entry.title);
    const out = el('button', { type: 'button', class: 'shelf-out', 'aria-label': label }, '×');
    const line = el('li', {}, entryLink(entry, null), out);
    out.addEventListener('click', () => {
      const now = readKept(deps.viewer.shelf);
      deps.viewer.shelf = writeKept({ ...now, videos: now.videos.filter((id) => id !== entry.id) });
      const next = line.nextElementSibling ?? line.previousElementSibling;
      line.remove();
      (next?.querySelector<HTMLElement>('.shelf-out') ?? box).focus();
    });
    return line;
  });
  const news = followed.map((entry) =>
    el('li', {}, entryLink(entry, Date.parse(entry.publishedAt) > kept.lookedAt ? say.fresh : null)),
  );
  box.replaceChildren(
    ...(kept.videos.length > 0 ? part(say.saved, say.none, lines) : []),
    ...(kept.creators.length > 0 ? part(say.followed, say.none, news) : []),
  );
  // What is new was seen now.
  deps.viewer.shelf = writeKept({ ...readKept(deps.viewer.shelf), lookedAt: Date.now() });
}

const dressed = new WeakSet<ShadowRoot>();

/** The list as a page of the sheet: its title, and its content, asked for anew each time. */
export function shelfBody(deps: ShelfDeps): { title: string; body: () => HTMLElement } {
  const say = shelfWords(deps.locale);
  const body = (): HTMLElement => {
    if (!dressed.has(deps.root)) adopt(deps.root, SHELF_CSS);
    dressed.add(deps.root);
    const kept = readKept(deps.viewer.shelf);
    const why = hindrance(deps, say);
    const isEmpty = kept.videos.length + kept.creators.length === 0;
    const note = el('p', { class: 'vote-said', role: 'status' }, why ?? (isEmpty ? say.nothing : say.loading));
    const box = el('div', { class: 'shelf', tabindex: -1 }, note);
    if (why || isEmpty) return box;
    deps.viewer.tell<Shelf>('shelf', { videos: kept.videos, creators: kept.creators }).then(
      (shelf) => fill(box, deps, shelf, kept),
      () => void (note.textContent = say.failed),
    );
    return box;
  };
  return { title: say.title, body };
}
