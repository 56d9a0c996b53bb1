// The uploads of this tab: they go on while pages change, pause and resume, and survive a closed browser.
import { DetailedError, Upload } from 'tus-js-client';

export type UploadState = 'running' | 'paused' | 'waiting' | 'failed' | 'done';

export type UploadView = {
  videoId: string;
  title: string;
  fileName: string;
  sizeBytes: number;
  sentBytes: number;
  /** Mean of the last seconds; 0 until there is one. */
  bytesPerSecond: number;
  state: UploadState;
  /** A key under `uploads.problem`, when the state is failed. */
  problem: string | null;
};

export type UploadOrder = { videoId: string; title: string; file: File; uploadUrl: string };

type Running = { view: UploadView; upload: Upload; marks: { atMs: number; sentBytes: number }[] };

/** 8 MB: small enough for proxies, large enough to cost nothing in round trips. */
const CHUNK_BYTES = 8_000_000;
/** At once, then ever more slowly, for about an hour; after that the person is asked. */
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000, ...Array.from({ length: 120 }, () => 30_000)];
const SPEED_WINDOW_MS = 6000;

/** The same video and the same file give the same key after the browser was closed; `lastModified` changes on phones. */
export function fingerprintOf(videoId: string, file: { name: string; size: number }): string {
  return ['vitrina', videoId, file.name, file.size].join('|');
}

function problemOf(error: Error): { state: UploadState; problem: string | null } {
  const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
  if (status === 0) return { state: 'waiting', problem: null };
  if (status === 401 || status === 403) return { state: 'failed', problem: 'signedOut' };
  if (status === 410 || status === 404) return { state: 'failed', problem: 'expired' };
  if (status === 413) return { state: 'failed', problem: 'tooLarge' };
  if (status === 423 || status === 409) return { state: 'failed', problem: 'elsewhere' };
  if (status >= 500) return { state: 'waiting', problem: null };
  return { state: 'failed', problem: 'refused' };
}

/** Holds every upload of this tab and tells listeners when something changed. */
class Uploads {
  private readonly running_ = new Map<string, Running>();
  private readonly listeners = new Set<() => void>();
  private views: readonly UploadView[] = [];

  constructor() {
    window.addEventListener('online', () => this.resumeWaiting());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly UploadView[] => this.views;

  /** True while bytes are on their way or wait for the network. */
  running(): boolean {
    return this.views.some((view) => view.state === 'running' || view.state === 'waiting');
  }

  /** Starts, or goes on at the byte where an earlier upload of the same file stopped. */
  async start(order: UploadOrder): Promise<void> {
    const { videoId, title, file } = order;
    await this.running_.get(videoId)?.upload.abort();
    const view: UploadView = {
      videoId,
      title,
      fileName: file.name,
      sizeBytes: file.size,
      sentBytes: 0,
      bytesPerSecond: 0,
      state: 'running',
      problem: null,
    };
    const running: Running = { view, upload: this.makeUpload(order), marks: [] };
    this.running_.set(videoId, running);
    this.tell();
    const [earlier] = await running.upload.findPreviousUploads();
    if (earlier) running.upload.resumeFromPreviousUpload(earlier);
    running.upload.start();
  }

  async pause(videoId: string): Promise<void> {
    const running = this.running_.get(videoId);
    if (!running) return;
    await running.upload.abort();
    this.change(videoId, { state: 'paused', bytesPerSecond: 0 });
  }

  resume(videoId: string): void {
    const running = this.running_.get(videoId);
    if (!running || running.view.state === 'running') return;
    running.marks = [];
    this.change(videoId, { state: 'running', problem: null });
    // A retry may be waiting for its turn: ended first, so that only one runs.
    void running.upload.abort().then(() => running.upload.start());
  }

  /** Stops and forgets; the bytes at the service are removed with the video. */
  async drop(videoId: string): Promise<void> {
    await this.running_.get(videoId)?.upload.abort();
    this.running_.delete(videoId);
    this.tell();
  }

  private resumeWaiting(): void {
    for (const view of this.views) if (view.state === 'waiting') this.resume(view.videoId);
  }

  private makeUpload({ videoId, file, uploadUrl }: UploadOrder): Upload {
    return new Upload(file, {
      endpoint: new URL(uploadUrl, window.location.origin).pathname,
      metadata: { videoId, filename: file.name, filetype: file.type },
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(fingerprintOf(videoId, file)),
      onProgress: (sentBytes) => this.progress(videoId, sentBytes),
      onSuccess: () => this.change(videoId, { state: 'done', sentBytes: file.size, bytesPerSecond: 0 }),
      onShouldRetry: (error) => {
        const { state } = problemOf(error);
        const locked = [409, 423].includes(error.originalResponse?.getStatus() ?? 0);
        if (state === 'waiting') this.change(videoId, { state, bytesPerSecond: 0 });
        return state === 'waiting' || locked;
      },
      onError: (error) => this.change(videoId, { ...problemOf(error), bytesPerSecond: 0 }),
    });
  }

  private progress(videoId: string, sentBytes: number): void {
    const running = this.running_.get(videoId);
    if (!running || !['running', 'waiting'].includes(running.view.state)) return;
    const atMs = performance.now();
    running.marks = [...running.marks.filter((mark) => atMs - mark.atMs < SPEED_WINDOW_MS), { atMs, sentBytes }];
    const [first] = running.marks;
    const passedMs = first ? atMs - first.atMs : 0;
    const speed = first && passedMs > 500 ? ((sentBytes - first.sentBytes) / passedMs) * 1000 : 0;
    this.change(videoId, { state: 'running', sentBytes, bytesPerSecond: Math.max(0, speed) });
  }

  private change(videoId: string, part: Partial<UploadView>): void {
    const running = this.running_.get(videoId);
    if (!running) return;
    running.view = { ...running.view, ...part };
    this.tell();
  }

  private tell(): void {
    this.views = [...this.running_.values()].map((running) => running.view);
    for (const listener of this.listeners) listener();
  }
}

export const uploads = new Uploads();
