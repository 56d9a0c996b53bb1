// Starts the HTTP process.
import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { loadConfig } from './base/config.js';
import { createApp } from './base/http/create-app.js';
import { endOnFailure } from './base/http/end-on-failure.js';

await endOnFailure(async () => {
  const config = loadConfig();
  const app = await createApp(AppModule.with(config), config);
  await app.listen(config.port, config.host);
  new Logger('api').log(`listens on ${config.host}:${config.port}`);
});
