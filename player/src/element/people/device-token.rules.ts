// The token of a creator's link to their own devices, as it stands in the address of a shop's page.

const NAME = 'vitrina-device';
const SHAPE = /^v1\.[\w.-]{1,190}$/;

/** The token and the address without it; null where there is none. Behind #, or before it in shops whose addresses need that part. */
export function deviceTokenIn(address: string): { token: string; rest: string } | null {
  const url = new URL(address);
  const behind = url.hash.startsWith(`#${NAME}=`);
  const token = behind ? url.hash.slice(NAME.length + 2) : (url.searchParams.get(NAME) ?? '');
  if (!SHAPE.test(token)) return null;
  if (behind) url.hash = '';
  else url.searchParams.delete(NAME);
  return { token, rest: url.href };
}
