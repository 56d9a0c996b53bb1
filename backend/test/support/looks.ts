// Clips changed by real ffmpeg as a thief would, and what one look at them gives.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { lookAt, type Looked } from '../../src/transcoding/steps/look.js';
import { ask, mediaFile, WITHOUT_AV1 } from './media.js';

export interface Change {
  /** Filters of picture and sound. */
  picture?: string;
  sound?: string;
  /** Seconds left out at the beginning, and seconds taken. */
  from?: number;
  seconds?: number;
  /** Another clip whose sound takes the place of its own. */
  soundOf?: string;
  /** Quality of the copy; 40 is what a messenger makes. */
  crf?: number;
}

/** Makes clips in a folder of its own and looks at them; `close` removes everything. */
export class Looks {
  private made = 0;

  private constructor(
    readonly folder: string,
    readonly workshop: Workshop,
  ) {}

  static async open(): Promise<Looks> {
    return new Looks(mkdtempSync(join(tmpdir(), 'vitrina-looks-')), await openWorkshop(WITHOUT_AV1));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A small H.264 copy, as the smallest rung is one. `input` is a clip of the set or lavfi inputs. */
  make(input: string | string[], change: Change = {}): string {
    const target = join(this.folder, `${++this.made}.mp4`);
    const source = Array.isArray(input) ? input : ['-i', mediaFile(input) as string];
    const trim = change.from === undefined ? [] : ['-ss', String(change.from)];
    const filters = [...(change.picture ? [change.picture] : []), 'scale=-2:240', 'fps=15'].join(',');
    const other = change.soundOf ? ['-stream_loop', '9', '-i', mediaFile(change.soundOf) as string] : [];
    const maps = change.soundOf ? ['-map', '0:v:0', '-map', '1:a:0', '-shortest'] : [];
    execFileSync(this.workshop.binaries.ffmpeg, [
      ...['-v', 'error', ...trim, ...source, ...other, ...maps, '-vf', filters],
      ...(change.sound ? ['-af', change.sound] : []),
      ...(change.seconds ? ['-t', String(change.seconds)] : []),
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', String(change.crf ?? 28), '-pix_fmt', 'yuv420p'],
      ...['-c:a', 'aac', '-b:a', '64k', target],
    ]);
    return target;
  }

  async look(file: string): Promise<Looked> {
    const { streams, durationS } = ask(this.workshop.binaries, file);
    const { width = 0, height = 0 } = streams.find((s) => s.codec_type === 'video') ?? {};
    const hasSound = streams.some((s) => s.codec_type === 'audio');
    const sound = hasSound ? { index: 1, codec: 'aac', channels: 2, layout: 'stereo', sampleRate: 48_000 } : null;
    const heard = { sound, gain: hasSound ? { gainDb: 0, limited: false } : null, warnings: [] };
    const scratch = await mkdtemp(join(this.folder, 'scratch-'));
    const job = { workshop: this.workshop, bounds: WIDEST_BOUNDS, scratch, signal: undefined };
    const looked = await lookAt(job, 720, heard, { file, width, height, durationS });
    if (!looked) throw new Error(`${file} could not be looked at.`);
    return looked;
  }

  lookAtClip(input: string | string[], change: Change = {}): Promise<Looked> {
    return this.look(this.make(input, change));
  }
}
