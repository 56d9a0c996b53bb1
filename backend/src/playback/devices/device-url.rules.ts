// The address that asks a browser whether it is a creator's: the product's page, the video by which its card is found, and the token.

/** The same words as the player's (`moment.rules.ts`, `device-token.rules.ts`). */
const VIDEO = 'vitrina';
const TOKEN = 'vitrina-device';

/**
 * The token stands behind #, which is sent to nobody; in a shop whose own addresses need that part it stands before it. Null for what is
 * no web page.
 */
export function deviceUrl(productUrl: string, videoId: string, token: string): string | null {
  if (!URL.canParse(productUrl)) return null;
  const url = new URL(productUrl);
  if (!/^https?:$/.test(url.protocol)) return null;
  url.searchParams.set(VIDEO, videoId);
  if (url.hash === '') url.hash = `${TOKEN}=${token}`;
  else url.searchParams.set(TOKEN, token);
  return url.href;
}
