// A theme while it is typed: only whole values reach the preview, and low contrast is said as the service says it.
import { describe, expect, it } from '@jest/globals';
import { checkTheme, findContrast, NO_THEME, variablesOf as kept } from '../../../../backend/src/themes/theme.rules.js';
import { tooLow, variablesOf } from './theme-values';

const none = { accent: null, onAccent: null, radiusPx: null, fonts: null, maxWidthPx: null };

describe('a theme that is typed', () => {
  it('shows what is whole', () => {
    expect(variablesOf({ ...none, accent: '#5b3d', radiusPx: 0, fonts: ['PT Sans', 'a"b'] })).toEqual({
      '--vitrina-radius': '0px',
      '--vitrina-font': '"PT Sans",sans-serif',
    });
  });

  it.each(['#0a5c36', '#777777', '#ff0000', '#5b3df5', '#fff'])('of %s says what the service says', (accent) => {
    const read = checkTheme({ ...NO_THEME, accent, radiusPx: 8, maxWidthPx: 300 });
    if (!read.ok) throw new Error('a colour');
    const low = findContrast(read.values).filter(({ fine }) => !fine);
    expect(tooLow({ ...none, accent })).toEqual(low.map(({ place, ratio, needs }) => ({ place, ratio, needs })));
    const { '--vitrina-accent': shown, ...rest } = variablesOf({ ...none, accent, radiusPx: 8, maxWidthPx: 300 });
    const { '--vitrina-accent': written, ...others } = Object.fromEntries(kept(read.values));
    expect(rest).toEqual(others);
    expect(shown?.length === 4 ? shown.replace(/[\da-f]/g, '$&$&') : shown).toBe(written);
  });
});
