// The lines of captions in a master playlist, the files beside it, languages, and cutting captions with their video.
import { describe, expect, it } from '@jest/globals';
import { cutCues, keptInside, stillFit } from './cues.rules.js';
import { ownName, tidyLabel, tidyLanguage } from './language.rules.js';
import { captionFiles, fileOf, isCaptionFile, withCaptions, withSubtitles } from './playlists.rules.js';

const MASTER = [
  '#EXTM3U',
  '#EXT-X-VERSION:7',
  '#EXT-X-INDEPENDENT-SEGMENTS',
  '#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.64001f,mp4a.40.2",VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE',
  'h264-480p.m3u8',
  '#EXT-X-STREAM-INF:BANDWIDTH=1900000,CODECS="av01.0.05M.08,mp4a.40.2",VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE',
  'av1-720p.m3u8',
  '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100000,CODECS="avc1.64001f",URI="h264-480p-iframes.m3u8"',
  '',
].join('\n');
const RU = { language: 'ru', label: 'Русский' };
const KK = { language: 'kk', label: 'Қазақша' };

describe('a master playlist with captions', () => {
  const both = withSubtitles(MASTER, [RU, KK]);

  it('names each language once, and the group in every variant beside CLOSED-CAPTIONS=NONE', () => {
    const lines = both.split('\n');
    expect(lines.filter((line) => line.startsWith('#EXT-X-MEDIA:'))).toEqual([
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Русский",LANGUAGE="ru",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog",URI="captions-ru.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Қазақша",LANGUAGE="kk",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog",URI="captions-kk.m3u8"',
    ]);
    const streams = lines.filter((line) => line.startsWith('#EXT-X-STREAM-INF:'));
    expect(streams.every((line) => line.endsWith(',CLOSED-CAPTIONS=NONE,SUBTITLES="captions"'))).toBe(true);
    expect(lines.slice(0, 3)).toEqual(MASTER.split('\n').slice(0, 3));
    expect(lines.at(-2)).toBe(MASTER.split('\n').at(-2));
  });

  it('is the same after a second time, and without captions the one it was before', () => {
    expect(withSubtitles(both, [RU, KK])).toBe(both);
    expect(withSubtitles(withSubtitles(both, [KK]), [RU, KK])).toBe(both);
    expect(withSubtitles(both, [])).toBe(MASTER);
    expect(withSubtitles(MASTER, [])).toBe(MASTER);
  });

  it('leaves other media lines alone and keeps names apart and unquoted', () => {
    const audio = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x"';
    const text = withSubtitles(`#EXTM3U\n${audio}\n#EXT-X-STREAM-INF:SUBTITLES="old",BANDWIDTH=1\na.m3u8\n`, [
      { language: 'en', label: 'A "b"' },
      { language: 'en-GB', label: 'A "b"' },
    ]);
    expect(text).toContain(audio);
    expect(text).toContain('NAME="A  b  (en)"');
    expect(text).toContain('NAME="A  b  (en-GB)"');
    expect(text).toContain('#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="captions"');
  });
});

