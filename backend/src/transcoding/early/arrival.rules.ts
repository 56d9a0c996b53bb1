// Whether a file can be worked on while it arrives: decided from its first bytes, like everything that is sniffed.
import { sniff, SNIFF_BYTES, type Demuxer } from '../rules/sniff.rules.js';

/** Containers that are read from front to back; MP4 only when its index comes first. */
const IN_ORDER: readonly Demuxer[] = ['mov', 'matroska', 'mpegts', 'flv'];
/** An index of ten minutes has about a megabyte; larger heads are not worth the wait. */
export const MAX_HEAD_BYTES = 4 * 1024 ** 2;
/** Beside its index, a prober wants to see some packets. */
const PACKETS_BYTES = 256 * 1024;

/** `wait`: not yet to be said, or not yet to be begun; ask again when so many bytes have come. */
export type ArrivalVerdict =
  { kind: 'ready'; demuxer: Demuxer } | { kind: 'wait'; bytes: number } | { kind: 'no'; why: string };

const isBoxName = (type: string): boolean => /^[\x20-\x7e]{4}$/.test(type);

/** Where the index of an MP4 ends; null when media comes before it. A box may reach far beyond what has come. */
function indexEnd(head: Uint8Array): number | 'unknown' | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 0; at + 16 <= head.length;) {
    const type = String.fromCharCode(...head.subarray(at + 4, at + 8));
    const small = view.getUint32(at);
    const size = small === 1 ? Number(view.getBigUint64(at + 8)) : small;
    if (type === 'mdat' || small === 0 || size < 8 || !isBoxName(type)) return null;
    if (type === 'moov') return at + size;
    at += size;
    if (at > MAX_HEAD_BYTES) return null;
  }
  return 'unknown';
}

/** `head` are the first bytes that came, as many as there are up to MAX_HEAD_BYTES. */
export function judgeArrival(head: Uint8Array, sizeBytes: number): ArrivalVerdict {
  if (head.length < Math.min(SNIFF_BYTES, sizeBytes)) return { kind: 'wait', bytes: SNIFF_BYTES };
  const sniffed = sniff(head.subarray(0, SNIFF_BYTES));
  // The whole file is refused in its own time, in words for its creator.
  if ('refused' in sniffed) return { kind: 'no', why: sniffed.refused.detail };
  const { demuxer } = sniffed;
  if (!IN_ORDER.includes(demuxer)) return { kind: 'no', why: `${demuxer} is not read from front to back` };
  const index = demuxer === 'mov' ? indexEnd(head) : 0;
  if (index === null) return { kind: 'no', why: 'the index comes after the media' };
  const bytes = index === 'unknown' ? head.length + PACKETS_BYTES : index + PACKETS_BYTES;
  if (bytes > MAX_HEAD_BYTES) return { kind: 'no', why: 'the index is too large' };
  return bytes <= Math.min(head.length, sizeBytes) ? { kind: 'ready', demuxer } : { kind: 'wait', bytes };
}
