// Uploads that a browser sends straight to S3: signs one part at a time, and asks S3 itself what arrived.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Config } from '../config.js';
import { s3ClientOptions } from './s3.client.js';
import { assertKey, type Storage } from './storage.js';

/** A signed address is good for so long: S3 asks at the beginning of a request, so a slow part may take longer. */
const SIGNED_FOR_S = 600;

/** One part that S3 has; `etag` is what completing wants back. */
export interface ArrivedPart {
  number: number;
  sizeBytes: number;
  etag: string;
}

function isGone(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchUpload' || name === 'NoSuchKey' || $metadata?.httpStatusCode === 404;
}

/**
 * Multipart uploads of one bucket. Nothing here knows accounts or sizes allowed: the caller does. Throws what S3 throws;
 * an upload that S3 does not know is answered with null or nothing, never with an error.
 */
export class MultipartStore {
  private readonly client: S3Client;
  /** Signs for the address that browsers use, which may differ from the one inside our network. */
  private readonly signer: S3Client;

  constructor(
    private readonly s3: S3Config,
    private readonly storage: Storage,
  ) {
    this.client = new S3Client(s3ClientOptions(s3));
    this.signer = new S3Client(s3ClientOptions({ ...s3, endpoint: s3.publicEndpoint ?? s3.endpoint }));
  }

  /** Opens an upload under this key and gives the id by which S3 knows it. */
  async begin(key: string): Promise<string> {
    const begun = await this.client.send(new CreateMultipartUploadCommand(this.at(key)));
    if (!begun.UploadId) throw new Error('S3 gave no upload id.');
    return begun.UploadId;
  }

  /** An address for PUT of exactly this part and exactly so many bytes: the length is part of what is signed. */
  signPart(key: string, s3UploadId: string, number: number, sizeBytes: number): Promise<string> {
    const part = { ...this.at(key), UploadId: s3UploadId, PartNumber: number, ContentLength: sizeBytes };
    return getSignedUrl(this.signer, new UploadPartCommand(part), {
      expiresIn: SIGNED_FOR_S,
      signableHeaders: new Set(['host', 'content-length']),
    });
  }

  /** The parts that arrived, in order; null when S3 does not know the upload (joined or aborted). */
  async parts(key: string, s3UploadId: string): Promise<ArrivedPart[] | null> {
    try {
      const found: ArrivedPart[] = [];
      // Servers name a next marker on the last page too: only IsTruncated tells, so the library's pages would never end.
      for (let marker: string | undefined, more = true; more;) {
        const asked = { ...this.at(key), UploadId: s3UploadId, ...(marker ? { PartNumberMarker: marker } : {}) };
        const page = await this.client.send(new ListPartsCommand(asked));
        for (const { PartNumber, Size, ETag } of page.Parts ?? []) {
          if (PartNumber && ETag) found.push({ number: PartNumber, sizeBytes: Size ?? 0, etag: ETag });
        }
        marker = page.NextPartNumberMarker;
        more = page.IsTruncated === true && marker !== undefined;
      }
      return found.sort((a, b) => a.number - b.number);
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  /** Makes one file of exactly these parts. A part sent again meanwhile has another etag, and S3 refuses. */
  async join(key: string, s3UploadId: string, parts: readonly ArrivedPart[]): Promise<void> {
    try {
      await this.client.send(
        new CompleteMultipartUploadCommand({
          ...this.at(key),
          UploadId: s3UploadId,
          MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
        }),
      );
    } catch (error) {
      // Another process joined it a moment ago.
      if (!isGone(error) || !(await this.storage.head(key))) throw error;
    }
  }

  /**
   * Removes every trace under this key: uploads that were opened and never joined, known to us or not (a process may be
   * killed before it writes the id down), and the file.
   */
  async remove(key: string): Promise<void> {
    const open = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.s3.bucket, Prefix: key }));
    for (const { Key, UploadId } of open.Uploads ?? []) {
      if (Key !== key || !UploadId) continue;
      const abort = new AbortMultipartUploadCommand({ ...this.at(key), UploadId });
      await this.client.send(abort).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    }
    await this.storage.delete(key);
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.s3.bucket, Key: assertKey(key) };
  }
}
