// The demo's people: signed up, confirmed and given their roles.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { PeopleService } from '../src/accounts/people/people.service.js';
import { SecondFactorService } from '../src/accounts/second-factor/second-factor.service.js';
import type { Role } from '../src/base/auth.js';
import { Clock } from '../src/base/clock.js';
import { CONFIG, type Config } from '../src/base/config.js';
import { PASSWORD, PEOPLE, type PersonName } from './catalogue.js';
import { Walker } from './walker.js';

const STAFF: readonly [PersonName, Role][] = [
  ['moderator', 'moderator'],
  ['finance', 'finance'],
  ['admin', 'administrator'],
];

export type Walkers = Record<PersonName, Walker>;

/** Signs up whoever is missing and signs everybody in. */
export async function meetPeople(app: NestFastifyApplication, baseUrl: string): Promise<Walkers> {
  const clock = app.get(Clock);
  const config = app.get<Config>(CONFIG);
  const walkers: Partial<Walkers> = {};
  for (const [name, person] of Object.entries(PEOPLE) as [PersonName, (typeof PEOPLE)[PersonName]][]) {
    const walker = new Walker(baseUrl, () => clock.now());
    const { errors } = await walker.signInOrErrors(person.email, PASSWORD);
    if (errors.length > 0)
      await walker.signUp(person.email, person.name, { password: PASSWORD, locale: person.locale });
    walkers[name] = walker;
  }
  const all = walkers as Walkers;
  for (const [name, role] of STAFF) {
    const { me } = await all[name].ask<{ me: { id: string; secondFactorEnabled: boolean } }>(
      '{ me { id secondFactorEnabled } }',
    );
    await app.get(PeopleService, { strict: false }).grantRole({ kind: 'system', name: 'seed' }, me.id, role, null);
    const secret = config.demoTotpSecret;
    if (!secret) throw new Error('VITRINA_DEMO_TOTP_SECRET is not set.');
    if (!me.secondFactorEnabled) {
      await app.get(SecondFactorService, { strict: false }).preset(app.get(DataSource).manager, me.id, secret);
    }
    await all[name].signIn(PEOPLE[name].email, PASSWORD, secret);
  }
  return all;
}
