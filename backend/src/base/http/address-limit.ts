// Bounds how often one address may call a public door, in this process's memory: a database write per request would cost more than the request.
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock.js';
import { AppError } from '../errors.js';

/** A page sends a batch every 5 s at most; 600 a minute leave room for 50 shoppers behind one address. */
const MOST = 600;
const WINDOW_MS = 60_000;

@Injectable()
export class AddressLimit {
  private readonly seen = new LRUCache<string, { count: number; endsAt: number }>({ max: 100_000 });

  constructor(private readonly clock: Clock) {}

  /** Counts one request. Throws RATE_LIMITED with the seconds to wait. */
  count(address: string): void {
    const waitMs = this.waitAfter(address);
    if (waitMs > 0) throw new AppError('RATE_LIMITED', { retryAfterS: Math.ceil(waitMs / 1000) });
  }

  /** Counts one request; above 0 is one too many, and how long to wait. */
  waitAfter(address: string): number {
    const now = this.clock.now().getTime();
    const present = this.seen.get(address);
    // A window that ends later than it could have begun was made before the clock was set back.
    const open = present !== undefined && present.endsAt > now && present.endsAt <= now + WINDOW_MS;
    const entry = open ? present : { count: 0, endsAt: now + WINDOW_MS };
    entry.count += 1;
    this.seen.set(address, entry);
    return entry.count > MOST ? entry.endsAt - now : 0;
  }
}
