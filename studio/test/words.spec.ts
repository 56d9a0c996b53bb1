// Three languages say the same things: equal keys, equal placeholders, and every key that the pages ask for.
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(import.meta.dirname, '../src');
type Words = { [key: string]: string | Words };

function flat(words: Words, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') all.set(path + key, value);
    else for (const [inner, text] of flat(value, `${path}${key}.`)) all.set(inner, text);
  }
  return all;
}

const load = (code: string) => flat(JSON.parse(readFileSync(join(SRC, `locales/${code}.json`), 'utf8')) as Words);
const languages = { en: load('en'), ru: load('ru'), kk: load('kk') };
/** Languages have different plural forms; the key before the form must be the same. */
const PLURAL = /_(zero|one|two|few|many|other)$/;
const keysOf = (words: Map<string, string>) =>
  [...new Set([...words.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const holesOf = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort().join();

describe.each(['ru', 'kk'] as const)('%s', (code) => {
  const words = languages[code];
  it('has the keys of English', () => expect(keysOf(words)).toEqual(keysOf(languages.en)));
  it('has the placeholders of English', () => {
    const different = [...languages.en].filter(([key, text]) => {
      const own = words.get(key);
      return own !== undefined && holesOf(own) !== holesOf(text);
    });
    expect(different).toEqual([]);
  });
  it('has every plural form that its grammar has', () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const plural = [...words.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(PLURAL, ''));
    const missing = plural.flatMap((key) =>
      forms.filter((form) => !words.has(`${key}_${form}`)).map((form) => `${key}_${form}`),
    );
    expect(missing).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!generated|\.spec)\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

it('has words for every key in the code', () => {
  const known = new Set(keysOf(languages.en));
  const asked = sources(SRC).flatMap((text) =>
    [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1] ?? ''),
  );
  expect(asked.length).toBeGreaterThan(300);
  expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
});
