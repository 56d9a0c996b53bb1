// CONTRACT.md and the code say the same.
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMS } from '../src/forms/form.js';

const root = join(import.meta.dirname, '..');
const contract = readFileSync(join(root, 'CONTRACT.md'), 'utf8');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'));
const code = sources.join('\n');
const element = readFileSync(join(root, 'src/element/vitrina-player.ts'), 'utf8');

function section(title: string): string {
  return contract.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
}

/** The names in the first column of a section's table. */
function named(title: string): string[] {
  return [...section(title).matchAll(/^\| `([^`(]+)/gm)].map((match) => match[1] ?? '').sort();
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}

describe('the contract', () => {
  it('lists every attribute', () => {
    const [observed] = [...element.matchAll(/observedAttributes = \[([^\]]+)\]/g)];
    const asked = [
      observed?.[1],
      ...found(element, /this\.#attribute\(('[a-z]+')\)/g),
      ...found(code, /\belement\.[gh][a-z]{2}Attribute\(('[a-z]+')\)/g),
    ].join();
    expect(named('Attributes')).toEqual(found(asked, /'([a-z]+)'/g));
  });

  it('lists every public property and method', () => {
    const body = element.replace(/static .*/g, '');
    const properties = found(body, /^ {2}get ([a-z]\w+)\(/gm);
    const callbacks = ['constructor', 'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback'];
    const methods = found(body, /^ {2}(?:async )?([a-z]\w+)\(/gm).filter((name) => !callbacks.includes(name));
    expect(named('Properties')).toEqual(properties);
    expect(named('Methods')).toEqual(methods);
  });

  it('lists what several videos understand, and every form', () => {
    const reviews = readFileSync(join(root, 'src/forms/vitrina-reviews.ts'), 'utf8');
    const text = section('Several videos');
    const said = (what: string): string[] =>
      found(new RegExp(`${what}: ([^]+?)\\.(?:\\s|$)`).exec(text)?.[1] ?? '', /`([a-z][A-Za-z]+)(?:\(.*?\))?`/g);
    expect(said('Attributes')).toEqual(
      found(/observedAttributes = \[([^\]]+)\]/.exec(reviews)?.[1] ?? '', /'([a-z]+)'/g),
    );
    expect(said('Properties')).toEqual(found(reviews, /^ {2}get ([a-z]\w+)\(/gm));
    const callbacks = /constructor|Callback$/;
    const methods = found(reviews, /^ {2}(?:async )?([a-z]\w+)\(/gm).filter((name) => !callbacks.test(name));
    expect(said('Methods')).toEqual(methods);
    expect(named('Several videos')).toEqual([...FORMS].sort());
  });

  it('lists every event and every error', () => {
    const events = readFileSync(join(root, 'src/element/events.ts'), 'utf8');
    expect(named('Events')).toEqual(found(events, /'(vitrina:[a-z-]+)'/g));
    expect(found(code, /'(vitrina:[a-z-]+)'/g).filter((name) => !section('Events').includes(`\`${name}\``))).toEqual(
      [],
    );
    const codes = section('Events').split('Error codes:')[1] ?? '';
    expect(found(codes, /`([A-Z_]+)`/g)).toEqual(found(events, /'([A-Z_]+)'/g));
  });

  it('lists every part and every variable', () => {
    const parts = [...found(code, /part: '([a-z-]+)'/g), ...found(code, /button\('([a-z-]+)',/g)];
    expect(found(section('Parts').split('The disclosure')[0] ?? '', /`([a-z-]+)`/g)).toEqual(
      [...new Set(parts)].sort(),
    );
    expect(named('CSS variables')).toEqual(found(code, /(--vitrina-[a-z-]+)/g));
  });

  it('names everything that is ever stored', () => {
    const stored = found(readFileSync(join(root, 'src/element/privacy.ts'), 'utf8'), /`(vitrina\.\w+)`/g);
    expect(found(section('What is stored and sent'), /`(vitrina\.\w+)`/g)).toEqual(stored);
    expect(code.match(/(localStorage|sessionStorage|indexedDB|document\.cookie)/g)).toEqual(['localStorage']);
  });

  it('keeps one file for hls.js, one for the backend, one for segments, and the core without DOM', () => {
    const users = (pattern: RegExp): string[] =>
      readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(name))
        .filter((name) => pattern.test(readFileSync(join(root, 'src', name), 'utf8')));
    expect(users(/from 'hls\.js/)).toEqual(['hls.ts']);
    expect(users(/\bfetch\(|sendBeacon\(/)).toEqual(['api.ts', 'starting/first.ts', 'starting/starter.ts']);
    expect(users(/customElements\.define/)).toEqual(['define.ts', 'forms/define-reviews.ts']);
    expect(users(/innerHTML|insertAdjacentHTML|\beval\(|new Function/)).toEqual([]);
    expect(users(/\b(document|window|navigator|localStorage)\b\./).filter((name) => name.startsWith('core'))).toEqual(
      [],
    );
  });
});
