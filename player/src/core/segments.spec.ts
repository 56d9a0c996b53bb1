// Segments: what is written down while a video is watched.
import { describe, expect, it } from '@jest/globals';
import { MAX_SEGMENTS, WatchLog } from './segments.js';

const SEEN = { playing: true, visibleBps: 10_000, focused: true, rate: 1 };

function started(): WatchLog {
  const log = new WatchLog(SEEN);
  log.change(0, 0);
  return log;
}

function short(log: WatchLog, wallMs: number, mediaMs: number): (number | boolean)[][] {
  return log
    .segments(wallMs, mediaMs)
    .map((s) => [s.wallFromMs, s.wallToMs, s.mediaFromMs, s.mediaToMs, s.visibleBps, s.focused]);
}

describe('a watch log', () => {
  it('shows the open segment up to now, and closes it when something changes', () => {
    const log = started();
    expect(short(log, 1000, 1000)).toEqual([[0, 1000, 0, 1000, 10_000, true]]);
    log.change(2000, 2000, { visibleBps: 4000 });
    log.change(3000, 3000, { focused: false });
    expect(short(log, 3500, 3500)).toEqual([
      [0, 2000, 0, 2000, 10_000, true],
      [2000, 3000, 2000, 3000, 4000, true],
      [3000, 3500, 3000, 3500, 4000, false],
    ]);
  });

  it('writes nothing while the video stands', () => {
    const log = started();
    log.change(1000, 1000, { playing: false });
    log.change(9000, 1000, { playing: true });
    expect(short(log, 9500, 1500)).toEqual([
      [0, 1000, 0, 1000, 10_000, true],
      [9000, 9500, 1000, 1500, 10_000, true],
    ]);
  });

  it('leaves out what a seek jumped over, forwards and backwards', () => {
    const log = started();
    log.seek(1000, 1000, 8000);
    log.seek(2000, 9000, 500);
    expect(short(log, 2500, 1000)).toEqual([
      [0, 1000, 0, 1000, 10_000, true],
      [1000, 2000, 8000, 9000, 10_000, true],
      [2000, 2500, 500, 1000, 10_000, true],
    ]);
  });

  it('never writes an empty segment, nor one that runs backwards', () => {
    const log = started();
    log.change(0, 0, { visibleBps: 9000 });
    log.change(1000, 0, { visibleBps: 8000 });
    log.change(2000, 500, {});
    log.change(3000, 0, {});
    expect(short(log, 3000, 0)).toEqual([[1000, 2000, 0, 500, 8000, true]]);
  });

  it('rounds to whole milliseconds without a gap between neighbours', () => {
    const log = started();
    log.change(1000.4, 1000.6, {});
    expect(short(log, 2000.5, 1999.5)).toEqual([
      [0, 1000, 0, 1001, 10_000, true],
      [1000, 2001, 1001, 2000, 10_000, true],
    ]);
  });

  it('says when a new view should begin, so that one report stays small', () => {
    const log = started();
    for (let at = 1; at <= MAX_SEGMENTS; at += 1) log.change(at * 10, at * 10);
    expect(log.isFull).toBe(true);
    expect(JSON.stringify(log.segments(0, 0)).length).toBeLessThan(48_000);
  });
});
