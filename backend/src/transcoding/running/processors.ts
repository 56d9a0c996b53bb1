// Which processors this process may use, and which of them a job keeps to when it leaves some to others.
import { readFileSync } from 'node:fs';

/** `0-2,5` of the kernel's lists as numbers. */
export function numbersOf(list: string): number[] {
  return list
    .trim()
    .split(',')
    .filter(Boolean)
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, at) => from + at);
    });
}

/** Those that the kernel lets this process use; none where it does not tell (no Linux). */
export function allowedProcessors(): number[] {
  try {
    const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return numbersOf(list);
  } catch {
    return [];
  }
}

/** The list without its first `left`, as `taskset` wants it; null where that leaves nothing or nothing is to be left. */
export function allBut(left: number, allowed: readonly number[]): string | null {
  return left < 1 || allowed.length <= left ? null : allowed.slice(left).join(',');
}
