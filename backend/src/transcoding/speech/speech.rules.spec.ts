// From an engine's answer to captions, as tables: what is taken, what is split, and what is not understood.
import { describe, expect, it } from '@jest/globals';
import { judgeStatus, readTranscript, soundArguments } from './speech.rules.js';

const answer = (segments: unknown, more: object = {}) => JSON.stringify({ text: '', segments, ...more });
const segment = (start: unknown, end: unknown, text: unknown, more: object = {}) => ({
  id: 0,
  start,
  end,
  text,
  ...more,
});
const heard = (segments: unknown) => {
  const result = readTranscript(answer(segments), 20_000);
  return result.kind === 'heard' ? result.cues.map((c) => `${c.startMs}-${c.endMs} ${c.text}`) : result;
};

describe('a transcript', () => {
  it.each<[string, unknown[], string[]]>([
    ['nothing said', [], []],
    ['a segment', [segment(0.52, 2.4, '  Это кружка. ')], ['520-2400 Это кружка.']],
    [
      'two lines of at most 42',
      [segment(0, 4, 'This mug is so heavy that you can hold the door with it.')],
      ['0-4000 This mug is so heavy that you can hold the\ndoor with it.'],
    ],
    ['one past the end of the video, cut', [segment(19, 31, 'Bye')], ['19000-20000 Bye']],
    [
      'one after the end, a blink and an empty one, left out',
      [segment(25, 26, 'a'), segment(1, 1.01, 'b'), segment(2, 3, ' ')],
      [],
    ],
    [
      'silence that the model filled with words',
      [segment(0, 5, 'Subtitles by', { no_speech_prob: 0.9, avg_logprob: -1.3 })],
      [],
    ],
    [
      'markup, which a machine has no business to say',
      [segment(0, 1, '<script>x</script> & <b>y</b>')],
      ['0-1000 x & <b>y</b>'],
    ],
  ])('%s', (_, segments, expected) => {
    expect(heard(segments)).toEqual(expected);
  });

  it('that is long is split into readable cues that follow each other without a gap', () => {
    const result = readTranscript(answer([segment(2, 12, 'Слово за словом. '.repeat(16))]), 20_000);
    const cues = result.kind === 'heard' ? result.cues : [];
    expect(cues.length).toBeGreaterThan(2);
    expect([cues[0]?.startMs, cues.at(-1)?.endMs]).toEqual([2000, 12_000]);
    expect(cues.every((cue, at) => at === 0 || cue.startMs === cues[at - 1]?.endMs)).toBe(true);
    expect(cues.every((cue) => cue.text.split('\n').every((line) => line.length <= 42) && cue.text.length <= 90)).toBe(
      true,
    );
  });

  it.each<[string, string]>([
    ['a page', '<html>Bad gateway</html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['text alone', '{"text":"hello"}'],
    ['segments that are no list', answer('many')],
    ['times in words', answer([segment('0', '1', 'a')])],
    ['a time that is none', '{"segments":[{"start":null,"end":1,"text":"a"}]}'],
    ['no words', answer([segment(0, 1, undefined)])],
    ['5001 segments', answer(Array.from({ length: 5001 }, () => segment(0, 1, 'a')))],
  ])('%s is not understood', (_, body) => {
    expect(readTranscript(body, 20_000)).toEqual({ kind: 'refused', reason: 'NOT_UNDERSTOOD' });
  });

  it.each([
    [200, 'read'],
    [302, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [408, 'unavailable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('status %d means %s', (status, verdict) => {
    expect(judgeStatus(status)).toBe(verdict);
  });
});

it('the sound is taken as 16 kHz mono WAV from a local file and nothing else', () => {
  const args = soundArguments('/s/rendition.mp4', '/s/sound.wav', 21).join(' ');
  expect(args).toContain('-protocol_whitelist file -f mov -t 21 -i file:/s/rendition.mp4');
  expect(args).toContain('-map 0:a:0 -vn -ac 1 -ar 16000 -c:a pcm_s16le');
});
