// What the keys do while the focus is in the player.

export interface Keys {
  toggle(): void;
  seekBy(seconds: number): void;
  volumeBy(steps: number): void;
  mute(): void;
  fullscreen(): void;
  captions(): void;
  step(by: number): void;
  chapter(by: number): void;
  /** True when something was there to close. */
  escape(): boolean;
}

const BY_CODE: Record<string, (keys: Keys) => void> = {
  KeyK: (keys) => keys.toggle(),
  KeyM: (keys) => keys.mute(),
  KeyF: (keys) => keys.fullscreen(),
  KeyC: (keys) => keys.captions(),
};

const SHIFTED: Record<string, (keys: Keys) => void> = {
  KeyN: (keys) => keys.step(1),
  KeyP: (keys) => keys.step(-1),
  ArrowLeft: (keys) => keys.chapter(-1),
  ArrowRight: (keys) => keys.chapter(1),
};

const ARROWS: Record<string, (keys: Keys) => void> = {
  ArrowLeft: (keys) => keys.seekBy(-5),
  ArrowRight: (keys) => keys.seekBy(5),
  ArrowUp: (keys) => keys.volumeBy(1),
  ArrowDown: (keys) => keys.volumeBy(-1),
};

/** By place and not by letter, so that k is k on a Cyrillic keyboard too. */
function action(event: KeyboardEvent, target: Element): ((keys: Keys) => void) | undefined {
  // A text is marked by Shift and arrows.
  if (event.shiftKey) return target.matches('input:not([type=range])') ? undefined : SHIFTED[event.code];
  if (target.matches('input[readonly]')) return undefined;
  const isControl = target.matches('button, a, input[type=radio]');
  if (event.key === ' ') return isControl ? undefined : (keys) => keys.toggle();
  if (target.matches('input[type=radio]') || target.closest('.sheet')) return BY_CODE[event.code];
  return ARROWS[event.key] ?? BY_CODE[event.code];
}

/** Listens inside the shadow root; a key that did something goes no further, so the page does not scroll. */
export function listenToKeys(root: ShadowRoot, keys: Keys, signal: AbortSignal): void {
  const listener = (event: Event): void => {
    const key = event as KeyboardEvent;
    if (key.ctrlKey || key.altKey || key.metaKey || key.defaultPrevented) return;
    const target = key.target as Element;
    if (key.key === 'Escape') {
      if (keys.escape()) key.preventDefault();
      return;
    }
    const act = action(key, target);
    if (!act) return;
    key.preventDefault();
    act(keys);
  };
  root.addEventListener('keydown', listener, { signal });
}
