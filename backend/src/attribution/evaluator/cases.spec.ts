// The public cases of money.md, and cases computed from it by hand: input and exact output.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { evaluate, parseConfig, parseFacts } from './evaluate.rules.js';
import { toExpected } from './expected.rules.js';
import { canonicalJson, type Json, type JsonObject } from '../../facts/canonical.rules.js';
import { toTime } from './input/reader.rules.js';

interface Case {
  id: string;
  title: string;
  as_of: string;
  config: JsonObject;
  facts: JsonObject[];
  expected: JsonObject;
}

const folder = new URL('../../../test/cases/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.startsWith('attribution.') || name === 'audit_cases.json');

describe.each(files)('%s', (name) => {
  const { cases } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { cases: Case[] };

  it.each(cases.map((item) => [`${item.id} ${item.title}`, item] as const))('%s', (_title, item) => {
    const result = evaluate(parseConfig(item.config), parseFacts(item.facts), toTime(item.as_of, 'as_of'));
    expect(JSON.parse(canonicalJson(toExpected(result)))).toEqual(item.expected);
    expect(canonicalJson(toExpected(result))).toBe(canonicalJson(item.expected as Json));
  });
});
