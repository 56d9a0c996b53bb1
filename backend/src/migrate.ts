// Brings the database to the present schema and ends.
import 'reflect-metadata';
import { ConfigError, loadConfig } from './base/config.js';
import { migrate } from './base/database/migrations.js';
import { endOnFailure } from './base/http/end-on-failure.js';

await endOnFailure(async () => {
  const config = loadConfig();
  if (!config.migrationDatabaseUrl) throw new ConfigError('DATABASE_URL: set it.');
  const ran = await migrate(config.migrationDatabaseUrl);
  console.log(ran.length > 0 ? `migrations: ${ran.join(', ')}` : 'migrations: nothing to do');
});
