// Markup of captions: bold, italic and underline are kept, names of speakers become words, everything else goes.

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/** A tag as any subtitle format has it. "a < b" and "<3" are words, not tags. */
const TAG = /<(\/?)([a-zA-Z]+)(?:[.\s][^<>]*)?\/?>|<\d+(?::\d+)*\.\d+>/g;

/** Lines without edges and doubled spaces, without empty ones and control characters. */
export function tidyLines(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
        .replace(/ {2,}/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '')
    .join('\n');
}

/** The text of a cue of either format as we keep it. */
export function cleanText(raw: string): string {
  const said = raw
    // `{\an8}` and its kin are commands of another format that found their way into SRT.
    .replace(/\{\\[^{}]*\}/g, '')
    // Who speaks is a part of what is to be read.
    .replace(/<v(?:\.[^\s<>]*)?\s+([^<>]+)>/g, (_, name: string) => `${name.trim()}: `)
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(TAG, (_, end: string | undefined, name: string | undefined) => {
      const tag = (name ?? '').toLowerCase();
      return ['b', 'i', 'u'].includes(tag) ? `<${end ?? ''}${tag}>` : '';
    })
    .replace(/&([a-z]+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  const tidy = tidyLines(said);
  return tidy.replace(/<\/?[biu]>/g, '').trim() === '' ? '' : tidy;
}

const SETTING =
  /^(?:line:-?\d{1,3}(?:\.\d{1,2})?%?(?:,(?:start|center|end))?|position:\d{1,3}(?:\.\d{1,2})?%(?:,(?:line-left|center|line-right))?|size:\d{1,3}(?:\.\d{1,2})?%|align:(?:start|center|end|left|right))$/;

/** The settings of a cue that only say where it stands; a region or a vertical writing is left out. */
export function cleanSettings(raw: string): string {
  return [...new Set(raw.split(/[ \t]+/).filter((one) => SETTING.test(one)))].join(' ');
}

/** `{\an8}` puts a caption to the top of the picture. */
export const isAtTop = (raw: string): boolean => /\{\\an[789]\}/.test(raw);

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The text as a WebVTT cue: escaped, and every tag closed in order. */
export function toVttText(text: string): string {
  const open: string[] = [];
  const parts = text.split(/(<\/?[biu]>)/).map((part) => {
    const tag = /^<(\/?)([biu])>$/.exec(part);
    if (!tag) return escape(part);
    const name = tag[2] as string;
    if (tag[1] === '') {
      if (open.includes(name)) return '';
      open.push(name);
      return part;
    }
    if (!open.includes(name)) return '';
    // What was opened inside and not closed is closed here and opened again.
    const inner = open.splice(open.indexOf(name) + 1);
    open.pop();
    const again = inner.map((one) => `<${one}>`).join('');
    open.push(...inner);
    return `${inner
      .map((one) => `</${one}>`)
      .reverse()
      .join('')}${part}${again}`;
  });
  return (
    parts.join('') +
    open
      .map((one) => `</${one}>`)
      .reverse()
      .join('')
  );
}
