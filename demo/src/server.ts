// Starts the demo shop "Aina Home"; stops it on SIGTERM and SIGINT with everything saved.
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { Shop } from './shop.ts';

const say = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

try {
  const config = readConfig(process.env);
  const shop = new Shop(config, say);
  const app = await buildApp(shop, say);
  await app.listen({ port: config.port, host: config.host });
  await shop.open();
  say(`Aina Home is open at ${config.shopUrl}`);
  const stop = async (): Promise<void> => {
    await app.close();
    await shop.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  say(
    taken
      ? 'The port is taken. Choose another with DEMO_PORT.'
      : error instanceof Error
        ? error.message
        : String(error),
  );
  process.exit(1);
}
