// Which handles are allowed: the name that stands in the address of a creator's page, one for all stores.
import { isProfane, lettersOf } from '../promo-code.rules.js';

export type HandleFault = 'SHAPE' | 'RESERVED' | 'PROFANE';

/** So many handles one creator ever has: an old one leads to the page for ever and is nobody else's. */
export const MAX_HANDLES = 10;

/** Words that stand for the service, for a shop or for nobody; compared without separators and with digits read as letters. */
const RESERVED = new Set(
  [
    'ABOUT ADMIN ADMINISTRATOR ANONYMOUS API BILLING CREATOR CREATORS EVERYONE FINANCE HELP INFO LEGAL LOGIN ME MODERATOR',
    'NULL OFFICIAL OWNER PAYMENT PAYMENTS PAYOUTS PRIVACY ROOT SECURITY SHOP SIGNIN SIGNUP STAFF STORE STUDIO SUPPORT SYSTEM TEAM',
    'TERMS UNDEFINED UNKNOWN VERIFIED VITRINA',
  ].flatMap((line) => line.split(' ')),
);

/** The handle as it is stored and compared: lower case, without spaces around it and without the @ that people write before it. */
export function normaliseHandle(raw: string): string {
  return raw.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
}

/**
 * Null when a normalised handle is allowed, else why not. 3 to 30 Latin letters and digits, with single dots, hyphens and
 * underscores between them; at least one letter; nothing that looks like an id of ours.
 */
export function handleFault(handle: string): HandleFault | null {
  if (handle.length < 3 || handle.length > 30 || !/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(handle)) return 'SHAPE';
  if (!/[a-z]/.test(handle) || /^[a-z]{3}_/.test(handle)) return 'SHAPE';
  const plain = handle.toUpperCase().replace(/[._-]/g, '');
  if (isProfane(plain)) return 'PROFANE';
  return RESERVED.has(lettersOf(plain)) || RESERVED.has(plain.replace(/\d+$/, '')) ? 'RESERVED' : null;
}
