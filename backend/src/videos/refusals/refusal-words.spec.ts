// Every sentence that may refuse a file has its words in Russian and Kazakh.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { KK, NAMES_KK } from './kk.rules.js';
import { refusalIn, sentenceIn } from './refusal-words.rules.js';
import { NAMES_RU, RU } from './ru.rules.js';

const SRC = join(import.meta.dirname, '../..');

/** Literals of the sources that are whole English sentences, with `x` for what is filled in. */
function sentencesIn(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) =>
      /(bounds|sniff|verify)\.rules\.ts$|(encode|inspect)\.ts$|\.reasons\.ts$|uploads\.service\.ts$/.test(file),
    )
    .map((file) => readFileSync(join(SRC, folder, file), 'utf8').replace(/^\s*(\/\/|\*|\/\*\*).*$/gm, ''))
    .flatMap((text) => [
      ...text.matchAll(/(?:message = |whatToDo: |message: |refuse\([^;]*?|: |, |^\s+)(['`])([A-Z][^'`\n]+?[.}])\1/gm),
    ])
    .map((match) => (match[2] ?? '').replace(/\$\{[^}]+\}/g, '7'));
}

describe('refusals', () => {
  it('have the same sentences and holes in both languages', () => {
    expect(Object.keys(KK)).toEqual(Object.keys(RU));
    expect(Object.keys(NAMES_KK)).toEqual(Object.keys(NAMES_RU));
    const holes = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort().join();
    for (const words of [RU, KK]) {
      for (const [english, said] of Object.entries(words))
        expect([english, holes(said)]).toEqual([english, holes(english)]);
    }
  });

  it('have words for every sentence of the sources', () => {
    // What only we read: details of refusals, and the warnings that do not refuse.
    const ours =
      /^(Not a regular file|The container cannot|Probing took|No picture track|The bytes are those|A sound file|No known container|Codec 7|Encrypted 7|Dolby Vision profile 5\.$|The file holds 7\.|No tracks|One frame|The picture has no size|The limit of time|No frame could|7|A few pictures|This video is (not|prepared)|Nothing is here|This file holds 7|This video waits for|At most 7 bytes)/;
    const said = [...sentencesIn('transcoding'), ...sentencesIn('videos/uploads')].filter((text) => !ours.test(text));
    expect(said.length).toBeGreaterThan(25);
    expect(said.filter((text) => sentenceIn('ru', text) === null)).toEqual([]);
  });

  it.each([
    ['ru', 'The video lasts 2.5 s; it must last at least 3 s.', 'Видео длится 2,5 с, нужно не меньше 3 с.'],
    [
      'kk',
      'The video lasts 12 min 5 s; it may last at most 10 min.',
      'Бейне ұзақтығы 12 мин 5 с, ең көбі 10 мин болады.',
    ],
    ['ru', 'The file has 5.1 GiB; at most 5 GiB fit.', 'Файл занимает 5,1 ГиБ, помещается не больше 5 ГиБ.'],
    ['ru', 'This file is a ZIP archive, not a video.', 'Этот файл — архив ZIP, а не видео.'],
    [
      'kk',
      'The picture is stored as cinepak, which we cannot read.',
      'Сурет cinepak түрінде жазылған, біз оны оқымаймыз.',
    ],
    [
      'ru',
      'Open the video you already have: http://localhost:3000/studio/creator/videos/vid_1.5',
      'Откройте видео, которое у вас уже есть: http://localhost:3000/studio/creator/videos/vid_1.5',
    ],
  ] as const)('in %s: %s', (language, english, expected) => expect(sentenceIn(language, english)).toBe(expected));

  it('stay English where there are no words, and for who reads English', () => {
    const refusal = { code: 'DAMAGED', message: 'Something new.', whatToDo: 'Make the file smaller.' };
    expect(refusalIn('en', refusal)).toEqual(refusal);
    expect(refusalIn('ru', refusal)).toEqual({ ...refusal, whatToDo: 'Сделайте файл меньше.' });
  });
});
