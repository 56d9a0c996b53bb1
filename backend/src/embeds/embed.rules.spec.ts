// Which domains are taken, who may frame a video, and which tokens open it.
import { describe, expect, it } from '@jest/globals';
import { embedCode, mayFrame, readDomain, readDomains, signEmbed, verifyEmbed } from './embed.rules.js';

describe('a domain', () => {
  it.each([
    ['shop.example', 'shop.example'],
    ['  Shop.Example ', 'shop.example'],
    ['*.shop.example', '*.shop.example'],
    ['магазин.рф', 'xn--80aairftm.xn--p1ai'],
    ['localhost:8080', 'localhost:8080'],
    ['127.0.0.1:3000', '127.0.0.1:3000'],
  ])('%s is kept as %s', (text, kept) => {
    expect(readDomain(text)).toBe(kept);
  });

  it.each([
    ...['', '*', '*.', '*.com', '*.localhost', 'shop', 'https://shop.example', 'shop.example/path', 'a b.example'],
    ...[
      'shop.example; script-src *',
      "'self'",
      'user@shop.example',
      'shop.example:99999',
      'shop.*.example',
      '**.a.example',
    ],
    ...['-a.example', 'a..example', '[::1]', `${'a'.repeat(64)}.example`, `${'a.'.repeat(130)}example`, '*.127.0.0.1'],
  ])('%j is none', (text) => {
    expect(readDomain(text)).toBeNull();
  });

  it('stands once in a list, and the first wrong one is named', () => {
    expect(readDomains(['a.example', 'A.example', '*.a.example'])).toEqual({ domains: ['a.example', '*.a.example'] });
    expect(readDomains(['a.example', 'no', 'nor this'])).toEqual({ wrong: 1 });
  });
});

describe('a page', () => {
  const domains = ['shop.example', '*.blog.example', 'localhost:8080'];
  it.each([
    ['https://shop.example', true],
    ['http://shop.example', true],
    ['https://a.blog.example', true],
    ['https://a.b.blog.example', true],
    ['http://localhost:8080', true],
    ['https://blog.example', false],
    ['https://www.shop.example', false],
    ['https://evilshop.example', false],
    ['https://evilblog.example', false],
    ['https://shop.example.evil.example', false],
    ['https://shop.example:8443', false],
    ['http://localhost', false],
    ['null', false],
    ['', false],
  ])('of %s: %s', (origin, may) => {
    expect(mayFrame(domains, origin)).toBe(may);
  });
});

describe('a token', () => {
  const key = Buffer.alloc(32, 7);
  const claim = { id: 'emb_1', videoId: 'vid_1', expiresS: 2000 };
  const token = signEmbed(key, claim);

  it('opens its video until its end', () => {
    expect(verifyEmbed(key, token, 'vid_1', 1999)).toMatchObject({ valid: true, id: 'emb_1' });
    expect(verifyEmbed(key, token, 'vid_1', 2000)).toEqual({ valid: false, reason: 'EXPIRED', id: 'emb_1' });
  });

  it.each([
    ['another video', token, 'vid_2', key],
    ['another key', token, 'vid_1', Buffer.alloc(32, 8)],
    ['a later end', token.replace(/\.[^.]+\./, `.${(9_999_999).toString(36)}.`), 'vid_1', key],
    ['another code', token.replace('emb_1', 'emb_2'), 'vid_1', key],
    ['a cut signature', token.slice(0, -1), 'vid_1', key],
    ['more parts', `${token}.x`, 'vid_1', key],
    ['nothing', '', 'vid_1', key],
    ['a very long text', 'a'.repeat(5000), 'vid_1', key],
    ['an odd name', signEmbed(key, { ...claim, id: 'emb_1/../x' }), 'vid_1', key],
  ])('with %s is forged', (_, text, videoId, by) => {
    expect(verifyEmbed(by, text, videoId, 0)).toEqual({ valid: false, reason: 'FORGED' });
  });
});

it('the code of a frame has the shape of the video, and no title breaks out of it', () => {
  const escape = (text: string) => text.replaceAll('"', '&quot;');
  const code = embedCode({ url: 'https://v/e?t=1', title: 'a" onload="x', width: 720, height: 1280 }, escape);
  expect(code).toContain('title="a&quot; onload=&quot;x" width="360" height="640"');
  expect(embedCode({ url: 'u', title: '', width: 1280, height: 720 }, escape)).toContain('width="640" height="432"');
});
