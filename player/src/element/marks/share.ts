// Sharing a video, or a moment of it: the device's own sheet where there is one, and a link to copy.
import { clockText } from '../../core/format.js';
import type { Clip } from '../../core/types.js';
import { adopt, el } from '../dom.js';
import type { StageHost } from '../shown/shown.js';
import { shareUrl } from './moment.rules.js';
import { SHARE_CSS } from './share-css.js';
import { marksWords } from './words.js';

export interface ShareDeps {
  element: HTMLElement;
  host: StageHost;
  clip: Clip;
  /** Where the video is. */
  seconds: number;
}

/** The nearest thing of the page that an address can lead to. */
function anchorOf(element: HTMLElement): string | null {
  return element.closest('[id]')?.id || null;
}

/** The content of the sheet. */
export function shareBody({ element, host, clip, seconds }: ShareDeps): Node[] {
  adopt(host.root, SHARE_CSS);
  const say = marksWords(host.locale);
  const place = {
    productUrl: host.product?.url ?? null,
    pageUrl: location.href,
    anchor: anchorOf(element),
    api: host.api,
  };
  const from = el('input', { type: 'checkbox' });
  const link = el('input', { type: 'text', class: 'share-link', readonly: '', 'aria-label': say.link, dir: 'ltr' });
  const note = el('p', { class: 'note', role: 'status' });
  const show = (): void => {
    link.value = shareUrl(place, clip.id, from.checked ? seconds : 0);
    note.textContent = '';
  };
  show();
  from.addEventListener('change', show);
  link.addEventListener('focus', () => link.select());
  const copy = el('button', { type: 'button', class: 'share-act' }, say.copy);
  copy.addEventListener('click', () => {
    const done = (text: string): void => {
      note.textContent = text;
    };
    const copied = navigator.clipboard?.writeText(link.value) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => done(say.copied),
      () => {
        link.focus();
        link.select();
        done(say.byHand);
      },
    );
  });
  const moment = el('label', { class: 'share-from' }, from, say.from.replace('{0}', clockText(seconds * 1000)));
  return [
    el(
      'div',
      { class: 'share' },
      seconds > 0 ? moment : null,
      link,
      el('div', { class: 'share-acts' }, copy, send()),
      note,
    ),
  ];

  /** Not every browser has a sheet of its own, nor every page the right to it. */
  function send(): HTMLElement | null {
    if (!('share' in navigator)) return null;
    const button = el('button', { type: 'button', class: 'share-act first' }, say.send);
    button.addEventListener('click', () => {
      // Who closes the sheet has changed their mind; nothing is wrong.
      navigator.share({ title: clip.title, url: link.value }).catch(() => undefined);
    });
    return button;
  }
}
