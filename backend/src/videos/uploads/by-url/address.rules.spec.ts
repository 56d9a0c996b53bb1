// Addresses that must never be called, in every disguise that the standards allow, and those that may.
import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, judgeUrl } from '../../../base/outside/address.rules.js';
import { contentMark, looksLikeText, readContentRange } from './address.rules.js';

const POLICY = { http: false, allow: [] };
const reasonOf = (text: string, policy: Parameters<typeof judgeUrl>[1] = POLICY) => {
  const verdict = judgeUrl(text, policy);
  return verdict.ok ? null : verdict.reason;
};

describe('an address as written', () => {
  it.each([
    ['https://cdn.example.com/clip.mp4', null],
    ['https://cdn.example.com:443/clip.mp4?token=a%20b#part', null],
    ['http://cdn.example.com/clip.mp4', 'scheme'],
    ['ftp://cdn.example.com/clip.mp4', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:video/mp4;base64,AAAA', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['gopher://example.com/_GET', 'scheme'],
    ['https://user:secret@example.com/clip.mp4', 'credentials'],
    ['https://user@example.com/clip.mp4', 'credentials'],
    ['https://example.com:8443/clip.mp4', 'port'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:80/', 'port'],
    ['clip.mp4', 'not_an_address'],
    ['', 'not_an_address'],
    ['https://', 'not_an_address'],
    [`https://example.com/${'a'.repeat(2000)}`, 'not_an_address'],
  ])('%s: %s', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('may be plain http where the service says so, and a named pair anywhere', () => {
    expect(reasonOf('http://example.com/a', { http: true, allow: [] })).toBeNull();
    expect(reasonOf('http://example.com:443/a', { http: true, allow: [] })).toBe('port');
    expect(reasonOf('http://10.0.0.5:9000/a', { http: false, allow: ['10.0.0.5:9000'] })).toBeNull();
    expect(reasonOf('http://10.0.0.5:9001/a', { http: false, allow: ['10.0.0.5:9000'] })).toBe('scheme');
  });
});

describe('an address of the network', () => {
  it.each(
    [
      '0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254',
      '172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7',
      '203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255',
      ':: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::8.8.8.8 64:ff9b:1::1',
      '100::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12:3456::1 ff02::1 ff0e::1 2001::1 2001:0:4136:e378::1 2001:10::1',
      '2001:20::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 4000::1 5f00::1 [::1] 0:0:0:0:0:0:0:1',
      'localhost 1.2.3 1.2.3.4.5 256.1.1.1 0x7f.0.0.1 1::2::3 12345::1 x',
    ]
      .join(' ')
      .split(' '),
  )('%s is not public', (text) => expect(isPublicAddress(text)).toBe(false));
  it('nothing is not public', () => expect(isPublicAddress('')).toBe(false));

  it.each(
    [
      '1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 169.253.255.255',
      '172.15.255.255 172.32.0.1 192.167.255.255 192.169.0.1 198.17.0.1 198.20.0.1 223.255.255.255',
      '2606:4700:4700::1111 2a00:1450:4001:81b::200e 2001:4860:4860::8888 2001:200::1 3fff:1000::1 [2606:4700::1111]',
    ]
      .join(' ')
      .split(' '),
  )('%s is public', (text) => expect(isPublicAddress(text)).toBe(true));

  it.each([
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::ffff:7f00:1]/',
  ])('%s is read as the private address that it is', (text) => {
    const verdict = judgeUrl(text, POLICY);
    expect(verdict.ok && isPublicAddress(verdict.url.hostname)).toBe(false);
  });
});

describe('what a server says', () => {
  it('of a range is taken only when it is exact', () => {
    expect(readContentRange('bytes 100-999/1000')).toEqual({ start: 100, total: 1000 });
    for (const odd of [undefined, '', 'bytes 100-999/*', 'bytes */1000', 'items 1-2/3'])
      expect(readContentRange(odd)).toBeNull();
  });
  it('of its content names it only when it is strong', () => {
    expect(contentMark({ etag: '"abc"' })).toBe('"abc"');
    expect(contentMark({ etag: 'W/"abc"', 'last-modified': 'Wed, 01 Jan 2025 00:00:00 GMT' })).toBe(
      'Wed, 01 Jan 2025 00:00:00 GMT',
    );
    expect(contentMark({ etag: '"a"\r\nx: y' })).toBeNull();
    expect(contentMark({})).toBeNull();
  });
  it('as text is no film', () => {
    expect(looksLikeText(Buffer.from('<!doctype html><title>Не найдено</title>'))).toBe(true);
    expect(looksLikeText(Buffer.from('#EXTM3U\nhttp://127.0.0.1/'))).toBe(true);
    expect(looksLikeText(Buffer.from([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70]))).toBe(false);
    expect(looksLikeText(Buffer.alloc(0))).toBe(false);
  });
});
