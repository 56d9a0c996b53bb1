// Versions of the player: their order, and which file a request means.
import { describe, expect, it } from '@jest/globals';
import { compareVersions, findFile, isVersion, type Release } from './release.rules.js';

const file = (name: string, sha256: string) => ({ name, bytes: 1, sha256, integrity: 'sha384-x' });
const notes = { en: [], ru: [], kk: [] };
const releases: Release[] = [
  { version: '1.9.0', releasedOn: null, notes, files: [file('vitrina.js', 'new'), file('seen-AAAAAAAA.js', 'a')] },
  { version: '1.10.0', releasedOn: null, notes, files: [file('vitrina.js', 'newer'), file('seen-BBBBBBBB.js', 'b')] },
];

describe('versions', () => {
  it('are ordered by their numbers and not by their letters', () => {
    expect(['1.10.0', '1.9.0', '0.12.3', '1.9.1'].sort(compareVersions)).toEqual([
      '0.12.3',
      '1.9.0',
      '1.9.1',
      '1.10.0',
    ]);
    expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
  });

  it.each(['v1', '1.0', '1.0.0-beta', '../1.0.0', '1.0.0/', ''])('%p is none', (text) => {
    expect(isVersion(text)).toBe(false);
  });

  it('have an entry each, and share what is named by its content', () => {
    expect(findFile(releases, '1.9.0', 'vitrina.js')?.sha256).toBe('new');
    expect(findFile(releases, '1.9.0', 'seen-BBBBBBBB.js')?.sha256).toBe('b');
    expect(findFile(releases, null, 'seen-AAAAAAAA.js')?.sha256).toBe('a');
    expect(findFile(releases, null, 'vitrina.js')).toBeNull();
    expect(findFile(releases, '2.0.0', 'vitrina.js')).toBeNull();
    expect(findFile(releases, '1.9.0', 'none-AAAAAAAA.js')).toBeNull();
  });
});
