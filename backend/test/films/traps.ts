// Files that try to make a reader open something else: each names a canary file and a canary address.
import { readFileSync } from 'node:fs';
import { findBoxes, insertBytes, makeBox, type Zoo } from './zoo.js';

export interface Canary {
  /** A film that plays: who reads it would publish it, not merely fail. */
  path: string;
  address: string;
}

/** Text that names other files, under the name of a video. */
export const disguises: Readonly<Record<string, (canary: Canary) => string>> = {
  'an HLS playlist of a file': ({ path }) => `#EXTM3U\n#EXTINF:4,\nfile://${path}\n#EXT-X-ENDLIST\n`,
  'an HLS playlist of an address': ({ address }) => `#EXTM3U\n#EXTINF:4,\n${address}\n#EXT-X-ENDLIST\n`,
  'an HLS master that joins strings': ({ path }) =>
    `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nconcat:${path}|file:///etc/passwd\n#EXT-X-ENDLIST\n`,
  'an HLS playlist with a key elsewhere': ({ path, address }) =>
    `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${address}"\n#EXTINF:4,\n${path}\n#EXT-X-ENDLIST\n`,
  'a list of songs': ({ path }) => `[playlist]\nFile1=${path}\nNumberOfEntries=1\n`,
  'a concat script': ({ path }) => `ffconcat version 1.0\nfile '${path}'\n`,
  'a concat script without its header': ({ path }) => `file '${path}'\nfile '${path}'\n`,
  'a DASH manifest': ({ address }) => `<?xml version="1.0"?><MPD><Period><BaseURL>${address}</BaseURL></Period></MPD>`,
  'a smooth streaming manifest': ({ address }) => `<?xml version="1.0"?><SmoothStreamingMedia Url="${address}"/>`,
  'a drawing': ({ address }) => `<svg xmlns="http://www.w3.org/2000/svg"><image href="${address}"/></svg>`,
  'a session description': ({ address }) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=${address}\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n`,
  'a Windows redirector': ({ address }) => `[Reference]\nRef1=${address}\n`,
  'a page': ({ address }) => `<html><meta http-equiv="refresh" content="0;url=${address}"></html>`,
  'a data address': () => 'data:video/mp4;base64,AAAAIGZ0eXBpc29t',
  'subtitles that name a file': ({ path }) =>
    `[Script Info]\nVideo File: ${path}\n[Events]\nDialogue: 0,0:00:00.00,0:00:05.00,,,0,0,0,,x\n`,
};

/** RIFF's way: a name, the length with the small end first, an even number of bytes. */
function chunk(name: string, ...body: (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(body.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)]);
}

const u32le = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
};

/** AVI may carry subtitles as a whole file inside (GAB2); old readers guessed what that file was, and opened playlists. */
export function aviWithSubtitles(text: string): Buffer {
  const header = chunk('avih', ...[40_000, 0, 0, 0x10, 25, 0, 1, 0, 320, 180, 0, 0, 0, 0].map(u32le));
  const track = chunk('strh', 'txts', 'GAB2', ...[0, 0, 0, 1, 25, 0, 25, 0, 0, 0].map(u32le), u32le(0), u32le(0));
  const format = chunk('strf', Buffer.alloc(0));
  const name = Buffer.from('x\0', 'utf16le');
  const gab2 = Buffer.concat([
    Buffer.from('GAB2\0\x02\0', 'latin1'),
    u32le(name.length),
    name,
    Buffer.from([4, 0]),
    u32le(text.length),
    Buffer.from(text),
  ]);
  const lists = [
    chunk('LIST', 'hdrl', header, chunk('LIST', 'strl', track, format)),
    chunk('LIST', 'movi', chunk('00tx', gab2)),
  ];
  return chunk('RIFF', 'AVI ', ...lists);
}

/** A film whose samples are said to lie in another file: the data reference names it. */
export function filmElsewhere(zoo: Zoo, kind: 'url ' | 'alis' | 'rsrc', target: string): Buffer {
  let data: Buffer = Buffer.from(readFileSync(zoo.plain()));
  for (let n = 0; n < 2; n++) {
    const parents = [
      ['moov'],
      ['moov', 'trak'],
      ['moov', 'trak', 'mdia'],
      ['moov', 'trak', 'mdia', 'minf'],
      ['moov', 'trak', 'mdia', 'minf', 'dinf'],
      ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'],
    ];
    const [moov, ...inner] = parents.map((path) => findBoxes(data, path));
    const all = [moov?.[0], ...inner.map((list) => list[n])].flatMap((box) => (box ? [box] : []));
    const dref = all.at(-1);
    if (!dref) throw new Error('The scene has another shape.');
    // Flags 0: not in this file. The entry grows by the name.
    const entry = dref.bodyStart + 8;
    data.write(kind, entry + 4, 'latin1');
    data.writeUInt32BE(0, entry + 8);
    const name = Buffer.from(`${target}\0`);
    data.writeUInt32BE(data.readUInt32BE(entry) + name.length, entry);
    data = insertBytes(data, dref.end, name, all);
  }
  return data;
}

/** A QuickTime reference movie: nothing but the name of another one. */
export function referenceMovie(target: string): Buffer {
  const name = Buffer.from(`${target}\0`);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(name.length);
  const rdrf = makeBox('rdrf', Buffer.alloc(4), 'url ', size, name);
  return Buffer.concat([
    makeBox('ftyp', 'qt  ', Buffer.alloc(4)),
    makeBox('moov', makeBox('rmra', makeBox('rmda', rdrf))),
  ]);
}
