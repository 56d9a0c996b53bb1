// Sealed values open for their owner, purpose and master secret, and for nothing else.
import { describe, expect, it } from '@jest/globals';
import { seal, unseal } from './sealing.js';

const CONFIG = { secret: 'a-master-secret-of-thirty-two-characters' };
const sealed = seal(CONFIG, 'phone', 'cre_1', '77011234567 — ə');

describe('a sealed value', () => {
  it('opens again', () => {
    expect(unseal(CONFIG, 'phone', 'cre_1', sealed)).toBe('77011234567 — ə');
  });

  it('is another each time, so that equal values cannot be told', () => {
    expect(seal(CONFIG, 'phone', 'cre_1', 'x').equals(seal(CONFIG, 'phone', 'cre_1', 'x'))).toBe(false);
  });

  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  it.each([
    ['copied into another row', CONFIG, 'phone', 'cre_2', sealed],
    ['for another purpose', CONFIG, 'totp', 'cre_1', sealed],
    ['under another master secret', { secret: 'b'.repeat(40) }, 'phone', 'cre_1', sealed],
    ['with one bit changed', CONFIG, 'phone', 'cre_1', changed],
    ['cut short', CONFIG, 'phone', 'cre_1', sealed.subarray(0, 20)],
    ['of nothing', CONFIG, 'phone', 'cre_1', Buffer.alloc(0)],
  ])('%s does not open', (_, config, purpose, owner, value) => {
    expect(() => unseal(config, purpose, owner, value)).toThrow();
  });
});
