// A shop's own look of the player: what may be written, the style sheet it becomes, and whether its colours can be read.

/** Empty (null) leaves the player's own value. */
export interface ThemeValues {
  /** `#rrggbb` */
  accent: string | null;
  onAccent: string | null;
  radiusPx: number | null;
  /** Families in order; a generic one stands last. */
  fonts: readonly string[] | null;
  maxWidthPx: number | null;
}

export const NO_THEME: ThemeValues = { accent: null, onAccent: null, radiusPx: null, fonts: null, maxWidthPx: null };

/** What the player has where the shop says nothing (player/CONTRACT.md). */
export const DEFAULT_ACCENT = '#5b3df5';
export const DEFAULT_ON_ACCENT = '#ffffff';

export const GENERIC_FONTS = [
  'system-ui',
  'sans-serif',
  'serif',
  'monospace',
  'ui-rounded',
  'ui-serif',
  'ui-monospace',
] as const;
const MOST_FONTS = 5;

export interface ThemeFault {
  field: keyof ThemeValues;
  detail: string;
}

const colour = (text: string | null): string | null | undefined => {
  const given = text?.trim().toLowerCase() ?? '';
  if (given === '') return null;
  if (/^#[0-9a-f]{6}$/.test(given)) return given;
  const [, r, g, b] = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(given) ?? [];
  return r && g && b ? `#${r}${r}${g}${g}${b}${b}` : undefined;
};

const whole = (value: number | null, least: number, most: number): boolean =>
  value === null || (Number.isInteger(value) && value >= least && value <= most);

const isGeneric = (name: string): boolean => (GENERIC_FONTS as readonly string[]).includes(name);

/** Letters of any language, digits, spaces and hyphens: nothing that could end a string of CSS. */
const isFontName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{M}\p{N} -]{0,59}$/u.test(name);

/** The values as they are kept, or the first fault. */
export function checkTheme(given: ThemeValues): { ok: true; values: ThemeValues } | { ok: false; fault: ThemeFault } {
  const bad = (field: keyof ThemeValues, detail: string) => ({ ok: false as const, fault: { field, detail } });
  const [accent, onAccent] = [colour(given.accent), colour(given.onAccent)];
  if (accent === undefined) return bad('accent', 'Write a colour such as #5b3df5.');
  if (onAccent === undefined) return bad('onAccent', 'Write a colour such as #ffffff.');
  if (!whole(given.radiusPx, 0, 40)) return bad('radiusPx', 'From 0 to 40 pixels.');
  if (!whole(given.maxWidthPx, 200, 1600)) return bad('maxWidthPx', 'From 200 to 1600 pixels.');
  const names = [...new Set((given.fonts ?? []).map((name) => name.trim().replace(/\s+/g, ' ')).filter(Boolean))];
  if (names.length > MOST_FONTS) return bad('fonts', `At most ${MOST_FONTS} fonts.`);
  if (!names.every(isFontName)) return bad('fonts', 'Write names of fonts only: letters, digits, spaces and hyphens.');
  const last = names.at(-1);
  const fonts = last === undefined ? null : isGeneric(last) ? names : [...names, 'sans-serif'];
  return { ok: true, values: { accent, onAccent, radiusPx: given.radiusPx, fonts, maxWidthPx: given.maxWidthPx } };
}

/** The custom properties of a theme that was checked, in a steady order. */
export function variablesOf(values: ThemeValues): [name: string, value: string][] {
  const { accent, onAccent, radiusPx, fonts, maxWidthPx } = values;
  const font = fonts?.map((name) => (isGeneric(name) ? name : `"${name}"`)).join(',');
  const all: [string, string | null | undefined][] = [
    ['--vitrina-accent', accent],
    ['--vitrina-on-accent', onAccent],
    ['--vitrina-radius', radiusPx === null ? null : `${radiusPx}px`],
    ['--vitrina-font', font],
    ['--vitrina-max-width', maxWidthPx === null ? null : `${maxWidthPx}px`],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
}

/** A style sheet with them, for a selector; empty without a value. */
export function styleOf(values: ThemeValues, selector: string): string {
  const all = variablesOf(values);
  return all.length === 0 ? '' : `${selector}{${all.map(([name, value]) => `${name}:${value}`).join(';')}}`;
}

/** WCAG 2: relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

export const CONTRAST_PLACES = ['button', 'ring_light', 'ring_dark'] as const;
export type ContrastPlace = (typeof CONTRAST_PLACES)[number];

export interface ContrastFinding {
  place: ContrastPlace;
  /** Rounded down to hundredths, so that 4.499 is not shown as 4.5. */
  ratio: number;
  needs: number;
  fine: boolean;
}

/** Level AA: text on the buy button 4.5:1; the ring around a story 3:1 on a light and on a dark page. */
export function findContrast(values: ThemeValues): ContrastFinding[] {
  const accent = values.accent ?? DEFAULT_ACCENT;
  const pairs: [ContrastPlace, string, number][] = [
    ['button', values.onAccent ?? DEFAULT_ON_ACCENT, 4.5],
    ['ring_light', '#ffffff', 3],
    ['ring_dark', '#121212', 3],
  ];
  return pairs.map(([place, other, needs]) => {
    const ratio = contrast(accent, other);
    return { place, ratio: Math.floor(ratio * 100) / 100, needs, fine: ratio >= needs };
  });
}
