// Listens to evaluations: reads the newest decisions of the orders they found suspicious and raises what the rules say.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AttributionService } from '../../attribution/attribution.service.js';
import { AlertsService } from '../alerts.service.js';
import { DECIDED_ORDERS } from '../fraud.queries.js';
import { alertsOfEvaluation, alertsOfLines, type ToldAlert } from './signals.rules.js';

@Injectable()
export class SignalsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly attribution: AttributionService,
    private readonly alerts: AlertsService,
  ) {}

  /** Safe to repeat: an alert is what it is about. */
  async take(programme: string, orderIds: readonly string[], told: readonly ToldAlert[]): Promise<number> {
    const named = told.flatMap(
      ({ subject }) => subject['order_id'] ?? (subject['type'] === 'order' ? subject['id'] : null) ?? [],
    );
    const asked = [...new Set([...orderIds, ...named])];
    const lines = await this.attribution.newest(this.db.manager, programme, asked);
    const rows: { order_id: string }[] = await this.db.query(DECIDED_ORDERS, [programme, asked]);
    const earners = Map.groupBy(
      lines.flatMap((line) =>
        line.units
          .filter((unit) => unit.kind === 'sale')
          .map((unit) => ({ orderId: line.orderId, lineId: line.lineId, creatorId: unit.creatorId })),
      ),
      (one) => one.orderId,
    );
    const suspicious = lines.filter((line) => orderIds.includes(line.orderId));
    const decided = new Set(rows.map((row) => row.order_id));
    return this.alerts.raise(programme, [...alertsOfLines(suspicious, decided), ...alertsOfEvaluation(told, earners)]);
  }
}
