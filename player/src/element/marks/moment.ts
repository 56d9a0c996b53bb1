// A poster whose video somebody shared: it becomes that video's, and says where a tap begins.
import { clockText } from '../../core/format.js';
import type { Locale } from '../../core/types.js';
import { creatorLine } from '../card.js';
import { adopt, el } from '../dom.js';
import type { Shown } from '../shown/shown.js';
import { PLAY } from '../words.js';
import type { DeviceDeps } from '../people/device.js';
import { marksWords } from './words.js';

const CSS = `
.moment{position:absolute;top:calc(50% + 46px);left:50%;translate:-50%;padding:5px 14px;border-radius:16px;background:#15151ae0;color:#fff;font-weight:650;white-space:nowrap}
`;

/** A link of a creator to a browser of their own is a shared video with a token: what asks about it is fetched only then. */
function findDevice(deps: DeviceDeps): void {
  if (!location.href.includes('vitrina-device=')) return;
  import('../people/device.js').then(({ askWhoseDevice }) => askWhoseDevice(deps)).catch(() => 0);
}

/** On a tile of several videos: it is brought into sight in its row, and says where a tap begins. */
export function showOnTile(deps: DeviceDeps, tile: HTMLElement, seconds: number): void {
  const { root, locale } = deps;
  findDevice(deps);
  adopt(root, CSS);
  // Along its row and never along the page, which is the reader's own.
  const row = tile.closest<HTMLElement>('.row');
  if (row) row.scrollLeft += tile.getBoundingClientRect().left - row.getBoundingClientRect().left;
  if (seconds === 0) return;
  tile.append(el('span', { class: 'moment' }, marksWords(locale).startsAt.replace('{0}', clockText(seconds * 1000))));
}

/** Only before a tap: what plays is not touched. */
export function showMoment(element: HTMLElement & { locale: Locale }, shown: Shown, seconds: number): void {
  const { view, root } = shown;
  const [clip] = shown.clips;
  findDevice({ ...shown, locale: element.locale });
  if (!clip || !view.go.isConnected) return;
  const { locale } = element;
  if (clip.posterUrl && view.poster.getAttribute('src') !== clip.posterUrl) view.poster.src = clip.posterUrl;
  const top = creatorLine(clip, locale);
  view.top.replaceWith(top);
  view.top = top;
  view.box.ariaLabel = clip.title;
  const [title, length] = [view.low.querySelector('.title'), view.low.querySelector('.sum span:last-child')];
  if (title) title.textContent = clip.title;
  if (length) length.textContent = clockText(clip.durationMs);
  const said = marksWords(locale).startsAt.replace('{0}', clockText(seconds * 1000));
  view.go.ariaLabel = `${PLAY[locale]}: ${clip.title}${seconds > 0 ? `. ${said}` : ''}`;
  if (seconds === 0) return;
  adopt(root, CSS);
  view.go.append(el('span', { class: 'moment', 'aria-hidden': 'true' }, said));
}
