// A fresh bucket on the S3 server that S3_TEST_ENDPOINT names, as environment for startApp.
import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { s3ClientOptions } from '../../src/base/storage/s3.client.js';

/** The storages that this run can test: the disk always, S3 when a server was named. */
export const STORAGES: ('disk' | 'S3')[] = process.env['S3_TEST_ENDPOINT'] ? ['disk', 'S3'] : ['disk'];

/** The environment that makes the service keep its files there. */
export async function storageEnv(storage: 'disk' | 'S3'): Promise<Record<string, string>> {
  if (storage === 'disk') return {};
  const config = {
    endpoint: process.env['S3_TEST_ENDPOINT'] ?? '',
    region: 'us-east-1',
    bucket: `vitrina-${randomBytes(6).toString('hex')}`,
    accessKeyId: process.env['S3_TEST_ACCESS_KEY_ID'] ?? 'AKIATEST',
    secretAccessKey: process.env['S3_TEST_SECRET_ACCESS_KEY'] ?? 'SECRETTEST',
  };
  await new S3Client(s3ClientOptions(config)).send(new CreateBucketCommand({ Bucket: config.bucket }));
  return {
    S3_ENDPOINT: config.endpoint,
    S3_REGION: config.region,
    S3_BUCKET: config.bucket,
    S3_ACCESS_KEY_ID: config.accessKeyId,
    S3_SECRET_ACCESS_KEY: config.secretAccessKey,
  };
}

/** What every journey of this run stands on: S3 when VITRINA_TEST_S3 is set, as in the second run of CI. */
export function storageOfRun(): Promise<Record<string, string>> {
  return storageEnv(process.env['VITRINA_TEST_S3'] ? 'S3' : 'disk');
}
