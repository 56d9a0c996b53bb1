// The files that a creator has chosen and not yet sent: each is looked into, one after another, and keeps its own words.
import { useCallback, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import type { ProductCardFragment } from '../../api/generated';
import { lookInside } from './looking/look-inside';
import { judgeFile, judgeInside, type Bounds, type Findings } from './preflight';

export type Chosen = {
  id: number;
  file: File;
  title: string;
  /** Null: those chosen for all. */
  products: ProductCardFragment[] | null;
  durationMs: number | null;
  /** Null while the browser is still looking inside. */
  findings: Findings | null;
  /** Why the service refused to begin it. */
  refused: CombinedError | null;
};

export type ChosenFiles = {
  list: readonly Chosen[];
  add: (files: readonly File[]) => void;
  change: (id: number, part: Partial<Chosen>) => void;
  remove: (id: number) => void;
};

/** A file name as a first title: without its ending, with spaces. */
export function titleFrom(fileName: string): string {
  return fileName
    .replace(/\.[^.]+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
}

/** True when nothing that we found stands against sending it. */
export const isGood = ({ findings }: Chosen): boolean => findings !== null && findings.errors.length === 0;

/** `one`: a new choice takes the place of the last, as for a video that is sent again. */
export function useChosen(bounds: Bounds | undefined, one = false): ChosenFiles {
  const [list, setList] = useState<readonly Chosen[]>([]);
  const counter = useRef(0);
  // One at a time: two films decoded at once are too much for a phone.
  const looking = useRef<Promise<void>>(Promise.resolve());
  const change = useCallback((id: number, part: Partial<Chosen>) => {
    setList((now) => now.map((item) => (item.id === id ? { ...item, ...part } : item)));
  }, []);
  const remove = useCallback((id: number) => setList((now) => now.filter((item) => item.id !== id)), []);
  const add = useCallback(
    (files: readonly File[]) => {
      if (!bounds) return;
      const added = (one ? files.slice(0, 1) : files).map((file): Chosen => {
        const errors = judgeFile({ name: file.name, type: file.type, sizeBytes: file.size }, bounds);
        const findings = errors.length > 0 ? { errors, warnings: [] } : null;
        counter.current += 1;
        const words = { title: titleFrom(file.name), products: null, durationMs: null, refused: null };
        return { id: counter.current, file, findings, ...words };
      });
      setList((now) => (one ? added : [...now, ...added]));
      for (const { id, file, findings } of added) {
        if (findings) continue;
        looking.current = looking.current.then(async () => {
          const inside = await lookInside(file).catch(() => null);
          change(id, { findings: judgeInside(inside, bounds), durationMs: inside?.durationMs || null });
        });
      }
    },
    [bounds, change, one],
  );
  return { list, add, change, remove };
}
