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
  | 'pbd';

function encode(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i++) {
    text = (ALPHABET[Number(rest % 36n)] ?? '0') + text;
    rest /= 36n;
  }
  return text;
}

/**
 * A new id: prefix, underscore, 9 characters of the millisecond and 13 random ones (67 bits), all in base 36.
 * Time first keeps index inserts local; 67 random bits make a guess hopeless and a clash unlikely.
 */
export function newId(prefix: IdPrefix): string {
  const random = BigInt('0x' + randomBytes(9).toString('hex')) % 36n ** 13n;
  return `${prefix}_${encode(BigInt(Date.now()), 9)}${encode(random, 13)}`;
}
