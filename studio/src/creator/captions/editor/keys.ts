// The keys of the caption editor: all with Alt, because most of the time the hands are in a text field.

export type KeyName =
  'play' | 'back' | 'forward' | 'start' | 'end' | 'split' | 'merge' | 'add' | 'remove' | 'previous' | 'next';
export type EditorKey = KeyName | 'save' | 'undo' | 'redo';

/** Shown in the help, in its order. */
export const KEYS: readonly { name: EditorKey; keys: readonly string[] }[] = [
  { name: 'play', keys: ['Alt', 'P'] },
  { name: 'back', keys: ['Alt', 'J'] },
  { name: 'forward', keys: ['Alt', 'L'] },
  { name: 'start', keys: ['Alt', '['] },
  { name: 'end', keys: ['Alt', ']'] },
  { name: 'previous', keys: ['Alt', '↑'] },
  { name: 'next', keys: ['Alt', '↓'] },
  { name: 'add', keys: ['Alt', 'N'] },
  { name: 'split', keys: ['Alt', 'S'] },
  { name: 'merge', keys: ['Alt', 'M'] },
  { name: 'remove', keys: ['Alt', 'X'] },
  { name: 'undo', keys: ['Ctrl', 'Z'] },
  { name: 'redo', keys: ['Ctrl', 'Shift', 'Z'] },
  { name: 'save', keys: ['Ctrl', 'S'] },
];

const WITH_ALT: Readonly<Record<string, KeyName>> = {
  KeyP: 'play',
  KeyJ: 'back',
  KeyL: 'forward',
  BracketLeft: 'start',
  BracketRight: 'end',
  ArrowUp: 'previous',
  ArrowDown: 'next',
  KeyN: 'add',
  KeyS: 'split',
  KeyM: 'merge',
  KeyX: 'remove',
};

type Pressed = { code: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean };

/** What a key press means, or null. By place and not by letter: it works on a Cyrillic layout, and on a Mac. */
export function keyOf({ code, altKey, ctrlKey, metaKey, shiftKey }: Pressed): EditorKey | null {
  const command = ctrlKey || metaKey;
  if (altKey && !command && !shiftKey) return WITH_ALT[code] ?? null;
  if (!command || altKey) return null;
  if (code === 'KeyS' && !shiftKey) return 'save';
  if (code === 'KeyZ') return shiftKey ? 'redo' : 'undo';
  return code === 'KeyY' && !shiftKey ? 'redo' : null;
}
