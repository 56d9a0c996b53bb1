// Kept answers: shared while asked, kept until a change, never older than one.
import { describe, expect, it } from '@jest/globals';
import { Kept } from './kept.js';

function counting(ttl = 60_000) {
  let asked = 0;
  const gates: (() => void)[] = [];
  const kept = new Kept<{ n: number }>({ max: 10, ttl }, async () => {
    const n = ++asked;
    await new Promise<void>((resolve) => gates.push(resolve));
    return { n };
  });
  return { kept, open: () => gates.splice(0).forEach((gate) => gate()), asked: () => asked };
}

describe('kept answers', () => {
  it('ask once for many', async () => {
    const { kept, open, asked } = counting();
    const answers = Promise.all([kept.get('a'), kept.get('a'), kept.get('a')]);
    open();
    expect(await answers).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
    expect(await kept.get('a')).toEqual({ n: 1 });
    expect(asked()).toBe(1);
  });

  it('ask again after a change, also when the question was on its way', async () => {
    const { kept, open } = counting();
    const before = kept.get('a');
    kept.dropKey('a');
    const after = kept.get('a');
    open();
    expect(await before).toEqual({ n: 1 });
    expect(await after).toEqual({ n: 2 });
    expect(await kept.get('a')).toEqual({ n: 2 });
    kept.drop((_, value) => value.n === 2);
    const again = kept.get('a');
    open();
    expect(await again).toEqual({ n: 3 });
  });

  it('are renewed before their time is up, and nobody waits for that', async () => {
    const { kept, open, asked } = counting(600);
    const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const first = kept.get('a');
    open();
    await first;
    await sleep(400);
    // The question is on its way and stays there: the old answer is given meanwhile.
    expect([await kept.get('a'), await kept.get('a')]).toEqual([{ n: 1 }, { n: 1 }]);
    expect(asked()).toBe(2);
    open();
    await sleep(10);
    expect(await kept.get('a')).toEqual({ n: 2 });
  });

  it('are never given after their time, even when they cannot be renewed', async () => {
    let n = 0;
    const kept = new Kept<{ n: number }>({ max: 10, ttl: 300 }, () =>
      ++n === 1 ? Promise.resolve({ n }) : Promise.reject(new Error('away')),
    );
    await kept.get('a');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await kept.get('a')).toEqual({ n: 1 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(kept.get('a')).rejects.toThrow('away');
  });

  it('do not remember a failure', async () => {
    let works = false;
    const kept = new Kept<{ ok: true }>({ max: 10, ttl: 60_000 }, () =>
      works ? Promise.resolve({ ok: true }) : Promise.reject(new Error('away')),
    );
    await expect(kept.get('a')).rejects.toThrow('away');
    works = true;
    expect(await kept.get('a')).toEqual({ ok: true });
  });
});
