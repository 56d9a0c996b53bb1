// What a choice of a track means for this video and the next.
import { describe, expect, it } from '@jest/globals';
import type { Track } from '../../core/types.js';
import { readWish, trackFor, writeWish } from './choice.rules.js';

const track = (kind: Track['kind'], lang: string): Track => ({ kind, lang, label: lang, hlsUrl: lang, mp4Url: null });
const TRACKS = [track('description', 'ru'), track('description', 'kk'), track('sign', 'ru')];

describe('a wish', () => {
  it.each(['description ru', 'sign kk-Latn'])('%s is read as it was written', (text) => {
    expect(writeWish(readWish(text))).toBe(text);
  });

  it.each([null, '', 'film ru', 'sign', 'sign <b>', 'sign ru ru'])('%s is none', (text) => {
    expect(readWish(text)).toBeNull();
    expect(writeWish(readWish(text))).toBe('');
  });
});

describe('the track of a wish', () => {
  it.each([
    ['description', 'kk', 'kk'],
    ['description', 'kk-Latn', 'kk'],
    ['description', 'de', 'ru'],
    ['sign', 'kk', 'ru'],
  ] as const)('for %s in %s is in %s', (kind, lang, found) => {
    expect(trackFor({ kind, lang }, TRACKS, ['ru'])).toMatchObject({ kind, lang: found });
  });

  it('is none of another kind, and none without a wish', () => {
    expect(trackFor({ kind: 'sign', lang: 'ru' }, [track('description', 'ru')], ['ru'])).toBeNull();
    expect(trackFor(null, TRACKS, ['ru'])).toBeNull();
  });
});
