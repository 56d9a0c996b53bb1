// Styles of one page hold on every page: a class is the look of one thing, and stands in one stylesheet.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';

const SRC = join(import.meta.dirname, '../../src');

it('no two stylesheets say what one class looks like', () => {
  const places = new Map<string, Set<string>>();
  for (const file of globSync('**/*.css', { cwd: SRC })) {
    const css = readFileSync(join(SRC, file), 'utf8');
    // A rule for this class alone, at the outermost level.
    for (const [, name = ''] of css.matchAll(/(?<=^|\}\n\n|\*\/\n)\.([\w-]+) \{/g)) {
      places.set(name, (places.get(name) ?? new Set()).add(basename(file)));
    }
  }
  expect(places.size).toBeGreaterThan(100);
  expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
});
