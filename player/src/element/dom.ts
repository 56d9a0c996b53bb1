// Builds elements without HTML strings, so that Trusted Types and a strict policy have nothing to object to.

type Child = Node | string | null | false;
type Props = Record<string, string | number | boolean | null>;

/** `el('button', { class: 'x', 'aria-label': 'Play' }, child)`; a false or null attribute is left out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return made;
}

/** A picture of 24 units, drawn in the text's colour and unknown to screen readers. */
export function icon(path: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(space, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

const sheets: Record<string, CSSStyleSheet> = {};

/** Adds a style sheet, read once for all players; constructed, because a strict policy blocks a style element. */
export function adopt(root: ShadowRoot, css: string): void {
  if (!sheets[css]) (sheets[css] = new CSSStyleSheet()).replaceSync(css);
  root.adoptedStyleSheets.push(sheets[css]);
}

/** An address that may stand in a link; anything but http and https is none. */
export function safeUrl(text: string | null): string | null {
  if (!text) return null;
  try {
    const url = new URL(text, location.href);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export const PLAY_ICON = 'M8 5.14v13.72a1 1 0 0 0 1.53.85l10.8-6.86a1 1 0 0 0 0-1.7L9.53 4.29A1 1 0 0 0 8 5.14Z';
