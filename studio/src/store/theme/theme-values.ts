// What a theme would make of the player, while it is typed: CSS variables for the preview, and contrast as WCAG computes it.
import type { ThemePartsFragment } from '../../api/generated';

export type Values = Pick<ThemePartsFragment, 'accent' | 'onAccent' | 'radiusPx' | 'fonts' | 'maxWidthPx'>;

export const PLAYERS_OWN = { accent: '#5b3df5', onAccent: '#ffffff', radiusPx: 16, maxWidthPx: 420 };
const GENERIC = ['system-ui', 'sans-serif', 'serif', 'monospace', 'ui-rounded', 'ui-serif', 'ui-monospace'];

const isColour = (text: string | null | undefined): text is string => /^#([\da-f]{3}|[\da-f]{6})$/i.test(text ?? '');

/** What is not a value yet is left out, and the player's own shows. */
export function variablesOf({ accent, onAccent, radiusPx, fonts, maxWidthPx }: Values): Record<string, string> {
  const names = (fonts ?? []).filter((name) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N} -]*$/u.test(name));
  const font = names.map((name) => (GENERIC.includes(name) ? name : `"${name}"`)).join(',');
  return {
    ...(isColour(accent) ? { '--vitrina-accent': accent } : {}),
    ...(isColour(onAccent) ? { '--vitrina-on-accent': onAccent } : {}),
    ...(typeof radiusPx === 'number' ? { '--vitrina-radius': `${radiusPx}px` } : {}),
    ...(font ? { '--vitrina-font': `${font},sans-serif` } : {}),
    ...(typeof maxWidthPx === 'number' ? { '--vitrina-max-width': `${maxWidthPx}px` } : {}),
  };
}

function luminance(hex: string): number {
  const whole = hex.length === 4 ? hex.replace(/[\da-f]/gi, '$&$&') : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(whole.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

export type Finding = { place: 'button' | 'ring_light' | 'ring_dark'; ratio: number; needs: number };

/** What is below level AA: text on the buy button 4.5:1, the ring around a story 3:1 on a light and on a dark page. */
export function tooLow(values: Values): Finding[] {
  const accent = isColour(values.accent) ? values.accent : PLAYERS_OWN.accent;
  const onAccent = isColour(values.onAccent) ? values.onAccent : PLAYERS_OWN.onAccent;
  const all: Finding[] = [
    { place: 'button', ratio: contrast(accent, onAccent), needs: 4.5 },
    { place: 'ring_light', ratio: contrast(accent, '#ffffff'), needs: 3 },
    { place: 'ring_dark', ratio: contrast(accent, '#121212'), needs: 3 },
  ];
  // Rounded down: 4.499 is not enough, and should not be shown as 4.5.
  return all
    .filter(({ ratio, needs }) => ratio < needs)
    .map((one) => ({ ...one, ratio: Math.floor(one.ratio * 100) / 100 }));
}
