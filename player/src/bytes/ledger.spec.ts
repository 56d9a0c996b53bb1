// Bytes of a video: each answer once, what the browser had for nothing, and silence where sizes are secret.
import { describe, expect, it } from '@jest/globals';
import { Ledger, type Bytes, type Fetched } from './ledger.js';

const FOLDER = 'https://v.example/media/sto/vid_a/1/';
const NONE: Bytes = { total: 0, ahead: 0, av1: 0 };
const got = (file: string, transferSize: number, startTime = 1000, decodedBodySize = transferSize): Fetched => ({
  ...{ name: file.startsWith('https') ? file : FOLDER + file, startTime, transferSize, decodedBodySize },
});

function ledger(...answers: Fetched[]): Ledger {
  const made = new Ledger();
  made.follow(FOLDER);
  answers.forEach((answer) => made.note(answer));
  return made;
}

describe('the bytes of a video', () => {
  it('are those of its folder, before and after the tap, and of AV1', () => {
    const one = ledger(
      got('poster-320-a.webp', 700, 100),
      got('av1-360p-0001-a.m4s', 60_000, 400),
      got('h264-360p-0002-a.m4s', 90_000, 600),
      got('https://v.example/media/sto/vid_ab/1/av1-360p-0001-a.m4s', 5),
      got('https://shop.example/hero.jpg', 5),
    );
    expect(one.add(FOLDER, NONE, 500)).toEqual({ total: 150_700, ahead: 60_700, av1: 60_000 });
  });

  it('are given once, and what comes later is added', () => {
    const one = ledger(got('av1-360p-0001-a.m4s', 10));
    const first = one.add(FOLDER, NONE, 0);
    one.note(got('av1-360p-0002-a.m4s', 5));
    expect(one.add(FOLDER, first ?? NONE, 0)).toEqual({ total: 15, ahead: 0, av1: 15 });
    expect(one.add(FOLDER, NONE, 0)).toEqual(NONE);
  });

  it('that are told twice count once', () => {
    const answer = got('av1-360p-0001-a.m4s', 10);
    const one = ledger();
    expect([one.note(answer), one.note({ ...answer })]).toEqual([10, 0]);
    expect(one.add(FOLDER, NONE, 0)?.total).toBe(10);
  });

  it('that the browser had already are none', () => {
    expect(ledger(got('av1-360p-0001-a.m4s', 0, 1000, 60_000)).add(FOLDER, NONE, 0)).toEqual(NONE);
  });

  it('are not told where an origin keeps its sizes secret', () => {
    expect(ledger(got('av1-360p-0001-a.m4s', 0, 1000, 0)).add(FOLDER, NONE, 0)).toBeNull();
    // An empty answer beside it is no secret.
    expect(ledger(got('ru.vtt', 0, 1000, 0), got('av1-360p-0001-a.m4s', 7)).add(FOLDER, NONE, 0)?.total).toBe(7);
  });
});
