// The connection to PostgreSQL, as the service's own role.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConfigError, CONFIG, type Config } from '../config.js';
import { SnakeNaming } from './naming.js';

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => {
        if (!config.databaseUrl) throw new ConfigError('DATABASE_URL: set it, or use npm start, which brings its own.');
        return {
          type: 'postgres' as const,
          url: config.databaseUrl,
          autoLoadEntities: true,
          synchronize: false,
          namingStrategy: new SnakeNaming(),
          // A statement that runs for 30 s is a bug or an attack; long work is cut into jobs.
          extra: {
            max: config.databasePool,
            options: '-c role=vitrina_app -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000',
            connectionTimeoutMillis: 10_000,
          },
          retryAttempts: 5,
          retryDelay: 1000,
        };
      },
    }),
  ],
})
export class DatabaseModule {}
