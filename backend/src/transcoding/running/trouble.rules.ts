// Tells trouble of ours from trouble of a file: a fence or a library that fails must never be blamed on the creator.

/** What the fences and the loader say when the program was never started; null for everything else. */
export function fenceTrouble(stderr: string): string | null {
  const said =
    /^(?:\S*\/)?(?:bwrap|prlimit|unshare|setpriv|choom|nice): .*$|.*error while loading shared libraries.*/m.exec(
      stderr,
    );
  return said ? `a fence failed: ${said[0].slice(0, 200)}` : null;
}
