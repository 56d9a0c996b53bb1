// Links that a creator gives: web pages over https, and nothing that does something else.
import { describe, expect, it } from '@jest/globals';
import { linkText, readLinks } from './profile-links.rules.js';

describe('links', () => {
  it('are read as addresses, without empty lines', () => {
    expect(readLinks([' instagram.com/dana ', '', 'https://www.YouTube.com/@dana?x=1'])).toEqual({
      ...{ links: ['https://instagram.com/dana', 'https://www.youtube.com/@dana?x=1'], fault: null },
    });
  });

  it.each([
    ['javascript:alert(1)', 'SHAPE'],
    ['http://dana.example', 'SHAPE'],
    ['data:text/html,x', 'SHAPE'],
    ['https://user:pass@dana.example/', 'SHAPE'],
    ['https://dana.example:8443/', 'SHAPE'],
    ['https://127.0.0.1/', 'SHAPE'],
    ['https://[::1]/', 'SHAPE'],
    ['https://localhost/', 'SHAPE'],
    ['https://dana.example/"onclick="x', 'SHAPE'],
    [`https://dana.example/${'x'.repeat(200)}`, 'SHAPE'],
  ])('%s is refused', (link, fault) => {
    expect(readLinks(['https://ok.example/', link])).toEqual({ links: null, fault, at: 1 });
  });

  it('are five at most, each once', () => {
    const six = [1, 2, 3, 4, 5, 6].map((n) => `https://dana.example/${n}`);
    expect(readLinks(six.slice(0, 5)).fault).toBeNull();
    expect(readLinks(six)).toEqual({ links: null, fault: 'TOO_MANY', at: 5 });
    expect(readLinks(['dana.example', 'https://dana.example/'])).toEqual({ links: null, fault: 'TWICE', at: 1 });
  });

  it('are shown short', () => {
    expect(linkText('https://www.instagram.com/dana?igsh=1')).toBe('instagram.com/dana');
    expect(linkText('https://dana.example/')).toBe('dana.example');
    expect(linkText(`https://dana.example/${'x'.repeat(99)}`)).toHaveLength(50);
  });
});
