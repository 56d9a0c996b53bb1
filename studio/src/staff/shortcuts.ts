// The keys of the review page: which key does what, and when keys are left alone.
import { useEffect, useRef } from 'react';

export type ShortcutName = 'approve' | 'reject' | 'play' | 'back' | 'forward' | 'next' | 'compare' | 'help' | 'reason';

/** Shown in the help and beside the buttons; the order is that of the help. */
export const KEYS: readonly { name: ShortcutName; keys: readonly string[] }[] = [
  { name: 'play', keys: ['Space'] },
  { name: 'back', keys: ['J'] },
  { name: 'forward', keys: ['L'] },
  { name: 'approve', keys: ['A'] },
  { name: 'reason', keys: ['1', '…', '9'] },
  { name: 'reject', keys: ['R'] },
  { name: 'next', keys: ['N'] },
  { name: 'compare', keys: ['C'] },
  { name: 'help', keys: ['?'] },
];

const BY_CODE: Readonly<Record<string, ShortcutName>> = {
  KeyA: 'approve',
  KeyR: 'reject',
  KeyJ: 'back',
  KeyL: 'forward',
  KeyN: 'next',
  KeyC: 'compare',
  Space: 'play',
};

type Pressed = { code: string; key: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean };

/**
 * What a key press means, or null. Keys are taken by place, not by letter, so that they work on a Cyrillic layout.
 * A digit gives `reason` with its number.
 */
export function shortcutOf(pressed: Pressed): { name: ShortcutName; digit: number } | null {
  if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return null;
  if (pressed.key === '?') return { name: 'help', digit: 0 };
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(pressed.code)?.[1];
  if (digit) return { name: 'reason', digit: Number(digit) };
  const name = BY_CODE[pressed.code];
  return name ? { name, digit: 0 } : null;
}

/** Text fields keep all keys; buttons and links keep the space bar. */
export function isLeftAlone(target: EventTarget | null, name: ShortcutName | null = null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  if (target.matches('textarea, select, input:not([type="radio"]):not([type="checkbox"])')) return true;
  return name === 'play' && target.matches('button, a, input, summary');
}

/** Listens while `on`; the latest `act` is called. */
export function useShortcuts(on: boolean, act: (name: ShortcutName, digit: number) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut || event.repeat || isLeftAlone(event.target, shortcut.name)) return;
      event.preventDefault();
      latest.current(shortcut.name, shortcut.digit);
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [on]);
}
