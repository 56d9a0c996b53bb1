// Gives the video of a player its bytes: from the starter where that can be, else from hls.js, or one plain address.
import type { Release, Wishes } from '../../hls.js';
import { Starter } from '../../starting/begin.js';
import { goOn } from '../../starting/go-on.js';
import type { Clip } from '../../core/types.js';
import { prepare } from '../seen.js';
import type { StageHost } from '../shown/shown.js';
import type { Alternatives } from '../tracks/alternatives.js';

export interface FeederDeps {
  host: StageHost;
  video: HTMLVideoElement;
  tracks: Alternatives;
  clip(): Clip;
  wishes(): Wishes;
  /** Nobody waits for it any more: the player is gone, or was paused before anything came. */
  isOver(): boolean;
}

export class Feeder {
  readonly #deps: FeederDeps;
  #release: Release | null = null;
  /** What is played instead of everything else: the address that another screen plays. */
  file: string | null = null;

  constructor(deps: FeederDeps) {
    this.#deps = deps;
  }

  /** The video has a source. */
  get feeds(): boolean {
    return this.#release !== null;
  }

  /** False, and nothing happens, where nobody waits for it any more. Throws what hls.js cannot be fetched for. */
  async take(): Promise<boolean> {
    const { host, video, tracks, wishes } = this.#deps;
    const clip = this.#deps.clip();
    const isTaken = (): boolean => this.#release !== null || clip !== this.#deps.clip() || this.#deps.isOver();
    // From the middle the playlists must be read first, and hls.js does that better; of a track nothing stands ready.
    if (tracks.chosen ?? this.file) this.#dropStarter();
    const { starter } = host;
    const isLate = wishes().startAtS > 0 || this.file !== null || tracks.chosen !== null;
    const fetched = starter || isLate ? undefined : await prepare(clip, host.view.frame);
    const hls = (starter ?? fetched) ? null : await import('../../hls.js');
    // The shopper may have gone on or left while it came; who paused begins again.
    if (isTaken()) return this.#release !== null;
    starter?.ask();
    if (starter) this.feed(starter);
    else if (fetched) this.feed(new Starter(video, clip, fetched));
    else if (this.file) this.#release = hls?.attachFiles(video, [this.file], wishes()) ?? null;
    else this.#release = hls?.attach(video, tracks.source, wishes()) ?? null;
    return true;
  }

  feed(starter: Starter): void {
    const { host, video, wishes, clip } = this.#deps;
    const present = clip();
    const release = (this.#release = () => starter.stop());
    delete host.starter;
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) host.view.frame.classList.add('shown');
    void goOn(starter, {
      ...{ video, clip: present, wishes: wishes() },
      isOver: () => this.#release !== release || present !== clip(),
      onTaken: (taken) => (this.#release = taken),
    });
  }

  /** Lets the source go, and what was to become one. */
  stop(): void {
    this.#release?.();
    this.#release = null;
    this.#dropStarter();
  }

  #dropStarter(): void {
    const { host } = this.#deps;
    host.starter?.stop();
    delete host.starter;
  }
}
