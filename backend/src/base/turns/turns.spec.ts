// Pieces of many files, one at a time: nothing is lost, others get their turn, a broken source breaks off.
import { setImmediate as turn } from 'node:timers/promises';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { FewAtOnce } from './few-at-once.js';
import { Turns } from './turns.js';

const bytesOf = async (stream: Readable) => Buffer.concat((await stream.toArray()) as Buffer[]).toString();

describe('turns', () => {
  it('pass every byte of every file on, in its order', async () => {
    const turns = new Turns();
    const files = ['abc', 'defg', ''].map((text) => turns.of(Readable.from([...text].map((c) => Buffer.from(c)))));
    expect(await Promise.all(files.map(bytesOf))).toEqual(['abc', 'defg', '']);
  });

  it('let everybody else have a turn between two pieces', async () => {
    const turns = new Turns();
    let taken = 0;
    const files = Array.from({ length: 20 }, () => turns.of(Readable.from([Buffer.from('x'), Buffer.from('y')])));
    for (const file of files) file.on('data', () => taken++);
    const seen: number[] = [];
    while (taken < 40) {
      await turn();
      seen.push(taken);
    }
    const steps = seen.map((value, at) => value - (seen[at - 1] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(2);
  });

  it('break off with their source, and go on with the others', async () => {
    const turns = new Turns();
    const source = new PassThrough();
    const broken = bytesOf(turns.of(source));
    source.write('x');
    source.destroy(new Error('cut'));
    await expect(broken).rejects.toThrow('cut');
    expect(await bytesOf(turns.of(Readable.from([Buffer.from('still here')])))).toBe('still here');
  });
});

describe('few at once', () => {
  it('run no more than allowed, in the order they came, and go on after a failure', async () => {
    const few = new FewAtOnce(2);
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const work = (n: number) =>
      few.run(async () => {
        begun.push(n);
        most = Math.max(most, ++running);
        await turn();
        running--;
        if (n === 1) throw new Error('one');
        return n;
      });
    const ends = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'failed'))).toEqual([0, 'failed', 2, 3, 4]);
    expect({ begun, most }).toEqual({ begun: [0, 1, 2, 3, 4], most: 2 });
  });
});
