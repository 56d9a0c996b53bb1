// A sheet over the lower part of the video: the product, or the list of videos. One at a time.
import { el } from '../dom.js';
import { icon } from './draw.js';
import { ICONS } from './icons.js';

export interface SheetContent {
  title: string;
  body: Node[];
}

/** Not modal: the video goes on and stays reachable. Focus goes in when it opens and back when it closes. */
export class Sheet {
  readonly element: HTMLElement;
  readonly #heading = el('h2', { id: 'sheet-title', class: 'sheet-title', tabindex: -1 });
  readonly #body = el('div', { class: 'sheet-body' });
  #opener: HTMLElement | null = null;
  #onClose: (() => void) | null = null;

  constructor(closeWord: string) {
    const close = el('button', { type: 'button', class: 'btn plain', 'aria-label': closeWord }, icon(ICONS.close));
    close.addEventListener('click', () => this.close());
    const head = el('div', { class: 'sheet-head' }, this.#heading, close);
    this.element = el('section', { class: 'sheet', part: 'panel', role: 'dialog', 'aria-labelledby': 'sheet-title' });
    this.element.append(head, this.#body);
    this.element.hidden = true;
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Opens with this content; `opener` gets the focus back. */
  open(content: SheetContent, opener: HTMLElement | null, onClose: () => void): void {
    if (this.isOpen) this.close();
    this.#opener = opener;
    this.#onClose = onClose;
    opener?.setAttribute('aria-expanded', 'true');
    this.element.hidden = false;
    this.turn(content);
  }

  /** Other content in the open sheet; the focus goes to its heading. */
  turn({ title, body }: SheetContent): void {
    this.#heading.textContent = title;
    this.#body.replaceChildren(...body);
    this.#heading.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.isOpen) return;
    const held = this.element.contains((this.element.getRootNode() as ShadowRoot).activeElement);
    this.element.hidden = true;
    this.#opener?.setAttribute('aria-expanded', 'false');
    this.#onClose?.();
    this.#onClose = null;
    // Last, because what lay under the sheet could not take the focus before.
    if (held) this.#opener?.focus({ preventScroll: true });
  }
}
