// The keys of a group of alerts: release, hold, reject, a reason by its number, the next group.
import { useEffect, useRef } from 'react';
import { isLeftAlone } from '../shortcuts';

export type RiskKey = 'release' | 'hold' | 'reject' | 'next' | 'reason';

/** Taken by place, not by letter, so that they work on a Cyrillic layout. */
const BY_CODE: Readonly<Record<string, RiskKey>> = { KeyA: 'release', KeyH: 'hold', KeyR: 'reject', KeyN: 'next' };
export const KEY_OF = { release: 'A', hold: 'H', reject: 'R', next: 'N' } as const;

type Pressed = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** What a key press means, or null; a digit gives `reason` with its number. */
export function riskKeyOf(pressed: Pressed): { name: RiskKey; digit: number } | null {
  if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(pressed.code)?.[1];
  if (digit) return { name: 'reason', digit: Number(digit) };
  const name = BY_CODE[pressed.code];
  return name ? { name, digit: 0 } : null;
}

/** Listens while `on`; the latest `act` is called. */
export function useRiskKeys(on: boolean, act: (name: RiskKey, digit: number) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      const key = riskKeyOf(event);
      if (!key || event.repeat || isLeftAlone(event.target)) return;
      event.preventDefault();
      latest.current(key.name, key.digit);
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [on]);
}
