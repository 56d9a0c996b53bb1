// Ranges and preview tokens, as tables.
import { describe, expect, it } from '@jest/globals';
import { PREVIEW_S, previewExpiry, signPreview, verifyPreview } from './preview-token.rules.js';
import { alreadyHas, parseRange } from './range.rules.js';

describe('a range', () => {
  it.each([
    ['none', undefined, { kind: 'whole' }],
    ['the first ten bytes', 'bytes=0-9', { kind: 'part', start: 0, end: 9 }],
    ['from a byte on', 'bytes=90-', { kind: 'part', start: 90, end: 99 }],
    ['the last ten', 'bytes=-10', { kind: 'part', start: 90, end: 99 }],
    ['the last thousand of a hundred', 'bytes=-1000', { kind: 'part', start: 0, end: 99 }],
    ['past the end', 'bytes=0-999', { kind: 'part', start: 0, end: 99 }],
    ['beginning past the end', 'bytes=100-', { kind: 'unsatisfiable' }],
    ['the last zero', 'bytes=-0', { kind: 'unsatisfiable' }],
    ['backwards', 'bytes=9-3', { kind: 'whole' }],
    ['several', 'bytes=0-1,5-6', { kind: 'whole' }],
    ['another unit', 'lines=1-2', { kind: 'whole' }],
    ['nothing named', 'bytes=-', { kind: 'whole' }],
  ])('%s', (_, header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });

  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    [undefined, false],
  ])('If-None-Match %s', (header, expected) => {
    expect(alreadyHas(header, '"a"')).toBe(expected);
  });
});

describe('a preview token', () => {
  const key = Buffer.alloc(32, 1);
  const now = 1_795_000_000;
  const token = signPreview(key, 'vid_1', previewExpiry(now));

  it('opens its video for one to two hours', () => {
    const left = previewExpiry(now) - now;
    expect(left).toBeGreaterThan(PREVIEW_S / 2 - 1);
    expect(left).toBeLessThanOrEqual(PREVIEW_S);
    expect(verifyPreview(key, token, 'vid_1', now)).toEqual({ valid: true, reason: null });
  });

  it('stays the same within the hour', () => {
    const hour = Math.ceil(now / 3600) * 3600;
    expect(previewExpiry(hour)).toBe(previewExpiry(hour + 3599));
  });

  it.each([
    ['another video', token, 'vid_2', now, 'FORGED'],
    ['another key', signPreview(Buffer.alloc(32, 2), 'vid_1', now + 60), 'vid_1', now, 'FORGED'],
    ['a longer life', `zzzzzz.${token.split('.')[1]}`, 'vid_1', now, 'FORGED'],
    ['no shape', 'x', 'vid_1', now, 'FORGED'],
    ['a path in it', '../a.b', 'vid_1', now, 'FORGED'],
    ['its time over', token, 'vid_1', now + PREVIEW_S, 'EXPIRED'],
  ])('with %s is refused', (_, forged, videoId, at, reason) => {
    expect(verifyPreview(key, forged, videoId, at)).toEqual({ valid: false, reason });
  });
});
