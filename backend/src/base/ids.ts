// Ids that say what they are and sort by time: vid_..., ord_..., com_...
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** What an id may name; the prefix is readable in a log. */
export type IdPrefix =
  | 'acc'
  | 'ses'
  | 'sto'
  | 'key'
  | 'rul'
  | 'stp'
  | 'prd'
  | 'var'
  | 'cre'
  | 'cod'
  | 'vid'
  | 'upl'
  | 'pos'
  | 'cap'
  | 'prf'
  | 'dec'
  | 'plc'
  | 'plr'
  | 'viw'
  | 'fct'
  | 'ord'
  | 'com'
  | 'cch'
  | 'atr'
  | 'ltx'
  | 'len'
  | 'pbt'
  | 'pay'
  | 'ppr'
  | 'adj'
  | 'fxr'
  | 'mai'
  | 'aud'
  | 'job'
  | 'clm'
  | 'tok'
  | 'exp'
  | 'pln'
  | 'grd'
  | 'cam'
  | 'reh'
  | 'rsk'
  | 'lnk'
  | 'orf'
  | 'dif'
  | 'rcp'
  | 'pba'
  | 'pbd'
  | 'dsp'
  | 'evd'
  | 'nws'
  | 'inv'
  | 'fun'
  | 'cpl'
  | 'ctf'
  | 'cis'
  | 'cfl'
  | 'rwd'
  | 'cmp'
  | 'ccs'
  | 'emb'
  | 'lgo'
  | 'rmr'
  | 'dev'
  | 'dvl'
  | 'fac'
  | 'trk';

const TIME_LENGTH = 9;
const RANDOM_LENGTH = 13;
/** Below it every remainder of 36 is equally likely. */
const FAIR = 252;

let pool = Buffer.alloc(0);
let at = 0;
let lastMs = -1;
let lastTime = '';

/** Characters that nobody can guess; each byte is used once. Asking the system anew for each id costs more than the rest. */
function randomText(): string {
  let text = '';
  while (text.length < RANDOM_LENGTH) {
    if (at === pool.length) [pool, at] = [randomBytes(4096), 0];
    const byte = pool[at++] as number;
    if (byte < FAIR) text += ALPHABET[byte % ALPHABET.length] as string;
  }
  return text;
}

function timeText(ms: number): string {
  if (ms !== lastMs) [lastMs, lastTime] = [ms, ms.toString(ALPHABET.length).padStart(TIME_LENGTH, '0')];
  return lastTime;
}

/**
 * A new id: prefix, underscore, 9 characters of the millisecond and 13 random ones (67 bits), all in base 36.
 * Time first keeps index inserts local; 67 random bits make a guess hopeless and a clash unlikely.
 */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${timeText(Date.now())}${randomText()}`;
}
