// Files in any S3: small ones in one request, long streams in parts, nothing left behind by a failed write.
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import type { S3Config } from '../config.js';
import { s3ClientOptions } from './s3.client.js';
import {
  assertKey,
  clampRange,
  contentTypeOf,
  FileMissingError,
  folderOf,
  Storage,
  type ByteRange,
  type FileBody,
  type FileHead,
  type PutOptions,
} from './storage.js';

/** 8 MiB a part: 10,000 parts, the most S3 allows, then carry 78 GiB; one part is all the memory a stream needs. */
const PART_BYTES = 8 * 1024 ** 2;
/** Deletes in flight at once. One by one and not in a batch: batches want a checksum that not every server accepts. */
const DELETES_AT_ONCE = 16;

function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404;
}

/** Cuts a stream into buffers of PART_BYTES; the last is shorter. */
async function* partsOf(stream: Readable): AsyncIterable<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    while (heldBytes + rest.length >= PART_BYTES) {
      const cut = PART_BYTES - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      held = [];
      heldBytes = 0;
    }
    held.push(rest);
    heldBytes += rest.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

export class S3Storage extends Storage {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(config: S3Config) {
    super();
    this.client = new S3Client(s3ClientOptions(config));
    this.bucket = config.bucket;
  }

  async put(key: string, body: Buffer | Readable, options: PutOptions = {}): Promise<{ sizeBytes: number }> {
    assertKey(key);
    if (Buffer.isBuffer(body)) return this.putWhole(key, body, options);
    const parts = partsOf(body)[Symbol.asyncIterator]();
    const first = await parts.next();
    if (first.done) return this.putWhole(key, Buffer.alloc(0), options);
    if (first.value.length < PART_BYTES) return this.putWhole(key, first.value, options);
    return this.putParts(key, first.value, parts, options);
  }

  async get(key: string, range?: ByteRange): Promise<FileBody> {
    const asked = range && (range.start !== undefined || range.end !== undefined);
    const head = asked ? await this.head(key) : undefined;
    if (head === null) throw new FileMissingError(key);
    const bytes = head ? clampRange(range, head.sizeBytes) : undefined;
    if (bytes && bytes.end < bytes.start) return { ...head!, stream: Readable.from([]) };
    try {
      const answer = await this.client.send(
        new GetObjectCommand({
          ...this.at(key),
          // IfMatch: a file replaced between the two requests is an error, not a mix of both.
          ...(bytes && head ? { Range: `bytes=${bytes.start}-${bytes.end}`, IfMatch: head.etag } : {}),
        }),
      );
      const stream = answer.Body as Readable;
      return { ...(head ?? this.headOf(key, answer.ContentLength, answer.ETag)), stream };
    } catch (error) {
      throw isMissing(error) ? new FileMissingError(key) : error;
    }
  }

  async head(key: string): Promise<FileHead | null> {
    try {
      const answer = await this.client.send(new HeadObjectCommand(this.at(key)));
      return this.headOf(key, answer.ContentLength, answer.ETag);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.at(key)));
  }

  async deletePrefix(prefix: string): Promise<void> {
    let waiting: Promise<void>[] = [];
    for await (const { key } of this.list(prefix)) {
      waiting.push(this.delete(key));
      if (waiting.length < DELETES_AT_ONCE) continue;
      await Promise.all(waiting);
      waiting = [];
    }
    await Promise.all(waiting);
  }

  async *list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number }> {
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: folderOf(prefix),
          ...(token ? { ContinuationToken: token } : {}),
        }),
      );
      for (const object of page.Contents ?? []) {
        if (object.Key) yield { key: object.Key, sizeBytes: object.Size ?? 0 };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: assertKey(key) };
  }

  private headOf(key: string, sizeBytes: number | undefined, etag: string | undefined): FileHead {
    return { sizeBytes: sizeBytes ?? 0, contentType: contentTypeOf(key), etag: etag ?? '""' };
  }

  private written(key: string, options: PutOptions): { ContentType: string; CacheControl?: string } {
    const type = { ContentType: options.contentType ?? contentTypeOf(key) };
    return options.cacheControl ? { ...type, CacheControl: options.cacheControl } : type;
  }

  private async putWhole(key: string, body: Buffer, options: PutOptions): Promise<{ sizeBytes: number }> {
    await this.client.send(
      new PutObjectCommand({
        ...this.at(key),
        ...this.written(key, options),
        Body: body,
        ContentLength: body.length,
      }),
    );
    return { sizeBytes: body.length };
  }

  private async putParts(
    key: string,
    first: Buffer,
    rest: AsyncIterator<Buffer>,
    options: PutOptions,
  ): Promise<{ sizeBytes: number }> {
    const begun = await this.client.send(
      new CreateMultipartUploadCommand({ ...this.at(key), ...this.written(key, options) }),
    );
    const upload = { ...this.at(key), UploadId: begun.UploadId };
    try {
      const parts: CompletedPart[] = [];
      let sizeBytes = 0;
      for (let part: Buffer | undefined = first; part;) {
        const PartNumber = parts.length + 1;
        const sent = await this.client.send(
          new UploadPartCommand({ ...upload, PartNumber, Body: part, ContentLength: part.length }),
        );
        parts.push({ PartNumber, ETag: sent.ETag });
        sizeBytes += part.length;
        const next = await rest.next();
        part = next.done ? undefined : next.value;
      }
      await this.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
      return { sizeBytes };
    } catch (error) {
      // The first error is the one to tell; an abort that fails too is swept by the bucket's lifecycle rule.
      await this.client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }
}
