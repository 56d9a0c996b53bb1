// A shop's desk for specs: a store whose plan is older than its orders, files brought and read, and what came of them.
import { expect } from '@jest/globals';
import type { TestApp } from '../app.js';
import { makeAccount, makeCreator, makeStore, type MadeStore, type Signed, type SignedCreator } from '../make.js';

export const TODAY = new Date('2026-11-25T10:00:00Z');
export const HEAD = 'Номер заказа;Дата;Сумма;Промокод;Статус;Возврат;Почта';
export const ROWS = [
  '1001;20.11.2026 14:30;12 990,00;dana10;оплачен;;buyer@shop.kz',
  '1002;20.11.2026 15:00;5 000,50;;новый;;',
  '1003;21.11.2026 10:15;30 000,00;DANA10;оплачен;10 000,00;',
] as const;
export const COLUMNS = { orderId: 0, placedAt: 1, total: 2, code: 3, status: 4, refunded: 5, email: 6 };

export const csv = (rows: readonly string[] = ROWS): string => [HEAD, ...rows].join('\r\n') + '\r\n';

export const formOf = (columns: Record<string, number> = COLUMNS, change: object = {}) => ({
  ...{ encoding: 'utf-8', delimiter: ';', decimal: ',', dateOrder: 'dmy', currency: 'KZT', ...change },
  columns: Object.entries(columns).map(([field, column]) => ({ field, column })),
});

export interface Shown {
  status: string;
  rowsDone: number;
  counts: Record<string, number>;
  failure: string | null;
  faults: { totalCount: number; nodes: object[] };
}

export const FILE = `query($id: ID!) { orderFile(id: $id) { status rowsDone rowsTotal failure
  counts { created updated unchanged refunds wrong matched differences } faults { totalCount nodes { line column code value } } } }`;
const START = 'mutation($id: ID!, $f: OrderFileForm!) { startOrderFile(id: $id, form: $f) { id status } }';

export class Desk {
  private constructor(
    readonly app: TestApp,
    readonly store: MadeStore,
    readonly creator: SignedCreator,
  ) {}

  /** A store of September, a creator with the code DANA10, and today. */
  static async open(app: TestApp): Promise<Desk> {
    const owner = await makeAccount(app);
    app.clock.set(new Date('2026-09-01T10:00:00Z'));
    const store = await makeStore(app, { owner });
    app.clock.set(TODAY);
    const desk = new Desk(app, store, await makeCreator(app));
    const text = 'mutation($s: ID!) { createPromoCode(storeId: $s, code: "DANA10") { id } }';
    // The orders of a file are of days before today, and a code earns from its own day on.
    app.clock.set(new Date('2026-09-02T10:00:00Z'));
    expect((await app.graphql(text, { s: store.id }, { as: desk.creator.cookie })).errors).toEqual([]);
    app.clock.set(TODAY);
    return desk;
  }

  async bring(body: string | Buffer, change: { as?: Signed; query?: string } = {}) {
    const path = `/stores/${this.store.id}/order-files?${change.query ?? 'purpose=import&name=orders.csv'}`;
    const cookie = (change.as ?? this.store.owner).cookie;
    const call = this.app.http.post(path).set({ cookie, 'content-type': 'application/octet-stream' });
    return call.send(Buffer.from(body));
  }

  start(id: string, form = formOf(), as: Signed = this.store.owner) {
    return this.app.graphql(START, { id, f: form }, { as: as.cookie });
  }

  async show(id: string): Promise<Shown> {
    const answer = await this.app.graphql<{ orderFile: Shown }>(FILE, { id }, { as: this.store.owner.cookie });
    expect(answer.errors).toEqual([]);
    return answer.data!.orderFile;
  }

  /** Brings a file and reads it to its end. */
  async run(body: string | Buffer, form = formOf(), query?: string): Promise<{ id: string; file: Shown }> {
    const { id } = (await this.bring(body, query ? { query } : {})).body as { id: string };
    expect((await this.start(id, form)).errors).toEqual([]);
    await this.app.drainJobs();
    return { id, file: await this.show(id) };
  }

  facts(): Promise<{ type: string; n: number }[]> {
    const query = 'SELECT type, count(*)::int AS n FROM facts WHERE store_id = $1 GROUP BY type ORDER BY type';
    return this.app.db.query(query, [this.store.id]);
  }

  /** Commissions by order, in minor units. */
  units(): Promise<{ order: string; amount: string }[]> {
    const columns = 'order_external_id AS "order", amount_minor AS amount';
    return this.app.db.query(`SELECT ${columns} FROM commission_units WHERE store_id = $1 ORDER BY 1`, [this.store.id]);
  }
}
