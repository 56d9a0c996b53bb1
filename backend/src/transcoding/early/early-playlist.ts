// The playlist that grows while a video is made, whoever makes it: told again each time there is more to play.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cutter } from '../steps/cutter.js';
import { earlyPlaylist, following, type ShownSegment } from './early.rules.js';

/** What can be played before the rest is made; `files` are the new ones since the last call. */
export interface EarlyPlay {
  playlist: string;
  files: string[];
  segments: number;
}

export class EarlyPlaylist {
  /** Resolves when there is something to play for the first time. */
  readonly begun: Promise<void>;
  private begin: () => void = () => undefined;
  private readonly shown: ShownSegment[];
  private readonly inits: Set<string>;
  private ended = false;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly outDir: string,
    private readonly tell: (early: EarlyPlay) => void | Promise<void>,
    /** What an earlier maker has shown; its files are stored already. */
    shown: readonly ShownSegment[] = [],
    private readonly name = 'early.m3u8',
  ) {
    this.shown = [...shown];
    this.inits = new Set(shown.map((s) => s.init));
    this.begun = new Promise((resolve) => (this.begin = resolve));
  }

  get isEmpty(): boolean {
    return this.shown.length === 0;
  }

  /** Adds what the cutter made after what is shown. Two makers may call at once: one waits for the other. */
  extend(cutter: Cutter, ended = false): Promise<void> {
    this.last = this.last.catch(() => undefined).then(() => this.add(cutter, ended));
    return this.last;
  }

  private async add({ init, segments }: Cutter, ended: boolean): Promise<void> {
    if (!init || this.ended) return;
    const fresh = following(this.shown, segments).map(({ file, durationS }) => ({ init: init.file, file, durationS }));
    // The very first goes alone: what follows it may take a while to store.
    if (this.isEmpty && fresh.length > 1) await this.show(fresh.splice(0, 1), false);
    if (fresh.length > 0 || (ended && !this.isEmpty)) await this.show(fresh, ended);
  }

  private async show(fresh: readonly ShownSegment[], ended: boolean): Promise<void> {
    const inits = [...new Set(fresh.map((s) => s.init))].filter((init) => !this.inits.has(init));
    for (const init of inits) this.inits.add(init);
    this.shown.push(...fresh);
    this.ended = ended;
    await writeFile(join(this.outDir, this.name), earlyPlaylist(this.shown, ended));
    await this.tell({
      playlist: this.name,
      files: [...inits, ...fresh.map((s) => s.file)],
      segments: this.shown.length,
    });
    this.begin();
  }
}
