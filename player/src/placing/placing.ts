// Places a block as the shop's rules say; fetched only where something is left for the page to decide, and before the card is shown.
import type { Card, PageRule } from '../core/types.js';
import { choose, deviceOf } from './placing.rules.js';

type Ruled = Pick<Card, 'rules' | 'videos'>;

function outcomeOf(element: HTMLElement, rules: readonly PageRule[]): PageRule {
  const { width, height } = screen;
  const device = deviceOf(matchMedia('(pointer:coarse)').matches, Math.min(width, height), innerWidth);
  const lang = (element.closest('[lang]') as HTMLElement | null)?.lang;
  return choose(rules, { device, language: element.getAttribute('locale') || lang || '', url: location.href });
}

/** The card with the videos that it shows here. Cards are shared by the elements of a page, so this is another one. */
export function placed<One extends Ruled>(element: HTMLElement, card: One): One {
  // In a feed it was decided when the row was shown.
  if ((element.getRootNode() as ShadowRoot).host?.localName === 'vitrina-reviews') return card;
  const { hide, limit } = outcomeOf(element, card.rules ?? []);
  return { ...card, videos: hide ? [] : card.videos.slice(0, limit) };
}

/** What the page itself said, and what a rule made of it. */
const forms = new WeakMap<HTMLElement, { own: string | null; set: string }>();

/**
 * Takes the cards that are hidden here out of the list and shortens the others. The form is that of the first product that is shown
 * and has one by its rule, else the page's own. True when the form became another: then the element shows itself anew.
 */
export function placeAll(block: HTMLElement, cards: Ruled[]): boolean {
  const before = block.getAttribute('form');
  const known = forms.get(block);
  const own = known && known.set === before ? known.own : before;
  const shown = cards.map((card) => placed(block, card)).filter(({ videos }) => videos.length > 0);
  const set = shown.map(({ rules }) => outcomeOf(block, rules ?? []).form).find(Boolean) ?? null;
  cards.splice(0, cards.length, ...shown);
  if (set) forms.set(block, { own, set });
  else forms.delete(block);
  const form = set ?? own;
  if (form === before || (form ?? 'carousel') === (before ?? 'carousel')) return false;
  if (form === null) block.removeAttribute('form');
  else block.setAttribute('form', form);
  return true;
}
