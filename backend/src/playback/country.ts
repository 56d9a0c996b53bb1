// The country of a visitor, where the operator's own proxy tells it.
import type { FastifyRequest } from 'fastify';
import type { Config } from '../base/config.js';
import { readCountry } from '../videos/licence/licence.rules.js';

/** Null where no header is configured or it names none. Anybody can send a header, so only a proxy's is worth naming. */
export function countryOf(config: Pick<Config, 'countryHeader'>, request: FastifyRequest): string | null {
  return config.countryHeader === undefined ? null : readCountry(request.headers[config.countryHeader]);
}
