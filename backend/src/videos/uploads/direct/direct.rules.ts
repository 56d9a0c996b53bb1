// How a file is cut into parts for S3, and whether what arrived is the whole of it: pure.

const MIB = 1024 ** 2;
/** S3's own least for all parts but the last; small, because a lost connection costs what was sent of a part. */
const LEAST_PART = 5 * MIB;
/** One page of S3's listing. 5 GiB are 1000 parts of 6 MiB. */
const MOST_PARTS = 1000;
/** How many parts one call may ask addresses for. */
export const MOST_SIGNED = 20;

export interface PartPlan {
  partBytes: number;
  count: number;
}

/** The same for the same size, so that a resumed upload cuts where the first one did. */
export function planParts(sizeBytes: number): PartPlan {
  const partBytes = Math.max(LEAST_PART, Math.ceil(sizeBytes / MOST_PARTS / MIB) * MIB);
  return { partBytes, count: Math.ceil(sizeBytes / partBytes) };
}

/** Bytes of a part, counted from 1; the last one is shorter. Null when there is no such part. */
export function sizeOfPart(sizeBytes: number, partBytes: number, number: number): number | null {
  const from = (number - 1) * partBytes;
  if (!Number.isInteger(number) || number < 1 || from >= sizeBytes) return null;
  return Math.min(partBytes, sizeBytes - from);
}

export type PartsVerdict = { kind: 'whole' } | { kind: 'missing'; numbers: number[] } | { kind: 'too_much' };

/** Compares what S3 has with what was announced. One byte or one part too many is `too_much`. */
export function judgeParts(
  sizeBytes: number,
  partBytes: number,
  arrived: readonly { number: number; sizeBytes: number }[],
): PartsVerdict {
  const sizes = new Map(arrived.map((part) => [part.number, part.sizeBytes]));
  for (const [number, size] of sizes) {
    const announced = sizeOfPart(sizeBytes, partBytes, number);
    if (announced === null || size > announced) return { kind: 'too_much' };
  }
  const numbers: number[] = [];
  for (let number = 1; (number - 1) * partBytes < sizeBytes; number++) {
    if (sizes.get(number) !== sizeOfPart(sizeBytes, partBytes, number)) numbers.push(number);
  }
  return numbers.length === 0 ? { kind: 'whole' } : { kind: 'missing', numbers };
}
