// The background door: what came in marks orders, marked orders are looked at.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { Every, Handles } from '../base/jobs/handles.js';
import { eventsRecorded } from '../events/event-writer.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { ordersRecorded } from '../orders/recording.service.js';
import { AttributionService } from './attribution.service.js';

/** Later than any grace a programme may give, engagement changes no money (money.md T1). */
const GRACE_AT_MOST_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

@Injectable()
export class AttributionHandlers {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly orders: OrdersService,
    private readonly attribution: AttributionService,
  ) {}

  // They wait for one another: more at once would only hold connections.
  @Handles(ordersRecorded, { concurrency: 2, batch: 50 })
  async orderCameIn({ programmeId, orderId }: { programmeId: string; orderId: string }): Promise<void> {
    await inTransaction(this.db, (em) => this.attribution.mark(em, programmeId, [orderId]));
    await this.attribution.workOff(programmeId);
  }

  /** Most viewers have no order; those who have one within the grace are looked at again. */
  @Handles(eventsRecorded, { concurrency: 2, batch: 50 })
  async eventsCameIn({ programmeId, viewers }: EventsRecorded): Promise<void> {
    const receivedAfter = new Date(this.clock.now().getTime() - GRACE_AT_MOST_MS);
    // A click just after an order still counts for the flood rule of its hour (E9).
    const seen = viewers.map((v) => ({ viewerId: v.viewerId, since: new Date(Date.parse(v.since) - HOUR_MS) }));
    const orderIds = await this.orders.ofViewers(this.db.manager, programmeId, seen, receivedAfter);
    if (orderIds.length === 0) return;
    await inTransaction(this.db, (em) => this.attribution.mark(em, programmeId, orderIds));
    await this.attribution.workOff(programmeId);
  }

  @Every('attribution.marks', 5)
  async workOffMarks(): Promise<void> {
    await this.attribution.workOffAll();
  }
}

interface EventsRecorded {
  programmeId: string;
  viewers: { viewerId: string; since: string }[];
}
