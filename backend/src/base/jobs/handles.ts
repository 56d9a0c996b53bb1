// The names of jobs and the marks on methods that do them.
import { SetMetadata } from '@nestjs/common';
import type { Config } from '../config.js';

export interface JobOptions {
  /** Tries after the first, with doubling pauses. Default 8: about 40 minutes. */
  retries?: number;
  /** A try that takes longer is given up and tried again. Default 300. */
  expireS?: number;
  /** Long work: a killed worker's job comes back after 10 s without a heartbeat. */
  heartbeat?: boolean;
  /** With a key, only one job waits per key: what is queued covers what comes. */
  oncePerKey?: boolean;
}

/** What happened, in the past tense, named by the module it happened in. `T` is its payload. */
export interface Job<T extends object> {
  readonly name: string;
  readonly options: JobOptions;
  /** Carries the payload type only; always undefined. */
  readonly payload?: T;
}

const defined = new Map<string, Job<object>>();

/** Defines a job. The later module marks its handler with @Handles(job); boot fails when none or two do. */
export function defineJob<T extends object>(name: string, options: JobOptions = {}): Job<T> {
  const known = defined.get(name);
  const job: Job<T> = { name, options };
  // Test runners may load a file twice; two different jobs of one name are a mistake.
  if (known && JSON.stringify(known.options) !== JSON.stringify(options)) throw new Error(`Job ${name} defined twice`);
  defined.set(name, job);
  return job;
}

export function definedJobs(): readonly Job<object>[] {
  return [...defined.values()];
}

export const HANDLES = 'vitrina:handles';
export const EVERY = 'vitrina:every';

export interface HandlesOptions {
  /** Jobs at once in one worker, where need be by its configuration. Default 4. */
  concurrency?: number | ((config: Config) => number);
  /**
   * Small jobs taken at once by one slot, done one after another, each failing for itself. Default 1, which takes one
   * job a poll and slot: a burst of a hundred would wait minutes.
   */
  batch?: number;
}

export interface HandlesMark {
  name: string;
  options: HandlesOptions;
}

/** Marks the one method that does this job: `(payload, {signal}) => Promise<void>`, safe to run twice. */
export const Handles = <T extends object>(job: Job<T>, options: HandlesOptions = {}) =>
  SetMetadata(HANDLES, { name: job.name, options } satisfies HandlesMark);

export interface EveryMark {
  name: string;
  seconds: number;
}

/** Marks a method that every worker runs every so many seconds: two may run it at once. Safe to miss and to run twice. */
export const Every = (name: string, seconds: number) => SetMetadata(EVERY, { name, seconds } satisfies EveryMark);
