// Everything a newcomer has after `npm start`, for one browser test: API, worker, demo shop, a store, staff.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Walker } from '../../seed/walker.js';
import { freshDatabase } from './database.js';
import { storageOfRun } from './s3.js';
import { freePort, Service, until } from './processes.js';

export interface Stage {
  apiUrl: string;
  shopUrl: string;
  storeId: string;
  staff: Walker;
  staffEmail: string;
  password: string;
  /** The API process: killing it cuts every connection. */
  api: Service;
  /** Everything the processes printed. */
  logs(): string;
  close(): Promise<void>;
}

const PASSWORD = 'a long pass phrase';

async function makeStaff(baseUrl: string, env: Record<string, string>, email: string): Promise<Walker> {
  const staff = new Walker(baseUrl);
  await staff.signUp(email, 'Arman Bekov', { password: PASSWORD });
  for (const role of ['moderator', 'finance']) {
    const grant = new Service('grant', env, [email, role]);
    grant.start();
    if ((await grant.ended()) !== 0) throw new Error(grant.output);
  }
  await staff.enrolSecondFactor();
  return staff;
}

async function makeStore(baseUrl: string, shopUrl: string) {
  const owner = new Walker(baseUrl);
  await owner.signUp('owner@stage.test', 'Aina Omarova', { password: PASSWORD });
  const { createStore } = await owner.ask<{ createStore: { id: string; publishableKey: string } }>(
    'mutation($i: StoreInput!) { createStore(input: $i) { id publishableKey } }',
    { i: { name: 'Aina Home', url: shopUrl, currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 } },
  );
  const { createApiKey } = await owner.ask<{ createApiKey: { secret: string; key: { id: string } } }>(
    `mutation($s: ID!) {
       createApiKey(storeId: $s, mode: live, label: "shop", scopes: ["orders:write", "products:write"]) { secret key { id } }
     }`,
    { s: createStore.id },
  );
  return { id: createStore.id, publishableKey: createStore.publishableKey, ...createApiKey };
}

function startShop(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  let output = '';
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../demo/src/server.ts')], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  return { child, output: () => output };
}

export async function setStage(): Promise<Stage> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrina-stage-'));
  const [port, shopPort] = [await freePort(), await freePort()];
  const apiUrl = `http://localhost:${port}`;
  const shopUrl = `http://localhost:${shopPort}`;
  const env = {
    VITRINA_MODE: 'demo',
    VITRINA_SECRET: randomBytes(32).toString('hex'),
    VITRINA_DATA: dataDir,
    VITRINA_PUBLIC_URL: apiUrl,
    VITRINA_DEMO_SHOP_URL: shopUrl,
    DATABASE_URL: database.url,
    PORT: String(port),
    HOST: 'localhost',
    ...(await storageOfRun()),
    // The road cuts the service in the middle of an upload, so the file goes through it; direct-upload.spec goes around.
    S3_DIRECT_UPLOADS: 'off',
  };
  const api = new Service('api', env);
  const services = [api, new Service('worker', env)];
  for (const service of services) service.start();
  await until('the API', async () => ((await fetch(`${apiUrl}/readyz`)).ok ? true : null)).catch((error: Error) => {
    throw new Error(`${error.message}\n${services.map((s) => s.output).join('\n')}`);
  });
  const staffEmail = 'moderator@stage.test';
  const staff = await makeStaff(apiUrl, env, staffEmail);
  const store = await makeStore(apiUrl, shopUrl);
  const shop = startShop({
    ...{ VITRINA_API_URL: apiUrl, VITRINA_PUBLIC_URL: apiUrl, VITRINA_DEMO_SHOP_URL: shopUrl, VITRINA_DATA: dataDir },
    ...{ DEMO_PORT: String(shopPort), DEMO_HOST: 'localhost', VITRINA_PUBLISHABLE_KEY: store.publishableKey },
    ...{ VITRINA_KEY_ID: store.key.id, VITRINA_KEY_SECRET: store.secret },
  });
  await until('the demo shop', async () => ((await fetch(shopUrl)).ok ? true : null)).catch((error: Error) => {
    throw new Error(`${error.message}\n${shop.output()}`);
  });
  await until('its products', async () => {
    const { products } = await staff.ask<{ products: { totalCount: number } }>(
      'query($s: ID!) { products(storeId: $s) { totalCount } }',
      { s: store.id },
    );
    return products.totalCount === 8 ? true : null;
  });
  return {
    ...{ apiUrl, shopUrl, storeId: store.id, staff, staffEmail, password: PASSWORD, api },
    logs: () => [...services.map((s) => s.output), shop.output()].join('\n'),
    async close() {
      shop.child.kill('SIGTERM');
      await Promise.all(services.map((s) => s.kill()));
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
