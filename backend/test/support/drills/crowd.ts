// How much longer things take because the machine has other work: limits of time in specs grow by it.
import { cpus, loadavg } from 'node:os';

/** 1 on a machine that is ours alone. */
export const crowd = (): number => Math.max(1, (loadavg()[0] ?? 1) / cpus().length);
