// The list of a product's videos.
import { clockText } from '../../core/format.js';
import type { Clip } from '../../core/types.js';
import { el } from '../dom.js';

export function clipList(clips: readonly Clip[], at: number, choose: (at: number) => void): HTMLElement {
  const list = el('ul', { class: 'clips' });
  clips.forEach((clip, place) => {
    const picture = el('img', { class: 'clip-pic', alt: '', width: 44, height: 60, loading: 'lazy' });
    if (clip.posterUrl) picture.src = clip.posterUrl;
    const about = `${clip.creator.name} · ${clockText(clip.durationMs)}`;
    const text = el(
      'span',
      { class: 'clip-text' },
      el('span', { class: 'clip-title' }, clip.title),
      el('span', {}, about),
    );
    const button = el(
      'button',
      { type: 'button', class: 'clip', 'aria-current': place === at ? 'true' : null },
      picture,
      text,
    );
    button.addEventListener('click', () => choose(place));
    list.append(el('li', {}, button));
  });
  return list;
}
