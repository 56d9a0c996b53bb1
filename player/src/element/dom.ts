// Builds elements without HTML strings, so that Trusted Types and a strict policy have nothing to object to.

type Child = Node | string | null | false;
type Props = Record<string, string | number | null | undefined>;

/** `el('button', { class: 'x', 'aria-label': 'Play' }, child)`; a null attribute is left out, and so is an empty child. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const name in props) {
    const value = props[name];
    if (value !== null && value !== undefined) made.setAttribute(name, value as string);
  }
  made.append(...(children.filter((child) => child) as (Node | string)[]));
  return made;
}

const sheets: Record<string, CSSStyleSheet> = {};

/** Adds a style sheet, read once for all players; constructed, because a strict policy blocks a style element. */
export function adopt(root: ShadowRoot, css: string): void {
  if (!sheets[css]) (sheets[css] = new CSSStyleSheet()).replaceSync(css);
  root.adoptedStyleSheets.push(sheets[css]);
}
