// Pure rules of the player's versions: what the build may hand over, the order of versions, which file a request means.

export interface ReleaseFile {
  name: string;
  bytes: number;
  sha256: string;
  /** For `integrity=` on a page. */
  integrity: string;
}

export interface Release {
  version: string;
  /** `YYYY-MM-DD`; null where the changelog names no day. */
  releasedOn: string | null;
  files: ReleaseFile[];
  /** What changed, in plain sentences, by language. */
  notes: Record<'en' | 'ru' | 'kk', string[]>;
}

const VERSION = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/;

export const isVersion = (text: string): boolean => VERSION.test(text);

/** Below 0 when `one` is older. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => (VERSION.exec(text)?.slice(1) ?? []).map(Number));
  return [0, 1, 2].map((at) => (a?.[at] ?? 0) - (b?.[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** `seen-IOS7KQO4.js`: its bytes follow from its name, so any version's file of that name is the same one. */
export const isHashed = (name: string): boolean => /-[A-Z0-9]{8}\.js$/.test(name);

/**
 * The file of a name: of the version that the store is pinned to, and for a hashed name of any other too, because a page that
 * got the entry before the pin was changed still asks for the parts of that entry.
 */
export function findFile(releases: readonly Release[], version: string | null, name: string): ReleaseFile | null {
  const of = (release: Release | undefined) => release?.files.find((file) => file.name === name) ?? null;
  const own = version === null ? null : of(releases.find((release) => release.version === version));
  if (own || !isHashed(name)) return own;
  return releases.map(of).find((file) => file !== null) ?? null;
}