describe('the files of captions', () => {
  const cues = [
    { startMs: 1000, endMs: 3000, text: 'Hi', settings: '' },
    { startMs: 9900, endMs: 10_400, text: 'after a shorter file', settings: '' },
  ];
  const made = captionFiles([{ ...RU, cues }], 9_600);

  it('are a file named by its content, and a playlist of one segment as long as the video', () => {
    const [vtt, playlist] = made.files;
    expect(vtt?.name).toMatch(/^captions-ru-[0-9a-f]{12}\.vtt$/);
    expect(vtt?.sha256.slice(0, 12)).toBe(vtt?.name.slice(12, 24));
    expect(vtt?.body.toString()).not.toContain('after');
    expect(playlist?.name).toBe('captions-ru.m3u8');
    expect(playlist?.body.toString()).toBe(
      `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:9.600,\n${vtt?.name}\n#EXT-X-ENDLIST\n`,
    );
    expect(made.captions).toEqual([{ ...RU, file: vtt?.name }]);
    expect(made.files.every((file) => isCaptionFile(file.name))).toBe(true);
    expect(['master.m3u8', 'h264-480p.m3u8', 'poster.jpg'].some(isCaptionFile)).toBe(false);
  });

  it('replace those of before in the manifest, and the master takes its new hash', () => {
    const other = { name: 'poster.jpg', sizeBytes: 1, sha256: 'p' };
    const before = {
      ...{ master: 'master.m3u8', captions: [], poster: 'poster.jpg' },
      files: [{ name: 'master.m3u8', sizeBytes: 1, sha256: 'm' }, other, { ...other, name: 'captions-kk.m3u8' }],
    };
    const after = withCaptions(before, made, fileOf('master.m3u8', 'new'));
    expect(after.files.map((file) => file.name)).toEqual([
      ...['master.m3u8', 'poster.jpg', made.files[0]?.name, 'captions-ru.m3u8'],
    ]);
    expect(after.files[0]).toMatchObject({ sizeBytes: 3, sha256: fileOf('x', 'new').sha256 });
    expect(withCaptions(after, made, fileOf('master.m3u8', 'new'))).toEqual(after);
  });
});

describe('a language', () => {
  it.each([
    ['ru', 'ru'],
    ['KK-cyrl-kz', 'kk-Cyrl-KZ'],
    ['zh-hant', 'zh-Hant'],
    ['en-US-u-hc-h12', null],
    ['x-private', null],
    ['../ru', null],
    ['', null],
    ['russian language', null],
  ])('%j is %j', (tag, expected) => {
    expect(tidyLanguage(tag)).toBe(expected);
  });

  it('is called by its own name unless told otherwise', () => {
    expect([ownName('ru'), ownName('kk'), ownName('en')]).toEqual(['Русский', 'Қазақ тілі', 'English']);
    expect(tidyLabel('  For "hard"\nof hearing ', 'ru')).toBe('For hard of hearing');
    expect(tidyLabel(null, 'ru')).toBe('Русский');
    expect(tidyLabel('x'.repeat(61), 'ru')).toBeNull();
  });
});

describe('captions of a video that was cut', () => {
  const cue = (startMs: number, endMs: number) => ({ startMs, endMs, text: `${startMs}`, settings: '' });
  const times = (cues: { startMs: number; endMs: number }[]) => cues.map((c) => `${c.startMs}-${c.endMs}`);

  it('are cut at the seams and move with their parts', () => {
    const cues = [cue(0, 1000), cue(1500, 2500), cue(3000, 4000), cue(5000, 7000)];
    expect(
      times(
        cutCues(cues, [
          { fromMs: 2000, toMs: 4000 },
          { fromMs: 6000, toMs: 8000 },
        ]),
      ),
    ).toEqual(['0-500', '1000-2000', '2000-3000']);
    expect(cutCues(cues, [{ fromMs: 8000, toMs: 9000 }])).toEqual([]);
  });

  const part = (fromMs: number, toMs: number) => ({ fromMs, toMs });
  it.each([
    ['of the whole is the trim itself', null, [part(1000, 3000)], [part(1000, 3000)]],
    ['of a trim is told in its time', [part(1000, 3000), part(5000, 9000)], [part(6000, 7000)], [part(3000, 4000)]],
    ['that shows what was cut before is none', [part(1000, 3000)], [part(500, 2000)], null],
    ['that gives all back is none', [part(1000, 3000)], null, null],
    ['that changes nothing is none', [part(1000, 3000)], [part(1000, 3000)], null],
  ])('a trim %s', (_, first, second, parts) => expect(keptInside(first, second)).toEqual(parts));

  it('fit a new file of the same length within a second', () => {
    expect([stillFit(20_000, 20_900), stillFit(20_000, 19_100), stillFit(20_000, 21_500)]).toEqual([true, true, false]);
  });
});
