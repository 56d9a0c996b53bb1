// Which promo codes are allowed.

/** Words that stand for the shop or for us; a creator's code must not look like the shop's own offer. */
const RESERVED = ['ADMIN', 'VITRINA', 'SUPPORT', 'FREE', 'TEST', 'OFFICIAL', 'REFUND'];
/** Short on purpose: the worst of three languages as they are written in Latin letters. */
const PROFANE = ['FUCK', 'SHIT', 'CUNT', 'NAZI', 'BITCH', 'WHORE', 'BLYAT', 'SUKA', 'PIZD', 'KHUY', 'KOTAK', 'QOTAQ'];

/** So many codes a creator has in one store: enough for every campaign, too few to take all good words. */
export const MAX_CODES = 20;

/** Digits that people write for letters. */
const LOOKALIKE: Record<string, string> = { '0': 'O', '1': 'I', '3': 'E', '4': 'A', '5': 'S', '7': 'T' };

export type CodeFault = 'SHAPE' | 'RESERVED' | 'PROFANE';

/** The code as it is stored and compared: trimmed, upper case. */
export function normaliseCode(raw: string): string {
  return raw.trim().toUpperCase();
}

/** Upper-case text with digits read as the letters that people write them for. */
export const lettersOf = (text: string): string => text.replace(/[013457]/g, (digit) => LOOKALIKE[digit] ?? digit);

/** Whether upper-case text holds a word that nobody wants to read, written plainly or with digits. */
export function isProfane(text: string): boolean {
  const letters = lettersOf(text);
  return PROFANE.some((word) => letters.includes(word) || text.includes(word));
}

/** Null when a normalised code is allowed, else why not. */
export function codeFault(code: string): CodeFault | null {
  if (!/^[A-Z0-9]{4,20}$/.test(code)) return 'SHAPE';
  const letters = lettersOf(code);
  if (isProfane(code)) return 'PROFANE';
  const withoutNumber = code.replace(/\d+$/, '');
  if (RESERVED.some((word) => withoutNumber === word || letters === word)) return 'RESERVED';
  return null;
}

export interface CodePeriod {
  validFrom: Date;
  validTo: Date | null;
}

/** Whether an order of this moment may use the code: from the start included to the end excluded. */
export function isValidAt(code: CodePeriod, at: Date): boolean {
  return code.validFrom <= at && (code.validTo === null || at < code.validTo);
}
