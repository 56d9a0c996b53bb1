// Listens to the keys of the editor on the whole page; dialogs keep theirs.
import { useEffect, useRef } from 'react';
import { keyOf, type EditorKey } from './keys';

export function useEditorKeys(acts: Record<EditorKey, () => void>): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const name = keyOf(event);
      if (!name || (event.target instanceof Element && event.target.closest('[role="dialog"]'))) return;
      event.preventDefault();
      latest.current[name]();
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, []);
}
