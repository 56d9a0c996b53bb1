// How we speak to an S3 server: one set of options for the driver and for resumable uploads.
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Config } from '../config.js';

/**
 * Options proven on AWS and on Ceph. Checksums only where the protocol demands them: with the default, streamed
 * writes break on Ceph (stack.md). A server that hangs costs 5 s to connect and 60 s between two bytes, then three tries.
 */
export function s3ClientOptions(s3: S3Config): S3ClientConfig {
  return {
    region: s3.region,
    credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
    ...(s3.endpoint ? { endpoint: s3.endpoint, forcePathStyle: true } : {}),
  };
}

/** Where a browser finds the bucket, without a slash at the end: signed addresses begin with it. */
export function s3BrowserBase(s3: S3Config): string {
  const endpoint = s3.publicEndpoint ?? s3.endpoint;
  if (endpoint) return `${endpoint.replace(/\/$/, '')}/${s3.bucket}`;
  const host = `s3.${s3.region}.amazonaws.com`;
  // A dot in the name breaks the certificate of a host of its own; then AWS takes it as a path.
  return s3.bucket.includes('.') ? `https://${host}/${s3.bucket}` : `https://${s3.bucket}.${host}`;
}
