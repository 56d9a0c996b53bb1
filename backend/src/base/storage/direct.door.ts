// The way from a browser straight to S3: open where the store is S3 and the bucket lets our pages in.
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { MultipartStore } from './multipart.store.js';
import { corsRuleFor, mayBrowsersPut, setCors } from './s3.cors.js';
import { Storage } from './storage.js';

/** A closed door is tried again after so long: someone may have mended the bucket. */
const ASK_AGAIN_MS = 60_000;

@Injectable()
export class DirectDoor implements OnApplicationBootstrap {
  private readonly log = new Logger('storage');
  /** Null when files are kept on a disk. */
  readonly multipart: MultipartStore | null;
  private asked: { at: number; open: Promise<boolean> } | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    storage: Storage,
  ) {
    this.multipart = config.s3 ? new MultipartStore(config.s3, storage) : null;
  }

  /** Asked once at start, so that the log says at once what is missing. A store that is away stops nothing. */
  onApplicationBootstrap(): void {
    if (this.config.mode !== 'test') void this.isOpen();
  }

  /** True when browsers may send here themselves. Else they send to us, by tus. */
  async isOpen(): Promise<boolean> {
    if (!this.config.s3 || this.config.s3.direct === false) return false;
    if (this.asked && ((await this.asked.open) || Date.now() - this.asked.at < ASK_AGAIN_MS)) return this.asked.open;
    this.asked = { at: Date.now(), open: this.tryToOpen() };
    return this.asked.open;
  }

  private async tryToOpen(): Promise<boolean> {
    const { s3 } = this.config;
    const { origin } = new URL(this.config.publicUrl);
    if (!s3) return false;
    if (await mayBrowsersPut(s3, origin)) return true;
    const why = await setCors(s3, origin).then(
      () => 'the rule was set, and the answer is still no',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (await mayBrowsersPut(s3, origin)) {
      this.log.log(`bucket ${s3.bucket}: pages of ${origin} may now send to it`);
      return true;
    }
    const rule = JSON.stringify({ CORSRules: [corsRuleFor(origin)] });
    this.log.warn(
      `bucket ${s3.bucket} refuses pages of ${origin} (${why}); uploads go through the API. It needs ${rule}`,
    );
    return false;
  }
}
