// A report over several stores ends with the day of the one that is furthest ahead: its sales of this morning would be missing else.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeStore } from '../../test/support/make.js';
import { StoresService } from '../stores/stores.service.js';
import { todayOf } from './today.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

it('is the day of the store, or of the store where it is latest', async () => {
  const evening = new Date('2026-11-26T20:30:00Z');
  const asked = (storeId: string | null, now = evening) =>
    todayOf(app.get(DataSource), app.get(StoresService), storeId, now);
  expect(await asked(null)).toBe('2026-11-26');
  const york = await makeStore(app, { timezone: 'America/New_York' });
  expect(await asked(null)).toBe('2026-11-26');
  const almaty = await makeStore(app, { timezone: 'Asia/Almaty' });
  expect([await asked(york.id), await asked(almaty.id), await asked(null)]).toEqual([
    ...['2026-11-26', '2026-11-27', '2026-11-27'],
  ]);
  expect(await asked(null, new Date('2026-11-26T18:30:00Z'))).toBe('2026-11-26');
});
