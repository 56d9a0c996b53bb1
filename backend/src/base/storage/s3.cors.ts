// Whether pages of the studio may send to the bucket: asked as a browser asks, and mended when we are allowed to.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { GetBucketCorsCommand, PutBucketCorsCommand, S3Client, type CORSRule } from '@aws-sdk/client-s3';
import type { S3Config } from '../config.js';
import { s3BrowserBase, s3ClientOptions } from './s3.client.js';

const ASK_MS = 5000;

/** The rule that a bucket needs; docs/run-vitrina.md shows it as JSON. */
export function corsRuleFor(origin: string): CORSRule {
  return {
    ID: 'vitrina-studio',
    AllowedOrigins: [origin],
    AllowedMethods: ['PUT'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 3600,
  };
}

/** The question that a browser asks before its first PUT. False also when nothing answers. */
export function mayBrowsersPut(s3: S3Config, origin: string): Promise<boolean> {
  const url = new URL(`${s3BrowserBase(s3)}/originals/cors-question/file`);
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { origin, 'access-control-request-method': 'PUT' };
  return new Promise((resolve) => {
    const request = ask(url, { method: 'OPTIONS', headers, timeout: ASK_MS }, (answer) => {
      answer.resume();
      const allowed = answer.headers['access-control-allow-origin'];
      const methods = answer.headers['access-control-allow-methods'] ?? 'PUT';
      resolve((answer.statusCode ?? 500) < 300 && (allowed === origin || allowed === '*') && methods.includes('PUT'));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end();
  });
}

/** Adds our rule to those that the bucket has. Throws when our key may not. */
export async function setCors(s3: S3Config, origin: string): Promise<void> {
  const client = new S3Client(s3ClientOptions(s3));
  const { bucket: Bucket } = s3;
  const present = await client.send(new GetBucketCorsCommand({ Bucket })).catch((error: unknown) => {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return null;
    throw error;
  });
  const origins = (present?.CORSRules ?? []).filter((r) => r.ID === 'vitrina-studio').flatMap((r) => r.AllowedOrigins);
  const others = (present?.CORSRules ?? []).filter((rule) => rule.ID !== 'vitrina-studio');
  const known = origins.filter((one): one is string => typeof one === 'string' && one !== origin);
  const ours = { ...corsRuleFor(origin), AllowedOrigins: [...known, origin] };
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [...others, ours] } }));
}
