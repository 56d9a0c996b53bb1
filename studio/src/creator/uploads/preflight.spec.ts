// A file is refused before it is sent only for what can be known in the browser.
import { describe, expect, it } from '@jest/globals';
import { isSameFile, judgeFile } from './preflight';

const bounds = { maxBytes: '2000000000', minDurationMs: 3000, maxDurationMs: 180_000 };
const good = { name: 'IMG_1.MOV', type: 'video/quicktime', sizeBytes: 48_000_000, durationMs: 38_000 };

describe('judgeFile', () => {
  it.each([
    ['a usual phone video', {}, null],
    ['an unknown length', { durationMs: null }, null],
    ['an unknown type with a video’s name', { type: '', name: 'clip.mkv' }, null],
    ['exactly the largest size', { sizeBytes: 2_000_000_000 }, null],
    ['one byte more', { sizeBytes: 2_000_000_001 }, 'TOO_LARGE'],
    ['nothing in it', { sizeBytes: 0 }, 'EMPTY'],
    ['a text', { type: 'text/plain', name: 'notes.txt' }, 'NOT_VIDEO'],
    ['a picture', { type: 'image/jpeg', name: 'photo.jpg' }, 'NOT_VIDEO'],
    ['two seconds', { durationMs: 2000 }, 'TOO_SHORT'],
    ['exactly the least length', { durationMs: 3000 }, null],
    ['four minutes', { durationMs: 240_000 }, 'TOO_LONG'],
  ])('%s', (_name, part, code) => {
    const judged = judgeFile({ ...good, ...part }, bounds);
    expect(judged.fits ? null : judged.code).toBe(code);
  });
});

describe('isSameFile', () => {
  const video = { fileName: 'IMG_1.MOV', sizeBytes: '48000000' };
  it('compares name and size', () => {
    expect(isSameFile({ name: 'IMG_1.MOV', size: 48_000_000 }, video)).toBe(true);
    expect(isSameFile({ name: 'IMG_2.MOV', size: 48_000_000 }, video)).toBe(false);
    expect(isSameFile({ name: 'IMG_1.MOV', size: 48_000_001 }, video)).toBe(false);
  });
});
