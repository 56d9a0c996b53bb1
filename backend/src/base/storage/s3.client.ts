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
