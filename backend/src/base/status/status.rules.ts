// What the status page says, from what was measured.

export type Part = 'ok' | 'slow' | 'down' | 'unknown';

export interface Measured {
  databaseAnswers: boolean;
  /** Seconds since any worker last gave a sign of life; null when none ever did or nobody could be asked. */
  workerSilentS: number | null;
  /** How long the job that waits longest has been due; null when nobody could be asked. */
  queueDelayS: number | null;
  /** Living workers that take no videos because their disk is nearly full. */
  workersWithoutRoom: number;
}

export interface Status {
  overall: 'ok' | 'slow' | 'down';
  api: Part;
  database: Part;
  worker: Part;
  queue: Part;
  queueDelayS: number | null;
  workersWithoutRoom: number;
}

/** A worker beats every 10 s; six missed beats are not an accident. */
export const WORKER_SILENT_S = 60;
/** Encodes take minutes and may wait their turn; five minutes is what people begin to notice. */
export const QUEUE_SLOW_S = 300;

/** Whoever answers is alive, so `api` is ok. Without the database nothing is known of worker and queue. */
export function judgeStatus({ databaseAnswers, workerSilentS, queueDelayS, workersWithoutRoom }: Measured): Status {
  const known = { api: 'ok' as const, queueDelayS, workersWithoutRoom };
  if (!databaseAnswers) {
    return { ...known, overall: 'down', database: 'down', worker: 'unknown', queue: 'unknown', queueDelayS: null };
  }
  const alive = workerSilentS !== null && workerSilentS <= WORKER_SILENT_S;
  const worker = !alive ? 'down' : workersWithoutRoom > 0 ? 'slow' : 'ok';
  const queue = queueDelayS === null ? 'unknown' : queueDelayS > QUEUE_SLOW_S ? 'slow' : 'ok';
  const overall = worker === 'down' ? 'down' : worker === 'ok' && queue === 'ok' ? 'ok' : 'slow';
  return { ...known, overall, database: 'ok', worker, queue };
}
