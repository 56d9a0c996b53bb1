// Handles: what may stand in an address, and what looks like somebody else.
import { describe, expect, it } from '@jest/globals';
import { handleFault, normaliseHandle } from './handle.rules.js';

describe('a handle', () => {
  it.each([
    [' @Dana.K ', 'dana.k'],
    ['ＤＡＮＡ', 'dana'],
    ['dana', 'dana'],
  ])('%s is read as %s', (raw, read) => {
    expect(normaliseHandle(raw)).toBe(read);
  });

  it.each([
    ['dana', null],
    ['dana-k.77_x', null],
    ['7days', null],
    ['mesmerising', null],
    ['a'.repeat(30), null],
    ['a'.repeat(31), 'SHAPE'],
    ['da', 'SHAPE'],
    ['', 'SHAPE'],
    ['дана', 'SHAPE'],
    ['dana k', 'SHAPE'],
    ['.dana', 'SHAPE'],
    ['dana-', 'SHAPE'],
    ['da..na', 'SHAPE'],
    ['../etc', 'SHAPE'],
    ['12345', 'SHAPE'],
    ['cre_0123456789abcdef', 'SHAPE'],
    ['admin', 'RESERVED'],
    ['adm1n', 'RESERVED'],
    ['v.i.t.r.i.n.a', 'RESERVED'],
    ['support24', 'RESERVED'],
    ['5uka.girl', 'PROFANE'],
  ])('%s: %s', (handle, fault) => {
    expect(handleFault(handle)).toBe(fault);
  });
});
