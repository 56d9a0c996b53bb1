// Timers: when they first run, that one does not pile up, and that one broken thing does not hold back the others.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { eachApart } from './each-apart.js';
import { Timers } from './timers.js';

const log = Object.assign(new Logger('spec'), { warn: () => undefined });

describe('a timer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const started = (seconds: number, run: () => Promise<unknown>): Timers => {
    const timers = new Timers();
    timers.add({ name: 'spec', seconds }, run, 'base');
    timers.start(log, () => true);
    return timers;
  };

  it('of once a day runs soon after the start, because processes are replaced more often than that', async () => {
    let runs = 0;
    const timers = started(86_400, async () => runs++);
    await jest.advanceTimersByTimeAsync(61_000);
    expect(runs).toBe(1);
    await jest.advanceTimersByTimeAsync(86_400_000);
    expect(runs).toBe(2);
    timers.stop();
  });

  it('of every few seconds keeps its beat, waits for itself and goes on after a failure', async () => {
    let runs = 0;
    const timers = started(5, async () => {
      runs++;
      if (runs === 1) throw new Error('no');
      await new Promise((resolve) => setTimeout(resolve, 12_000));
    });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(runs).toBe(2);
    timers.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(runs).toBe(2);
  });
});

describe('many things, each apart', () => {
  it('one that fails is told and the others are done', async () => {
    const done: string[] = [];
    const told: string[] = [];
    const out = Object.assign(new Logger('spec'), { warn: (text: string) => told.push(text) });
    const work = async (name: string) => {
      if (name === 'b') throw new Error('broken');
      done.push(name);
    };
    await eachApart(['a', 'b', 'c'], (name) => name, work, out);
    expect(done).toEqual(['a', 'c']);
    expect(told).toEqual(['b: broken']);
  });
});
