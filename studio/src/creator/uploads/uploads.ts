// The uploads of this tab: two go at a time, the rest wait their turn; they outlive a change of page and a closed browser.
import { pickSender } from './sending/pick-sender';
import type { Problem, Sender } from './sending/sender';

export type UploadState = 'queued' | 'running' | 'paused' | 'waiting' | 'failed' | 'done';

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
  problem: Problem | null;
};

export type UploadOrder = { videoId: string; title: string; file: File; uploadUrl: string };

type Running = { view: UploadView; sender: Sender; marks: { atMs: number; sentBytes: number }[] };

/** More at once finish none of them sooner, and a phone's line chokes. */
const AT_ONCE = 2;
const SPEED_WINDOW_MS = 6000;
const isActive = ({ view }: Running) => view.state === 'running' || view.state === 'waiting';

/** Holds every upload of this tab and tells listeners when something changed. */
class Uploads {
  private readonly all = new Map<string, Running>();
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

  /** True while bytes are on their way, wait for the network or for their turn. */
  running(): boolean {
    return this.views.some((view) => ['running', 'waiting', 'queued'].includes(view.state));
  }

  /** Takes a file into the line. It goes on where an earlier upload of the same file stopped. */
  async start(order: UploadOrder): Promise<void> {
    const { videoId, title, file } = order;
    await this.all.get(videoId)?.sender.stop();
    const view: UploadView = {
      ...{ videoId, title, fileName: file.name, sizeBytes: file.size },
      ...{ sentBytes: 0, bytesPerSecond: 0, state: 'queued', problem: null },
    };
    this.all.set(videoId, { view, sender: this.senderFor(order), marks: [] });
    this.next();
  }

  async pause(videoId: string): Promise<void> {
    const running = this.all.get(videoId);
    if (!running) return;
    this.change(videoId, { state: 'paused', bytesPerSecond: 0 });
    await running.sender.stop();
  }

  resume(videoId: string): void {
    const running = this.all.get(videoId);
    if (!running || running.view.state === 'running') return;
    // A retry may be waiting for its turn: ended first, so that only one runs.
    void running.sender.stop().then(() => {
      this.change(videoId, { state: 'queued', problem: null });
      this.next();
    });
  }

  /** Stops and forgets; the bytes at the service are removed with the video. */
  async drop(videoId: string): Promise<void> {
    await this.all.get(videoId)?.sender.stop();
    this.all.delete(videoId);
    this.next();
  }

  private resumeWaiting(): void {
    for (const view of this.views) if (view.state === 'waiting') this.resume(view.videoId);
  }

  /** Begins whose turn it is. */
  private next(): void {
    for (const running of this.all.values()) {
      if ([...this.all.values()].filter(isActive).length >= AT_ONCE) break;
      if (running.view.state !== 'queued') continue;
      running.marks = [];
      running.view = { ...running.view, state: 'running' };
      running.sender.start();
    }
    this.tell();
  }

  private senderFor({ videoId, file, uploadUrl }: UploadOrder): Sender {
    const ifActive = (part: Partial<UploadView>) => {
      const running = this.all.get(videoId);
      if (running && isActive(running)) this.change(videoId, part);
    };
    return pickSender(
      { videoId, file, uploadUrl },
      {
        onProgress: (sentBytes) => this.progress(videoId, sentBytes),
        onWaiting: () => ifActive({ state: 'waiting', bytesPerSecond: 0 }),
        onDone: () => this.change(videoId, { state: 'done', sentBytes: file.size, bytesPerSecond: 0 }),
        onFailed: (problem) => this.change(videoId, { state: 'failed', problem, bytesPerSecond: 0 }),
      },
    );
  }

  private progress(videoId: string, sentBytes: number): void {
    const running = this.all.get(videoId);
    if (!running || !isActive(running)) return;
    const atMs = performance.now();
    running.marks = [...running.marks.filter((mark) => atMs - mark.atMs < SPEED_WINDOW_MS), { atMs, sentBytes }];
    const [first] = running.marks;
    const passedMs = first ? atMs - first.atMs : 0;
    const speed = first && passedMs > 500 ? ((sentBytes - first.sentBytes) / passedMs) * 1000 : 0;
    this.change(videoId, { state: 'running', sentBytes, bytesPerSecond: Math.max(0, speed) });
  }

  private change(videoId: string, part: Partial<UploadView>): void {
    const running = this.all.get(videoId);
    if (!running) return;
    running.view = { ...running.view, ...part };
    if (isActive(running)) this.tell();
    else this.next();
  }

  private tell(): void {
    this.views = [...this.all.values()].map((running) => running.view);
    for (const listener of this.listeners) listener();
  }
}

export const uploads = new Uploads();
