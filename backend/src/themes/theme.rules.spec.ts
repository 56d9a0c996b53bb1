// What a theme may say: nothing of a value can leave its place in the style sheet, and contrast is what WCAG says.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkTheme, contrast, findContrast, NO_THEME, styleOf, type ThemeValues } from './theme.rules.js';

const check = (change: Partial<ThemeValues>) => checkTheme({ ...NO_THEME, ...change });

describe('a theme', () => {
  it('is kept in one form and becomes a style sheet', () => {
    const read = check({
      accent: ' #0A5 ',
      onAccent: '#FFFFFF',
      radiusPx: 0,
      fonts: [' PT  Sans ', 'Georgia'],
      maxWidthPx: 360,
    });
    expect(read).toMatchObject({
      ok: true,
      values: { accent: '#00aa55', fonts: ['PT Sans', 'Georgia', 'sans-serif'] },
    });
    expect(read.ok && styleOf(read.values, ':host')).toBe(
      ':host{--vitrina-accent:#00aa55;--vitrina-on-accent:#ffffff;--vitrina-radius:0px;--vitrina-font:"PT Sans","Georgia",sans-serif;--vitrina-max-width:360px}',
    );
    expect(styleOf(NO_THEME, ':host')).toBe('');
    expect(check({ accent: ' ', fonts: [' '] })).toEqual({ ok: true, values: NO_THEME });
    expect(check({ fonts: ['Inter', 'serif'] })).toMatchObject({ values: { fonts: ['Inter', 'serif'] } });
  });

  it.each<[string, Partial<ThemeValues>, string]>([
    ['a colour by name', { accent: 'red' }, 'accent'],
    ['a colour that is a function', { accent: 'url(https://evil.example)' }, 'accent'],
    ['a colour that ends the rule', { onAccent: '#fff;}*{display:none' }, 'onAccent'],
    ['half a pixel', { radiusPx: 1.5 }, 'radiusPx'],
    ['a negative radius', { radiusPx: -1 }, 'radiusPx'],
    ['no width', { maxWidthPx: 0 }, 'maxWidthPx'],
    ['a font with a quote', { fonts: ['A"B'] }, 'fonts'],
    ['a font that is a URL', { fonts: ['url(//evil.example/f.woff2)'] }, 'fonts'],
    ['a font with an escape', { fonts: ['A\\22 '] }, 'fonts'],
    ['six fonts', { fonts: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'fonts'],
  ])('with %s is refused', (_, change, field) => {
    expect(check(change)).toMatchObject({ ok: false, fault: { field } });
  });

  it('is one rule of known properties, whatever is typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('#fff', '#5b3df5', 'Inter', 'a}b{c', '";*{}', '/*'),
    );
    fc.assert(
      fc.property(
        typed,
        typed,
        fc.array(typed, { maxLength: 5 }),
        fc.integer(),
        (accent, onAccent, fonts, radiusPx) => {
          const read = checkTheme({ ...NO_THEME, accent, onAccent, fonts, radiusPx });
          if (!read.ok) return;
          expect(styleOf(read.values, ':host')).toMatch(
            /^(:host\{(--vitrina-(accent|on-accent):#[0-9a-f]{6};?|--vitrina-radius:\d+px;?|--vitrina-font:("[\p{L}\p{M}\p{N} -]+"|[a-z-]+)(,("[\p{L}\p{M}\p{N} -]+"|[a-z-]+))*;?)+\})?$/u,
          );
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
    ['#ffffff', '#ffffff', 1],
  ])('of %s on %s is %d', (one, other, wanted) => {
    expect(Math.round(contrast(one, other) * 100) / 100).toBe(wanted);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });

  it('is told where it is too low, and never rounded up', () => {
    expect(findContrast({ ...NO_THEME, accent: '#777777' })[0]).toEqual({
      place: 'button',
      ratio: 4.47,
      needs: 4.5,
      fine: false,
    });
    expect(findContrast(NO_THEME).map(({ fine }) => fine)).toEqual([true, true, true]);
  });
});
