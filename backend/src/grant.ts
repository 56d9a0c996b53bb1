// Gives a confirmed account a staff role, for whoever holds the database: how the first administrator comes to be.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { PeopleService } from './accounts/people/people.service.js';
import { ROLES, type Role } from './base/auth.js';
import { loadConfig } from './base/config.js';
import { endOnFailure } from './base/http/end-on-failure.js';

const USAGE = `Usage: npm run grant -- EMAIL ROLE   (ROLE: ${ROLES.filter((r) => r !== 'store_owner').join(', ')})`;

await endOnFailure(async () => {
  const [email, role] = process.argv.slice(2);
  const known = ROLES.find((r) => r === role && r !== 'store_owner') as Role | undefined;
  if (!email || !known) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const app = await NestFactory.create(AppModule.with(loadConfig()), new FastifyAdapter(), { logger: ['error'] });
  await app.init();
  try {
    const rows: { id: string }[] = await app
      .get(DataSource)
      .query('SELECT id FROM accounts WHERE email = $1', [email.trim().toLowerCase()]);
    if (!rows[0]) throw new Error(`Nobody signed up as ${email}.`);
    await app
      .get(PeopleService, { strict: false })
      .grantRole({ kind: 'system', name: 'grant' }, rows[0].id, known, null);
    console.log(`${email} is now ${known}; the role counts after the second factor is set up.`);
  } finally {
    await app.close();
  }
});
