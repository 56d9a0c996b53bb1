// What is kept of a shelf: bounded, newest first, and deaf to what is no list of ours.
import { describe, expect, it } from '@jest/globals';
import { MOST, readKept, toggled, writeKept } from './kept.rules.js';

const NOTHING = { videos: [], creators: [], lookedAt: 0 };

describe('a shelf', () => {
  it('is read as it was written', () => {
    const kept = { videos: ['vid_2', 'vid_1'], creators: ['cre_1'], lookedAt: 5 };
    expect(readKept(writeKept(kept))).toEqual(kept);
  });

  it('leaves nothing behind when it is empty', () => {
    expect(writeKept({ ...NOTHING, lookedAt: 7 })).toBe('');
  });

  it.each(['', '{', 'null', '[]', '7', '{"videos":"vid_1"}', '{"videos":[7,null,"<b>"],"creators":{},"lookedAt":"x"}'])(
    '%s is an empty one',
    (text) => {
      expect(readKept(text)).toEqual(NOTHING);
    },
  );

  it('puts the newest first, once, takes it out again, and lets the oldest go', () => {
    const many = Array.from({ length: MOST }, (_, at) => `vid_${at}`);
    const more = toggled(many, 'vid_new');
    expect([more.length, more[0], more.includes(`vid_${MOST - 1}`)]).toEqual([MOST, 'vid_new', false]);
    expect(toggled(more, 'vid_new')).toEqual(more.slice(1));
    expect(readKept(JSON.stringify({ videos: [...many, 'x'], creators: [] })).videos).toEqual(many);
  });
});
