// Which of several languages somebody gets: the first wish that can be met, else the first there is.

/** The captions in the first wished language that there is: `kk` takes `kk-Latn` too. */
export function preferred<One extends { lang: string }>(
  list: readonly One[],
  wishes: readonly string[],
): One | undefined {
  const base = (tag: string): string | undefined => tag.toLowerCase().split('-')[0];
  for (const wish of wishes) {
    const same = list.filter((one) => base(one.lang) === base(wish));
    const found = same.find((one) => one.lang.toLowerCase() === wish.toLowerCase()) ?? same[0];
    if (found) return found;
  }
  return list[0];
}
