// Every leaf of every size has a path to the root; no other leaf, place, size or path leads there.
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { climb, leafOf, pathOf, rootOf, sealOfDay } from './merkle.rules.js';

const leaves = Array.from({ length: 33 }, (_, i) => leafOf(createHash('sha256').update(String(i)).digest()));

describe('a tree', () => {
  it('of every size up to 33 proves each of its leaves, and only at its place', () => {
    for (let size = 1; size <= leaves.length; size++) {
      const own = leaves.slice(0, size);
      const root = rootOf(own);
      own.forEach((leaf, i) => {
        const path = pathOf(own, i);
        expect(climb(leaf, i, size, path)).toEqual(root);
        if (size === 1) return;
        expect(climb(leaf, (i + 1) % size, size, path)).not.toEqual(root);
        expect(climb(leafOf(leaf), i, size, path)).not.toEqual(root);
        expect(climb(leaf, i, size, path.slice(1))).not.toEqual(root);
      });
    }
  });

  it('changes with every leaf, and with their order', () => {
    const root = rootOf(leaves.slice(0, 7));
    for (let i = 0; i < 7; i++) {
      const other = leaves.slice(0, 7).map((leaf, j) => (j === i ? leafOf(leaf) : leaf));
      expect(rootOf(other).equals(root)).toBe(false);
    }
    expect(rootOf(leaves.slice(0, 7).reverse()).equals(root)).toBe(false);
  });

  it('has the known root of RFC 6962 for one empty entry', () => {
    expect(leafOf(Buffer.alloc(0)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });
});

describe('the seal of a day', () => {
  const day = {
    ...{ programmeId: 'sto_1', day: '2026-10-01', fromSeq: 1n, throughSeq: 3n },
    ...{ root: Buffer.alloc(32, 1), headHash: Buffer.alloc(32, 2) },
  };
  it('covers everything it says and the seal before', () => {
    const seal = sealOfDay(Buffer.alloc(32), day);
    const others = [
      sealOfDay(Buffer.alloc(32, 9), day),
      sealOfDay(Buffer.alloc(32), { ...day, day: '2026-10-02' }),
      sealOfDay(Buffer.alloc(32), { ...day, throughSeq: 4n }),
      sealOfDay(Buffer.alloc(32), { ...day, root: Buffer.alloc(32, 3) }),
      sealOfDay(Buffer.alloc(32), { ...day, headHash: Buffer.alloc(32, 3) }),
    ];
    expect(others.filter((other) => other.equals(seal))).toEqual([]);
  });
});
