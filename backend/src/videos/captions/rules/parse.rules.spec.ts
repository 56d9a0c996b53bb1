// Caption files as people really have them, as tables: what is read, and what is refused in which line.
import { describe, expect, it } from '@jest/globals';
import { MAX_CAPTION_BYTES } from './cues.rules.js';
import { decodeCaptions } from './decode.rules.js';
import { cleanSettings, cleanText, toVttText } from './markup.rules.js';
import { readCaptions } from './parse.rules.js';
import { writeWebVtt } from './webvtt.rules.js';

const LENGTH_MS = 20_000;
const read = (text: string | Uint8Array) =>
  readCaptions(typeof text === 'string' ? Buffer.from(text) : text, LENGTH_MS);
/** Each cue as `start-end text`. */
const said = (text: string | Uint8Array) => {
  const result = read(text);
  if ('problem' in result) return result.problem;
  return result.cues.map((c) => `${c.startMs}-${c.endMs} ${c.text}${c.settings && ` [${c.settings}]`}`);
};

describe('a caption file is read', () => {
  it.each<[string, string, string[]]>([
    [
      'SRT as it should be',
      '1\n00:00:01,000 --> 00:00:02,500\nHello,\nworld\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n',
      ['1000-2500 Hello,\nworld', '3000-4000 Bye'],
    ],
    ['SRT with Windows line ends', '1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n\r\n', ['1000-2000 Hello']],
    ['SRT with dots and without hours', '1\n00:01.5 --> 0:02.25\nHello', ['1500-2250 Hello']],
    ['SRT without fractions', '1\n00:00:01 --> 00:00:02\nHello', ['1000-2000 Hello']],
    [
      'SRT without blank lines between',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['1000-2000 One', '3000-4000 Two'],
    ],
    [
      'SRT with a blank line inside a caption',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['1000-2000 One\nmore', '3000-4000 Two'],
    ],
    ['SRT without numbers', '00:00:01,000 --> 00:00:02,000\nHello', ['1000-2000 Hello']],
    ['a number that is said', '1\n00:00:01,000 --> 00:00:02,000\n42\n', ['1000-2000 42']],
    ['SRT coordinates', '1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\nHello', ['1000-2000 Hello']],
    ['a place at the top', '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Up\n', ['1000-2000 Up [line:0]']],
    [
      'WebVTT',
      'WEBVTT - a title\n\nintro\n00:01.000 --> 00:02.000 align:start\nHello',
      ['1000-2000 Hello [align:start]'],
    ],
    [
      'WebVTT that ends in its header',
      'WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0,MPEGTS:9\n\n00:01.000 --> 00:02.000\nHi',
      ['1000-2000 Hi'],
    ],
    [
      'WebVTT with notes, styles and regions',
      'WEBVTT\n\nSTYLE\n::cue { background: url(http://evil.example/) }\n\nREGION\nid:a\n\nNOTE\nnot shown\n\n00:01.000 --> 00:02.000 region:a line:10% vertical:rl\nHello\n\nNOTE last',
      ['1000-2000 Hello [line:10%]'],
    ],
    [
      'captions out of order, sorted',
      '2\n00:00:03,000 --> 00:00:04,000\nTwo\n\n1\n00:00:01,000 --> 00:00:02,000\nOne',
      ['1000-2000 One', '3000-4000 Two'],
    ],
    [
      'captions that overlap, kept',
      '1\n00:00:01,000 --> 00:00:05,000\nOne\n\n2\n00:00:02,000 --> 00:00:03,000\nTwo',
      ['1000-5000 One', '2000-3000 Two'],
    ],
    ['one that ends after the video, cut', '1\n00:00:19,000 --> 00:00:31,000\nEnd', ['19000-20000 End']],
    [
      'one without words, left out',
      '1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['3000-4000 Two'],
    ],
    ['long minutes without hours', '1\n0:01 --> 0:02\nHi', ['1000-2000 Hi']],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each<[string, string, object]>([
    ['nothing', '', { reason: 'NOTHING', line: null }],
    ['only a header', 'WEBVTT\n', { reason: 'NOTHING', line: null }],
    ['a letter', 'Dear Sir,\nhere are my captions', { reason: 'NO_TIME', line: 1 }],
    ['a time that is none', '1\n00:00:01,000 --> later\nHello', { reason: 'BAD_TIME', line: 2 }],
    ['75 seconds', '1\n00:00:01,000 --> 00:00:75,000\nHello', { reason: 'BAD_TIME', line: 2 }],
    [
      'an end before its beginning',
      '1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:05,000 --> 00:00:04,000\nB',
      { reason: 'ENDS_BEFORE', line: 6 },
    ],
    ['a moment after the end', '1\n00:00:25,000 --> 00:00:26,000\nA', { reason: 'OUTSIDE', line: 2 }],
    ['words without a time in WebVTT', 'WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\nlost', { reason: 'NO_TIME', line: 6 }],
    ['a novel', `1\n00:00:01,000 --> 00:00:02,000\n${'word '.repeat(101)}`, { reason: 'TOO_LONG', line: 2 }],
    ['5001 captions', '00:00:01,000 --> 00:00:02,000\nA\n\n'.repeat(5001), { reason: 'TOO_MANY', line: 15_001 }],
  ])('and %s is refused', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('the encoding of a caption file', () => {
  const srt = '1\n00:00:01,000 --> 00:00:02,000\nПривет, это кружка\n';
  const utf16 = Buffer.from(srt, 'utf16le');
  const cp1251 = Buffer.from(
    [...srt].map((c) => (c >= 'А' && c <= 'я' ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0))),
  );
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(srt)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${srt}`)],
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
    ['UTF-16 without a mark', utf16],
    ['Windows-1251', cp1251],
  ])('%s is found out', (_, bytes) => {
    expect(said(bytes)).toEqual(['1000-2000 Привет, это кружка']);
  });

  it.each<[string, Buffer, string]>([
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]), 'NOT_TEXT'],
    ['random bytes', Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 7919) % 256)), 'NOT_TEXT'],
    ['French in Latin-1', Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nDéjà vu à côté\n', 'latin1'), 'NOT_TEXT'],
    ['more than 1 MiB', Buffer.alloc(MAX_CAPTION_BYTES + 1, 0x20), 'TOO_LARGE'],
  ])('%s is refused', (_, bytes, reason) => {
    expect(decodeCaptions(bytes)).toEqual({ problem: { reason, line: null } });
  });
});

describe('the words of a caption', () => {
  it.each([
    ['<i>soft</i> and <b>loud</b>', '<i>soft</i> and <b>loud</b>'],
    ['<font color="red">red</font>', 'red'],
    ['<c.yellow.bg_blue>Hi</c> <00:00:01.500>there', 'Hi there'],
    ['<v.loud Aigerim>Look!</v>', 'Aigerim: Look!'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>Hi', 'Hi'],
    ['5 < 6 & 7 > 3, I <3 it', '5 < 6 & 7 > 3, I <3 it'],
    ['Tom &amp; Jerry &lt;live&gt;', 'Tom & Jerry <live>'],
    ['one<br>two', 'one\ntwo'],
    ['  much \t space  ', 'much space'],
    ['<i></i>', ''],
  ])('%s', (raw, expected) => {
    expect(cleanText(raw)).toBe(expected);
  });

  it.each([
    ['a < b & c --> d', 'a &lt; b &amp; c --&gt; d'],
    ['<i>open', '<i>open</i>'],
    ['closed</b>', 'closed'],
    ['<b>a<i>b</b>c</i>', '<b>a<i>b</i></b><i>c</i>'],
    ['<script>x</script>', '&lt;script&gt;x&lt;/script&gt;'],
  ])('%s is written so that it is no more than words', (text, expected) => {
    expect(toVttText(text)).toBe(expected);
  });

  it('keep a place on the picture, and no other setting', () => {
    expect(cleanSettings('line:-1 position:50%,center region:x size:80% vertical:rl align:start align:evil')).toBe(
      'line:-1 position:50%,center size:80% align:start',
    );
  });
});

describe('WebVTT as we write it', () => {
  it('is read back to the same captions, and holds nothing but header, times, places and words', () => {
    const cues = [
      { startMs: 0, endMs: 1500, text: 'a --> b\n<i>two</i> & <x>', settings: 'line:0' },
      { startMs: 2000, endMs: 3_723_004, text: 'NOTE STYLE', settings: '' },
    ];
    const text = writeWebVtt(cues);
    expect(text).toBe(
      'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n' +
        '00:00:00.000 --> 00:00:01.500 line:0\na --&gt; b\n<i>two</i> &amp; &lt;x&gt;\n\n' +
        '00:00:02.000 --> 01:02:03.004\nNOTE STYLE\n',
    );
    expect(readCaptions(Buffer.from(text), 4_000_000)).toEqual({ cues });
  });
});
