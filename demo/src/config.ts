// The shop's settings, read from the environment once.
import { join, resolve } from 'node:path';

export interface ShopConfig {
  port: number;
  host: string;
  /** Where people reach this shop; product links carry it. */
  shopUrl: string;
  /** Where this server reaches Vitrina. */
  apiUrl: string;
  /** Where the shopper's browser reaches Vitrina. */
  publicUrl: string;
  publishableKey: string;
  keyId: string;
  keySecret: string;
  stateFile: string;
}

const REQUIRED = ['VITRINA_PUBLISHABLE_KEY', 'VITRINA_KEY_ID', 'VITRINA_KEY_SECRET'];

/** Throws an Error that names what is missing. */
export function readConfig(env: Record<string, string | undefined>): ShopConfig {
  const missing = REQUIRED.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`The demo shop needs ${missing.join(', ')}. npm start sets them.`);
  const port = Number(env['DEMO_PORT'] || 3001);
  const apiUrl = (env['VITRINA_API_URL'] || 'http://localhost:3000').replace(/\/$/, '');
  return {
    port,
    host: env['DEMO_HOST'] || '127.0.0.1',
    shopUrl: (env['VITRINA_DEMO_SHOP_URL'] || `http://localhost:${port}`).replace(/\/$/, ''),
    apiUrl,
    publicUrl: (env['VITRINA_PUBLIC_URL'] || apiUrl).replace(/\/$/, ''),
    publishableKey: env['VITRINA_PUBLISHABLE_KEY'] ?? '',
    keyId: env['VITRINA_KEY_ID'] ?? '',
    keySecret: env['VITRINA_KEY_SECRET'] ?? '',
    stateFile: join(resolve(env['VITRINA_DATA'] || '.vitrina'), 'demo-shop', 'state.json'),
  };
}
