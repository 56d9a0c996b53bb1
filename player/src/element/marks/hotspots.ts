// Hot-spots: dots on the picture with name and price of a product; a tap opens it.
import { priceText } from '../../core/format.js';
import type { Clip, Hotspot, Marks, Product } from '../../core/types.js';
import { el } from '../dom.js';
import type { GuideDeps } from './guide.js';
import { clearOf, pictureIn, placeOf, spotsAt, type Margins } from './marks.rules.js';
import { marksWords } from './words.js';

/** Above lies the creator with the disclosure, below the controls and the product. */
const MARGINS = { top: 84, side: 24, withDock: 190, bare: 108 } as const;

/** While they are in sight the buttons in the middle of the picture have so much of it, up and down. */
const MIDDLE_PX = 56;

interface Spot extends Hotspot {
  shown: Product;
  button: HTMLButtonElement;
}

function dot({ host, shopping }: GuideDeps, product: Product): HTMLButtonElement {
  const price = priceText(product.priceMinor, product.currency, product.decimals, host.locale);
  const button = el(
    'button',
    { type: 'button', class: 'spot', part: 'hotspot', 'aria-expanded': 'false' },
    el('span', { class: 'dot', 'aria-hidden': 'true' }),
    el('span', { class: 'spot-text' }, el('span', { class: 'spot-name' }, product.title), el('b', {}, price)),
  );
  button.addEventListener('click', () => shopping.openProduct(product, button));
  return button;
}

/** Those of products that the service told, which are in the shop; what is sold out is not shown. */
function spotsOf(deps: GuideDeps, { hotspots, products }: Marks): Spot[] {
  return hotspots.flatMap((hotspot) => {
    const shown = products.find(({ id }) => id === hotspot.product);
    return shown?.inStock ? [{ ...hotspot, shown, button: dot(deps, shown) }] : [];
  });
}

export function showHotspots(deps: GuideDeps, clip: Clip, marks: Marks, signal: AbortSignal): void {
  const { video, host } = deps;
  const { frame, box } = host.view;
  const label = marksWords(host.locale).inVideo;
  const layer = el('div', { class: 'spots', role: 'group', 'aria-label': label });
  const spots = spotsOf(deps, marks);
  frame.querySelector('.tap')?.after(layer);
  /** What has the focus or the pointer stays until it is left. */
  const isHeld = ({ button }: Spot): boolean => button.isConnected && button.matches(':focus-visible, :hover');
  const show = (): void => {
    const now = spotsAt(spots, video.currentTime * 1000);
    for (const spot of spots) {
      const isShown = now.includes(spot) && !video.ended;
      if (isShown && !spot.button.isConnected) layer.append(spot.button);
      else if (!isShown && !isHeld(spot)) spot.button.remove();
    }
    layer.hidden = layer.childElementCount === 0;
  };
  const lay = (): void => {
    const size = { width: frame.clientWidth, height: frame.clientHeight };
    const picture = pictureIn(size, { width: clip.width || 9, height: clip.height || 16 });
    const hasDock = !box.classList.contains('bare') && !box.classList.contains('wide');
    const { top, side } = MARGINS;
    const margins: Margins = { top, side, bottom: hasDock ? MARGINS.withDock : MARGINS.bare };
    // In a low frame there is no room between the two: then the place itself counts.
    const isLow = size.height < top + margins.bottom + 44;
    for (const spot of spots) {
      const { x, y } = placeOf(spot, picture, size, isLow ? { top: side, bottom: side, side } : margins);
      spot.button.style.left = `${Math.round(x)}px`;
      spot.button.style.top = `${Math.round(y)}px`;
      spot.button.style.setProperty('--_dy', `${isLow ? 0 : Math.round(clearOf(y, size, MIDDLE_PX))}px`);
      spot.button.classList.toggle('before', x > size.width / 2);
    }
  };
  const sizes = new ResizeObserver(lay);
  sizes.observe(frame);
  lay();
  show();
  for (const name of ['timeupdate', 'seeking', 'seeked', 'ended', 'play'])
    video.addEventListener(name, show, { signal });
  for (const name of ['focusout', 'pointerleave'])
    layer.addEventListener(name, () => setTimeout(show), { signal, capture: true });
  signal.addEventListener('abort', () => {
    sizes.disconnect();
    layer.remove();
  });
}
