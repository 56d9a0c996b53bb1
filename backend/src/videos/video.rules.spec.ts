// Rules of videos, as tables.
import { describe, expect, it } from '@jest/globals';
import { judgeSameFile, mediaFolder, parseBytes, tidyFileName, tidyTitle, uploadKey } from './video.rules.js';
import { MOVES, VIDEO_STATUSES, mayMove, type VideoStatus } from './video.status.js';

describe('the life of a video', () => {
  it('reaches the public only through review', () => {
    const before = VIDEO_STATUSES.filter((from) => mayMove(from, 'published'));
    expect(before).toEqual(['in_review']);
  });

  it('ends with retirement, and every other status can reach it', () => {
    expect(MOVES.retired).toEqual([]);
    for (const status of VIDEO_STATUSES) if (status !== 'retired') expect(mayMove(status, 'retired')).toBe(true);
  });
});

describe('names', () => {
  it.each([
    ['edges and doubled spaces', '  A  mug \n', 'A mug'],
    ['control characters', 'A\u0000mug\u0007', 'A mug'],
    ['nothing', ' \t ', null],
    ['too much', 'x'.repeat(121), null],
    ['Kazakh', 'Қыш құмыра', 'Қыш құмыра'],
  ])('a title with %s', (_, given, expected) => {
    expect(tidyTitle(given)).toBe(expected);
  });

  it.each([
    ['C:\\clips\\a.mp4', 'a.mp4'],
    ['../../etc/passwd', 'passwd'],
    ['', 'video'],
    ['видео.mov', 'видео.mov'],
  ])('a file name %j', (given, expected) => {
    expect(tidyFileName(given)).toBe(expected);
  });

  it.each([
    ['1', 1],
    ['5368709120', 5368709120],
    ['0', null],
    ['-1', null],
    ['1.5', null],
    ['1e9', null],
    ['99999999999999999', null],
    ['', null],
  ])('a size %j', (given, expected) => {
    expect(parseBytes(given)).toBe(expected);
  });
});

it('originals and public files never share a folder', () => {
  const folder = mediaFolder({ storeId: 'sto_1', videoId: 'vid_1', version: 2 });
  expect(folder).toBe('media/sto_1/vid_1/2');
  expect(uploadKey('upl_1').startsWith('media/')).toBe(false);
});

describe('the same file again', () => {
  const mine = { videoId: 'v1', creatorId: 'c1' };
  const other = (videoId: string, creatorId: string, status: VideoStatus) => ({ videoId, creatorId, status });
  it.each([
    ['never seen', [], { kind: 'new' }],
    ['only this video, resubmitted', [other('v1', 'c1', 'rejected')], { kind: 'new' }],
    ['an own one that was retired', [other('v2', 'c1', 'retired')], { kind: 'new' }],
    ['an own one that was refused', [other('v2', 'c1', 'refused')], { kind: 'new' }],
    ['an own one in review', [other('v2', 'c1', 'in_review')], { kind: 'own', videoId: 'v2' }],
    ["another's published", [other('v3', 'c2', 'published')], { kind: 'anothers', videoId: 'v3' }],
    ["another's in review", [other('v3', 'c2', 'in_review')], { kind: 'anothers', videoId: 'v3' }],
    ["another's rejected", [other('v3', 'c2', 'rejected')], { kind: 'new' }],
    [
      'both: the own one counts',
      [other('v3', 'c2', 'published'), other('v2', 'c1', 'published')],
      { kind: 'own', videoId: 'v2' },
    ],
  ])('%s', (_, known, expected) => {
    expect(judgeSameFile(mine, known)).toEqual(expected);
  });
});
