// The editor of captions without a page: what each step does, that it can be undone, and what is told of it.
import { describe, expect, it } from '@jest/globals';
import { odditiesOf, readMoment, sayMoment, toSrt, toVtt, type Cue } from '../cues.js';
import { begin, edit, isDirty, type Editing, type Step } from './editing.js';

const cue = (startMs: number, endMs: number, text: string): Cue => ({ startMs, endMs, text, settings: '' });
const start = () => begin([cue(0, 2000, 'one two'), cue(3000, 4000, 'three'), cue(6000, 8000, 'four')], 10_000);
const after = (...steps: Step[]): Editing => steps.reduce(edit, start());
const shown = ({ cues }: Editing) => cues.map((c) => `${c.startMs}-${c.endMs} ${c.text}`);
const BEGUN = shown(start());

describe('a step of the editor', () => {
  it.each<[string, Step[], string[]]>([
    ['a text', [{ do: 'text', id: 1, text: 'drei' }], ['0-2000 one two', '3000-4000 drei', '6000-8000 four']],
    [
      'a beginning, and the list is sorted',
      [{ do: 'start', id: 2, ms: 2500.4 }],
      ['0-2000 one two', '2500-8000 four', '3000-4000 three'],
    ],
    [
      'an end after the video, cut',
      [{ do: 'end', id: 2, ms: 99_000 }],
      ['0-2000 one two', '3000-4000 three', '6000-10000 four'],
    ],
    [
      'a split where the video stands',
      [{ do: 'split', id: 0, ms: 500, caret: null }],
      ['0-500 one', '500-2000 two', ...BEGUN.slice(1)],
    ],
    [
      'a split at the caret, in the middle',
      [{ do: 'split', id: 1, ms: 9000, caret: 2 }],
      [BEGUN[0] ?? '', '3000-3500 th', '3500-4000 ree', BEGUN[2] ?? ''],
    ],
    ['a merge with the next', [{ do: 'merge', id: 0 }], ['0-4000 one two\nthree', '6000-8000 four']],
    ['a merge of the last, which has no next', [{ do: 'merge', id: 2 }], BEGUN],
    [
      'a new one, up to the next',
      [{ do: 'add', ms: 5000 }],
      ['0-2000 one two', '3000-4000 three', '5000-6000 ', '6000-8000 four'],
    ],
    ['a new one at the end', [{ do: 'add', ms: 12_000 }], [...BEGUN, '9900-10000 ']],
    ['a removal', [{ do: 'remove', id: 1 }], ['0-2000 one two', '6000-8000 four']],
  ])('%s', (_, steps, expected) => {
    const state = after(...steps);
    expect(shown(state)).toEqual(expected);
    const back = edit(state, { do: 'undo' });
    expect(shown(back)).toEqual(BEGUN);
    expect(shown(edit(back, { do: 'redo' }))).toEqual(expected);
  });

  it('typing on in one caption is one step back, and another caption another', () => {
    const state = after(
      { do: 'text', id: 0, text: 'a' },
      { do: 'text', id: 0, text: 'ab' },
      { do: 'text', id: 1, text: 'c' },
    );
    const once = edit(state, { do: 'undo' });
    expect(shown(once)[0]).toBe('0-2000 ab');
    expect(shown(edit(once, { do: 'undo' }))).toEqual(BEGUN);
  });

  it('takes the next one in hand, and keeps one in hand when it is removed', () => {
    expect(after({ do: 'move', by: 1 }).at).toBe(1);
    expect(after({ do: 'move', by: -1 }).at).toBe(0);
    expect(after({ do: 'take', id: 2 }, { do: 'remove', id: 2 }).at).toBe(1);
    expect(after({ do: 'add', ms: 5000 }).at).toBe(3);
  });

  it('knows what would be lost', () => {
    const state = after({ do: 'text', id: 0, text: 'new' });
    expect([isDirty(start()), isDirty(state)]).toEqual([false, true]);
    expect(isDirty(edit(state, { do: 'undo' }))).toBe(false);
    expect(isDirty(edit(state, { do: 'text', id: 0, text: 'one two' }))).toBe(false);
    const saved = edit(state, { do: 'saved', cues: state.cues });
    expect([isDirty(saved), isDirty(edit(saved, { do: 'undo' }))]).toEqual([false, true]);
  });
});

describe('a caption', () => {
  it.each<[string, Cue, Cue | undefined, string[]]>([
    ['that is fine', cue(0, 2000, 'Hello'), cue(2000, 3000, 'x'), []],
    ['without words', cue(0, 2000, '<i> </i>'), undefined, ['empty']],
    ['read too fast', cue(0, 1000, 'a'.repeat(22)), undefined, ['tooFast']],
    ['read just in time', cue(0, 1000, `<b>${'a'.repeat(21)}</b>`), undefined, []],
    ['over the next one', cue(0, 2000, 'a'), cue(1999, 3000, 'b'), ['overlap']],
    ['backwards', cue(2000, 2000, 'a'), undefined, ['backwards']],
    ['after the end', cue(10_000, 11_000, 'a'), undefined, ['outside']],
    ['with a long line', cue(0, 9000, 'a'.repeat(43)), undefined, ['longLine']],
  ])('%s', (_, one, next, expected) => {
    expect(odditiesOf(one, next, 10_000)).toEqual(expected);
  });

  it.each([
    [0, '0:00.000'],
    [62_345, '1:02.345'],
    [3_723_004, '1:02:03.004'],
  ])('%d ms is %s, and is read back', (ms, text) => {
    expect(sayMoment(ms)).toBe(text);
    expect(readMoment(text)).toBe(ms);
  });

  it.each([
    ['62,3', 62_300],
    [' 1:02 ', 62_000],
    ['5', 5000],
    ['soon', null],
    ['', null],
    ['1:2:3:4', null],
  ])('%j is read as %j', (text, ms) => {
    expect(readMoment(text)).toBe(ms);
  });

  it('is written into files of both formats, with markup kept, signs escaped and blank lines gone', () => {
    const cues = [{ ...cue(1000, 2500, 'a < b\n\n<i>c</i>'), settings: 'line:0' }, cue(3000, 4000, ' ')];
    expect(toVtt(cues)).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500 line:0\na &lt; b\n<i>c</i>\n');
    expect(toSrt(cues)).toBe('1\n00:00:01,000 --> 00:00:02,500\na < b\n<i>c</i>\n');
  });
});
