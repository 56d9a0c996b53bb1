// Why a frame shows no video: the closed list, with the HTTP status of each.
export const EMBED_REFUSALS = {
  EMBED_FORGED: 403,
  EMBED_EXPIRED: 410,
  EMBED_REVOKED: 410,
  EMBED_FOREIGN: 403,
  EMBED_GONE: 404,
} as const;
export type EmbedRefusal = keyof typeof EMBED_REFUSALS;
