// Finds out in which letters and with which separator a spreadsheet wrote a CSV file. Pure: bytes in, names out.

/** Encodings that spreadsheets of our markets write; names as TextDecoder knows them. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'koi8-r', 'ibm866'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export const isEncoding = (text: string): text is Encoding => ENCODINGS.some((one) => one === text);
export const isDelimiter = (text: string): text is Delimiter => DELIMITERS.some((one) => one === text);

/**
 * The encoding of a file by its first bytes. `wholeIsUtf8` says whether all of the file reads as UTF-8, not only its
 * beginning: Cyrillic letters may come late. Among the one-byte encodings the likeliest Russian text wins.
 */
export function encodingOf(head: Uint8Array, wholeIsUtf8: boolean): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (wholeIsUtf8) return 'utf-8';
  const rivals: Encoding[] = ['windows-1251', 'koi8-r', 'ibm866'];
  const scored = rivals.map((encoding) => ({ encoding, score: likeness(new TextDecoder(encoding).decode(head)) }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).encoding;
}

/** The commonest letters of Russian words count for, capitals inside words and odd signs against. */
function likeness(text: string): number {
  let score = 0;
  for (const [word] of text.matchAll(/[^\x00-\x7f]+/g)) {
    for (const [i, char] of [...word].entries()) {
      if (/[оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё]/.test(char)) score += 2;
      else if (/[А-ЯЁ]/.test(char)) score += i === 0 || word === word.toUpperCase() ? 1 : -2;
      else if (!/[№«»—–\u00a0₸]/.test(char)) score -= 2;
    }
  }
  return score;
}

/** The separator of the first lines: the one that stands outside of quotes equally often, and at least once, in most lines. */
export function delimiterOf(text: string): Delimiter {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const bare = lines.slice(0, 20).map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, ''));
  const counted = DELIMITERS.map((delimiter) => {
    const counts = bare.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return { delimiter, columns: first, steady: first > 0 ? counts.filter((n) => n === first).length : 0 };
  });
  const best = counted.reduce((a, b) =>
    b.steady > a.steady || (b.steady === a.steady && b.columns > a.columns) ? b : a,
  );
  return best.steady > 0 ? best.delimiter : ',';
}

/** The mark before the smallest units, from sums of the file: the last one that one or two digits follow; else the writer's habit. */
export function decimalMarkOf(texts: readonly string[], delimiter: Delimiter): ',' | '.' {
  let commas = 0;
  let points = 0;
  for (const text of texts) {
    const mark = /([.,])\d{1,2}\D*$/.exec(text.trim())?.[1];
    if (mark === ',') commas += 1;
    if (mark === '.') points += 1;
  }
  if (commas !== points) return commas > points ? ',' : '.';
  return delimiter === ';' ? ',' : '.';
}

/** Day first, as in our markets, unless a date of the file can only be read with the month first. */
export function dateOrderOf(texts: readonly string[]): 'dmy' | 'mdy' {
  const pairs = texts.flatMap((text) => {
    const found = /^\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}/.exec(text);
    return found ? [[Number(found[1]), Number(found[2])] as const] : [];
  });
  const monthFirst = pairs.some(([, second]) => second > 12) && !pairs.some(([first]) => first > 12);
  return monthFirst ? 'mdy' : 'dmy';
}
