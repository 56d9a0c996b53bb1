// Chapters on the time bar: where each begins, and its name under the pointer and while somebody seeks.
import { clockText } from '../../core/format.js';
import type { Chapter, Clip } from '../../core/types.js';
import { el } from '../dom.js';
import type { GuideDeps } from './guide.js';
import { chapterAt } from './marks.rules.js';

/** After the last movement of the position its name stands so long. */
const LINGER_MS = 1_500;
/** Half of the slider's thumb, whose middle is the position. */
const THUMB_PX = 8;

export function showChapters(
  { controls }: GuideDeps,
  { durationMs }: Clip,
  chapters: readonly Chapter[],
  signal: AbortSignal,
): void {
  const { slider, element } = controls;
  const ticks = el('div', { class: 'ticks', 'aria-hidden': 'true', part: 'chapters' });
  for (const { startMs } of chapters.slice(1)) {
    const tick = el('i');
    tick.style.setProperty('--_at', String(startMs / durationMs));
    ticks.append(tick);
  }
  const bubble = el('div', { class: 'chapter', 'aria-hidden': 'true', part: 'chapter' });
  bubble.hidden = true;
  slider.after(ticks, bubble);
  controls.nameChapters((seconds) => chapterAt(chapters, seconds * 1000)?.title ?? null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    bubble.hidden = true;
  };
  /** `share` of the video's length. */
  const show = (share: number): void => {
    clearTimeout(timer);
    const ms = share * durationMs;
    bubble.textContent = `${clockText(ms)} · ${chapterAt(chapters, ms)?.title ?? ''}`;
    bubble.hidden = false;
    const along = getComputedStyle(slider).direction === 'rtl' ? 1 - share : share;
    const middle = slider.offsetLeft + THUMB_PX + along * (slider.offsetWidth - 2 * THUMB_PX);
    const most = element.clientWidth - bubble.offsetWidth;
    bubble.style.left = `${Math.round(Math.min(Math.max(0, middle - bubble.offsetWidth / 2), Math.max(0, most)))}px`;
  };
  const on = { signal } as const;
  slider.addEventListener(
    'pointermove',
    ({ clientX }) => {
      const { left, width } = slider.getBoundingClientRect();
      const along = Math.min(1, Math.max(0, (clientX - left - THUMB_PX) / Math.max(1, width - 2 * THUMB_PX)));
      show(getComputedStyle(slider).direction === 'rtl' ? 1 - along : along);
    },
    on,
  );
  slider.addEventListener('pointerleave', hide, on);
  slider.addEventListener(
    'input',
    () => {
      show(Number(slider.value) / Number(slider.max));
      timer = setTimeout(hide, LINGER_MS);
    },
    on,
  );
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    ticks.remove();
    bubble.remove();
  });
}
