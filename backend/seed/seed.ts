// Fills an empty installation with a demo, by walking the road through public doors on a clock set back three weeks.
import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppModule } from '../src/app.module.js';
import { Clock } from '../src/base/clock.js';
import { loadConfig } from '../src/base/config.js';
import { createApp } from '../src/base/http/create-app.js';
import { endOnFailure } from '../src/base/http/end-on-failure.js';
import { JobsService } from '../src/base/jobs/jobs.service.js';
import { publishClips } from './clips.js';
import { DAYS, liveHistory } from './history.js';
import { meetPeople } from './people.js';
import { openStore } from './store.js';

const MARK = 'demo.seeded';

await endOnFailure(async () => {
  const config = loadConfig();
  const keysFile = join(config.dataDir, 'demo-keys.json');
  const app = await createApp(AppModule.with(config), config);
  try {
    const { DataSource } = await import('typeorm');
    const { audit } = await import('../src/base/audit.js');
    const db = app.get(DataSource);
    const seeded: unknown[] = await db.query('SELECT 1 FROM audit_log WHERE action = $1 LIMIT 1', [MARK]);
    if (seeded.length > 0) {
      console.log('demo: already here');
      return;
    }
    await rm(keysFile, { force: true });
    await app.listen(0, '127.0.0.1');
    const baseUrl = await app.getUrl();
    const clock = app.get(Clock);
    const now = new Date();
    const start = new Date(now.getTime() - DAYS * 86_400_000);
    const drain = () => app.get(JobsService).drain();
    clock.set(start);
    const people = await meetPeople(app, baseUrl);
    const store = await openStore(people, keysFile, config.demoShopUrl ?? 'http://localhost:3001');
    console.log('demo: people, store and products');
    const mediaDir = join(
      import.meta.dirname,
      import.meta.dirname.includes('/dist/') ? '../../test/media' : '../test/media',
    );
    const videos = await publishClips(people, store, mediaDir, drain);
    console.log(`demo: ${videos.size} videos published`);
    const orders = await liveHistory({ people, store, clock, videos, drain }, start);
    clock.reset();
    await drain();
    await audit(db.manager, {
      actor: { kind: 'system', name: 'seed' },
      action: MARK,
      subjectType: 'store',
      subjectId: store.id,
    });
    console.log(`demo: ${orders} orders`);
  } finally {
    await app.close();
  }
});
