// The keys of PayPal in the environment: both or none, the sandbox unless named, and never a secret over plain http.
import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '../../../base/config.js';

const production = { VITRINA_MODE: 'production', VITRINA_SECRET: 'x'.repeat(32) };
const keys = { PAYPAL_CLIENT_ID: 'id', PAYPAL_SECRET: 'secret' };
const read = (env: Record<string, string>) => loadConfig(env).paypal;

describe('the settings of PayPal', () => {
  it('are none without keys, and one key alone is a mistake', () => {
    expect(read({ VITRINA_MODE: 'test' })).toBeUndefined();
    for (const [name, value] of Object.entries(keys))
      expect(() => read({ VITRINA_MODE: 'test', [name]: value })).toThrow(ConfigError);
  });

  it('are the sandbox unless named', () => {
    expect(read({ VITRINA_MODE: 'test', ...keys })).toMatchObject({
      ...{ url: 'https://api-m.sandbox.paypal.com', isSandbox: true, timeoutMs: 30_000 },
    });
  });

  it('of a real service name the address, which is https', () => {
    expect(() => read({ ...production, ...keys })).toThrow(/PAYPAL_URL/);
    expect(() => read({ ...production, ...keys, PAYPAL_URL: 'http://api-m.paypal.com' })).toThrow(/https/);
    const live = read({ ...production, ...keys, PAYPAL_URL: 'https://api-m.paypal.com/' });
    expect(live).toMatchObject({ url: 'https://api-m.paypal.com', isSandbox: false });
    expect(read({ ...production, ...keys, PAYPAL_URL: 'https://api-m.sandbox.paypal.com' })?.isSandbox).toBe(true);
  });
});
