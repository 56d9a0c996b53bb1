// Who speaks in the video that plays: their face, and their name as a link to their page in this store.
import type { Clip, Locale } from '../../core/types.js';
import { creatorLine } from '../card.js';
import { el } from '../dom.js';
import type { StageHost } from '../shown/shown.js';

const PAGE = {
  ru: '{0}: страница автора, откроется в новой вкладке',
  kk: '{0}: автордың беті, жаңа қойындыда ашылады',
  en: '{0}: page of the creator, opens in a new tab',
} as const satisfies Record<Locale, string>;

/** The line on the video. Before a tap there is only the name: a card is one button, and asks for no further picture. */
function personLine({ api, store, locale }: StageHost, clip: Clip, pause: () => void): HTMLElement {
  const line = creatorLine(clip, locale);
  const { id, name, avatarUrl } = clip.creator;
  if (avatarUrl) line.firstElementChild?.replaceWith(el('img', { class: 'face', src: avatarUrl, alt: '' }));
  if (!id) return line;
  const link = el('a', {
    class: 'by',
    href: `${api}/c/${store}/${id}?lang=${locale}`,
    target: '_blank',
    rel: 'noopener',
  });
  link.ariaLabel = PAGE[locale].replace('{0}', () => name);
  // Nobody hears the video behind the page that they went to.
  link.addEventListener('click', pause);
  // It lies over face and name, as large as a finger; its own words say the name.
  line.querySelector('.name')?.setAttribute('aria-hidden', 'true');
  line.append(link);
  return line;
}

/** Puts the line of this video in the place of the one before; the focus stays in it. */
export function showPerson(host: StageHost, clip: Clip, pause: () => void): void {
  const { view, root } = host;
  const held = view.top.contains(root.activeElement);
  const line = personLine(host, clip, pause);
  view.top.remove();
  // As it is seen: above the controls, and so before them for the keyboard.
  view.frame.prepend(line);
  view.top = line;
  if (held) line.querySelector<HTMLElement>('.by')?.focus({ preventScroll: true });
}
