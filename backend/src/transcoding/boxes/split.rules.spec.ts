// A fragment in short pieces: the same samples at the same times, the first picture in a part of the bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { boxAt, readFragment, readTracks, type Track } from '../rules/boxes.rules.js';
import { numberFragment, splitFragment, START_CUTS_S } from './split.rules.js';

/** A film of our own pipeline; its second segment is one fragment, as ffmpeg wrote it. */
const FILM = join(import.meta.dirname, '../../../../player/test/media/mug');
const RUNGS = ['av1-360p', 'av1-480p', 'h264-360p', 'h264-480p'];

function film(rung: string, part: string): Buffer {
  const name = readdirSync(FILM).find((file) => file.startsWith(`${rung}-${part}-`));
  return readFileSync(join(FILM, name ?? ''));
}

/** What a fragment holds, each track by itself: times, flags of the first sample, and all bytes in order. */
function contents(fragments: readonly Buffer[], tracks: readonly Track[]) {
  const read = fragments.map((bytes) => ({ bytes, fragment: readFragment(bytes, 0, tracks) }));
  return tracks.map(({ id }) => {
    const parts = read.flatMap(({ fragment }) => fragment?.tracks.filter((one) => one.trackId === id) ?? []);
    return {
      samples: parts.reduce((sum, part) => sum + part.samples, 0),
      duration: parts.reduce((sum, part) => sum + part.duration, 0),
      begins: parts[0]?.decodeTime,
      // Each piece goes on where the one before it ended.
      hasNoGap: parts.every((part, at) => {
        const before = parts[at - 1];
        return !before || before.decodeTime + before.duration === part.decodeTime;
      }),
    };
  });
}

/** The bodies, picture before sound in each: sorted out by track again they are those of the whole. */
function bodies(fragments: readonly Buffer[], soundBytes: readonly number[]): [Buffer, Buffer] {
  const picture: Buffer[] = [];
  const sound: Buffer[] = [];
  fragments.forEach((bytes, at) => {
    const body = bytes.subarray((boxAt(bytes, 0)?.end ?? 0) + 8);
    const split = body.length - (soundBytes[at] ?? 0);
    picture.push(body.subarray(0, split));
    sound.push(body.subarray(split));
  });
  return [Buffer.concat(picture), Buffer.concat(sound)];
}

/** Where the second track's run says that its bytes begin. */
function soundOf(fragment: Buffer): number {
  const runs: number[] = [];
  for (let at = fragment.indexOf('trun'); at >= 0; at = fragment.indexOf('trun', at + 4)) {
    runs.push(fragment.readInt32BE(at + 12));
    if (runs.length === 2) break;
  }
  return fragment.length - (runs[1] ?? fragment.length);
}

describe.each(RUNGS)('a fragment of %s', (rung) => {
  const tracks = readTracks(film(rung, 'init'));
  const whole = film(rung, '0002');
  const pieces = splitFragment(whole, tracks);

  it('comes in three pieces, the first a small part of it', () => {
    expect(pieces).toHaveLength(START_CUTS_S.length + 1);
    expect((pieces[0]?.length ?? Infinity) / whole.length).toBeLessThan(0.5);
    const first = readFragment(pieces[0] ?? Buffer.alloc(0), 0, tracks);
    expect(first?.tracks[0]).toMatchObject({ samples: 4, startsWithKeyframe: true });
    expect(pieces.reduce((sum, piece) => sum + piece.length, 0) - whole.length).toBeLessThan(700);
  });

  it('keeps every sample, its bytes and its time', () => {
    expect(contents(pieces, tracks)).toEqual(contents([whole], tracks));
    expect(contents(pieces, tracks).every(({ hasNoGap }) => hasNoGap)).toBe(true);
    const split = bodies(pieces, pieces.map(soundOf));
    const [picture, sound] = bodies([whole], [soundOf(whole)]);
    expect(split[0].equals(picture)).toBe(true);
    expect(split[1].equals(sound)).toBe(true);
  });

  it('points to the same first picture', () => {
    const first = readFragment(pieces[0] ?? Buffer.alloc(0), 0, tracks);
    const before = readFragment(whole, 0, tracks);
    const picture = (bytes: Buffer | undefined, of: typeof first): Buffer | undefined =>
      bytes?.subarray(of?.firstPictureStart, of?.firstPictureEnd);
    expect(picture(pieces[0], first)?.equals(picture(whole, before) ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('what cannot be split', () => {
  const tracks = readTracks(film('av1-360p', 'init'));
  const whole = film('av1-360p', '0002');

  it.each([
    ['of an unknown track', whole, []],
    ['with a box that we do not know', Buffer.from(whole.toString('latin1').replace('tfdt', 'senc'), 'latin1'), tracks],
    ['that is no fragment', Buffer.from('not a fragment at all'), tracks],
  ] as const)('stays whole: one %s', (_name, bytes, known) => {
    expect(splitFragment(bytes, known)).toEqual([bytes]);
  });

  it('is whole where it is shorter than the first cut', () => {
    expect(splitFragment(whole, tracks, [5])).toHaveLength(1);
  });

  it('is numbered in place', () => {
    const [piece = Buffer.alloc(0)] = splitFragment(whole, tracks);
    numberFragment(piece, 7);
    expect(piece.readUInt32BE(20)).toBe(7);
  });
});
