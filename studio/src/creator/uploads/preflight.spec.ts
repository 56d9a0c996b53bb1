// A file is refused before it is sent only for what can be known in the browser; the rest is a word of warning.
import { describe, expect, it } from '@jest/globals';
import { isSameFile, judgeFile, judgeInside } from './preflight';

const bounds = { maxBytes: '2000000000', minDurationMs: 3000, maxDurationMs: 180_000, minShortSide: 360 };
const good = { name: 'IMG_1.MOV', type: 'video/quicktime', sizeBytes: 48_000_000 };
const inside = { durationMs: 38_000, width: 1080, height: 1920, black: false, silent: false };

describe('judgeFile', () => {
  it.each([
    ['a usual phone video', {}, []],
    ['an unknown type with a video’s name', { type: '', name: 'clip.mkv' }, []],
    ['exactly the largest size', { sizeBytes: 2_000_000_000 }, []],
    ['one byte more', { sizeBytes: 2_000_000_001 }, ['TOO_LARGE']],
    ['nothing in it', { sizeBytes: 0 }, ['EMPTY']],
    ['a text', { type: 'text/plain', name: 'notes.txt' }, ['NOT_VIDEO']],
    ['a picture', { type: 'image/jpeg', name: 'photo.jpg' }, ['NOT_VIDEO']],
  ])('%s', (_name, part, errors) => expect(judgeFile({ ...good, ...part }, bounds)).toEqual(errors));
});

describe('judgeInside', () => {
  it.each([
    ['a good film', {}, [], []],
    ['two seconds', { durationMs: 2000 }, ['TOO_SHORT'], []],
    ['exactly the least length', { durationMs: 3000 }, [], []],
    ['an unknown length', { durationMs: 0 }, [], []],
    ['four minutes', { durationMs: 240_000 }, ['TOO_LONG'], []],
    ['a picture too small', { width: 320, height: 568 }, ['TOO_SMALL'], []],
    ['sound without a picture', { width: 0, height: 0 }, ['NO_PICTURE'], []],
    ['a small picture', { width: 404, height: 720 }, [], ['LOW_RESOLUTION']],
    ['a wide picture', { width: 1920, height: 1080 }, [], ['LANDSCAPE']],
    ['a square', { width: 1080, height: 1080 }, [], []],
    ['a black picture without sound', { black: true, silent: true }, [], ['BLACK', 'SILENT']],
    ['a file too large to hear', { black: null, silent: null }, [], ['NOT_HEARD']],
  ])('%s', (_name, part, errors, warnings) =>
    expect(judgeInside({ ...inside, ...part }, bounds)).toEqual({ errors, warnings }),
  );
  it('says so when nothing can be seen, and lets it pass', () =>
    expect(judgeInside(null, bounds)).toEqual({ errors: [], warnings: ['CANNOT_LOOK'] }));
});

describe('isSameFile', () => {
  const video = { fileName: 'IMG_1.MOV', sizeBytes: '48000000' };
  it('compares name and size', () => {
    expect(isSameFile({ name: 'IMG_1.MOV', size: 48_000_000 }, video)).toBe(true);
    expect(isSameFile({ name: 'IMG_2.MOV', size: 48_000_000 }, video)).toBe(false);
    expect(isSameFile({ name: 'IMG_1.MOV', size: 48_000_001 }, video)).toBe(false);
  });
});
