// Sends a file straight to storage: three parts at a time, each to an address of its own; what arrived is never sent again.
import type { AnyVariables, Client, TypedDocumentNode } from 'urql';
import { codeOf, makeClient } from '../../../api/client';
import {
  BeginDirectUploadDocument,
  CompleteDirectUploadDocument,
  UploadPartUrlsDocument,
} from '../../../api/generated';
import { fileMarkOf } from './file-mark';
import { sendPart } from './send-part';
import { RETRY_MS, type Problem, type Sender, type SenderEvents, type Sending } from './sender';

const AT_ONCE = 3;
/** Addresses are asked for two rounds at a time, and are good for ten minutes. */
const SIGNED_AT_ONCE = 6;
const SIGNED_MS = 8 * 60_000;
/** A fresh address that is refused so often is refused for good. */
const MOST_REFUSALS = 3;

const PROBLEMS: Record<string, Problem> = {
  UNAUTHENTICATED: 'signedOut',
  SECOND_FACTOR_REQUIRED: 'signedOut',
  UPLOAD_EXPIRED: 'expired',
  NOT_FOUND: 'expired',
  TOO_LARGE: 'tooLarge',
  QUOTA_EXCEEDED: 'noRoom',
  WRONG_STATUS: 'elsewhere',
};

class Stop extends Error {
  constructor(readonly problem: Problem | null) {
    super();
  }
}

type Plan = { id: string; partBytes: number; partCount: number; arrived: readonly number[] };

/** Queries and mutations alike, and never from the cache. */
function askOnce<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) {
  const [operation] = document.definitions;
  const changes = operation?.kind === 'OperationDefinition' && operation.operation === 'mutation';
  if (changes) return client.mutation(document, variables).toPromise();
  return client.query(document, variables, { requestPolicy: 'network-only' }).toPromise();
}

/** One run from `start` to its end or to `stop`. */
class Run {
  private readonly control = new AbortController();
  private readonly addresses = new Map<number, { url: string; at: number }>();
  private readonly sent = new Map<number, number>();
  private signing: Promise<void> | null = null;

  constructor(
    private readonly client: Client,
    private readonly sending: Sending,
    private readonly events: SenderEvents,
  ) {}

  stop(): void {
    this.control.abort();
  }

  async go(): Promise<void> {
    try {
      const { file, videoId } = this.sending;
      const fileMark = await fileMarkOf(file).catch(() => {
        throw new Stop('gone');
      });
      for (let round = 0; round < MOST_REFUSALS; round++) {
        const begin = { videoId, sizeBytes: String(file.size), fileMark };
        const plan = (await this.ask(BeginDirectUploadDocument, begin)).beginDirectUpload;
        await this.sendAll(plan);
        if (await this.complete(plan.id)) return this.events.onDone();
      }
      throw new Stop('refused');
    } catch (error) {
      if (this.control.signal.aborted) return;
      this.control.abort();
      this.events.onFailed(error instanceof Stop && error.problem ? error.problem : 'refused');
    }
  }

  private async sendAll(plan: Plan): Promise<void> {
    const arrived = new Set(plan.arrived);
    const all = Array.from({ length: plan.partCount }, (_, i) => i + 1);
    for (const number of arrived) this.sent.set(number, this.rangeOf(plan, number).size);
    this.tell();
    const waiting = all.filter((number) => !arrived.has(number));
    const next = async (): Promise<void> => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
        await this.sendOne(plan, number, [number, ...waiting.slice(0, SIGNED_AT_ONCE - 1)]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  private async sendOne(plan: Plan, number: number, soon: number[]): Promise<void> {
    const { file } = this.sending;
    const { from, size } = this.rangeOf(plan, number);
    let refusals = 0;
    for (let attempt = 0; ; attempt++) {
      const url = await this.addressOf(plan.id, number, soon);
      const { status } = await sendPart(url, file.slice(from, from + size), this.control.signal, (sentBytes) => {
        this.sent.set(number, Math.min(size, sentBytes));
        this.tell();
      });
      if (this.control.signal.aborted) throw new Stop(null);
      if (status >= 200 && status < 300) {
        this.sent.set(number, size);
        return this.tell();
      }
      this.sent.delete(number);
      this.addresses.delete(number);
      if (status === 404) throw new Stop('expired');
      if (status >= 400 && status < 500 && status !== 408 && status !== 429 && ++refusals >= MOST_REFUSALS) {
        throw new Stop('refused');
      }
      await this.assertReadable();
      await this.rest(attempt);
    }
  }

  private rangeOf(plan: Plan, number: number): { from: number; size: number } {
    const from = (number - 1) * plan.partBytes;
    return { from, size: Math.min(plan.partBytes, this.sending.file.size - from) };
  }

  private async addressOf(uploadId: string, number: number, soon: readonly number[]): Promise<string> {
    for (;;) {
      const known = this.addresses.get(number);
      if (known && performance.now() - known.at < SIGNED_MS) return known.url;
      this.signing ??= this.sign(uploadId, [...new Set([number, ...soon])]).finally(() => (this.signing = null));
      await this.signing;
    }
  }

  private async sign(uploadId: string, numbers: number[]): Promise<void> {
    const { uploadPartUrls } = await this.ask(UploadPartUrlsDocument, { uploadId, numbers });
    for (const { number, url } of uploadPartUrls) this.addresses.set(number, { url, at: performance.now() });
  }

  /** False when the service misses parts: then it is asked again which. */
  private async complete(uploadId: string): Promise<boolean> {
    const done = await this.ask(CompleteDirectUploadDocument, { uploadId }, 'UPLOAD_INCOMPLETE');
    return done.completeDirectUpload === true;
  }

  /** A call to the service that outlives a lost line. Answers `{}` for the one code that the caller takes for an answer. */
  private async ask<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    answerTo?: string,
  ): Promise<Data> {
    for (let attempt = 0; ; attempt++) {
      const { data, error } = await askOnce(this.client, document, variables);
      if (this.control.signal.aborted) throw new Stop(null);
      if (data && !error) return data as Data;
      const code = error ? codeOf(error) : 'UNKNOWN';
      if (code === answerTo) return {} as Data;
      if (!['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'UNKNOWN'].includes(code))
        throw new Stop(PROBLEMS[code] ?? 'refused');
      await this.rest(attempt);
    }
  }

  /** A file that was moved or changed on the device looks like a lost line; reading one byte tells them apart. */
  private async assertReadable(): Promise<void> {
    await this.sending.file
      .slice(0, 1)
      .arrayBuffer()
      .catch(() => {
        throw new Stop('gone');
      });
  }

  private async rest(attempt: number): Promise<void> {
    const { signal } = this.control;
    if (attempt > 0) this.events.onWaiting();
    const ms = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 30_000;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        window.removeEventListener('online', end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      window.addEventListener('online', end);
      signal.addEventListener('abort', end);
    });
    if (signal.aborted) throw new Stop(null);
  }

  private tell(): void {
    let sum = 0;
    for (const bytes of this.sent.values()) sum += bytes;
    this.events.onProgress(sum);
  }
}

export function s3Sender(sending: Sending, events: SenderEvents): Sender {
  let run: Run | null = null;
  return {
    start: () => {
      run?.stop();
      run = new Run(makeClient(), sending, events);
      void run.go();
    },
    stop: () => {
      run?.stop();
      run = null;
      return Promise.resolve();
    },
  };
}
