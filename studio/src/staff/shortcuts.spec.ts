// Keys are taken by their place, so that they work on a Russian or Kazakh layout too.
import { describe, expect, it } from '@jest/globals';
import { shortcutOf } from './shortcuts';

const press = (code: string, key: string, more = {}) =>
  shortcutOf({ code, key, altKey: false, ctrlKey: false, metaKey: false, ...more });

describe('shortcutOf', () => {
  it.each([
    ['A', press('KeyA', 'a'), 'approve'],
    ['A on a Cyrillic layout', press('KeyA', 'ф'), 'approve'],
    ['R', press('KeyR', 'r'), 'reject'],
    ['J', press('KeyJ', 'j'), 'back'],
    ['L', press('KeyL', 'l'), 'forward'],
    ['N', press('KeyN', 'n'), 'next'],
    ['C', press('KeyC', 'c'), 'compare'],
    ['the space bar', press('Space', ' '), 'play'],
    ['?', press('Slash', '?'), 'help'],
    ['another letter', press('KeyQ', 'q'), undefined],
    ['Ctrl + A', press('KeyA', 'a', { ctrlKey: true }), undefined],
    ['⌘ + R', press('KeyR', 'r', { metaKey: true }), undefined],
  ])('%s', (_name, shortcut, name) => expect(shortcut?.name).toBe(name));
  it('gives the number of a reason', () => {
    expect(press('Digit3', '3')).toEqual({ name: 'reason', digit: 3 });
    expect(press('Numpad9', '9')).toEqual({ name: 'reason', digit: 9 });
    expect(press('Digit0', '0')).toBeNull();
  });
});
