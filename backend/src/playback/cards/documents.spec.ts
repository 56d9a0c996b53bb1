// Which documents ask for one card and nothing else.
import { describe, expect, it } from '@jest/globals';
import { cardDocument, valueOf } from './documents.js';

describe('a document that asks for one card', () => {
  it('is known by its variables or its own words', () => {
    expect(
      cardDocument('query Card($s: String!, $p: String!) { card(store: $s, product: $p) { videos { id } } }'),
    ).toEqual({
      ...{ store: { variable: 's' }, product: { variable: 'p' }, operation: 'Card' },
    });
    expect(
      cardDocument('{ mine: card(store: "pk_live_a", product: "mug") { ...V } } fragment V on Card { videos { id } }'),
    ).toEqual({
      ...{ store: { value: 'pk_live_a' }, product: { value: 'mug' }, operation: null },
    });
  });

  it.each([
    ['two cards', '{ a: card(store: "s", product: "p") { tokenUrl } b: card(store: "s", product: "q") { tokenUrl } }'],
    ['a card and who I am', '{ card(store: "s", product: "p") { tokenUrl } me { id } }'],
    ['a fragment at its root', '{ ...R } fragment R on Query { card(store: "s", product: "p") { tokenUrl } }'],
    ['another question', '{ me { id } }'],
    ['a change', 'mutation { card(store: "s", product: "p") { tokenUrl } }'],
    ['two operations', 'query A { card(store: "s", product: "p") { tokenUrl } } query B { me { id } }'],
    ['no product', '{ card(store: "s") { tokenUrl } }'],
    ['a number for a product', '{ card(store: "s", product: 5) { tokenUrl } }'],
    ['no document', '{ card('],
    ['more words than are taken', `{ card(store: "s", product: "p") { ${'tokenUrl '.repeat(1000)} } }`],
  ])('is not %s', (_, document) => {
    expect(cardDocument(document)).toBeNull();
  });
});

it('takes only text from variables, and nothing that every object has', () => {
  expect(valueOf({ variable: 's' }, { s: 'pk_live_a' })).toBe('pk_live_a');
  expect(valueOf({ value: 'mug' }, {})).toBe('mug');
  expect([{ s: 5 }, { s: null }, {}].map((variables) => valueOf({ variable: 's' }, variables))).toEqual([
    null,
    null,
    null,
  ]);
  expect(valueOf({ variable: 'constructor' }, {})).toBeNull();
});
