// Turns the MP4 that ffmpeg is writing into HLS segments as its fragments arrive, so that a video plays within seconds.
import { createHash } from 'node:crypto';
import { open, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { boxAt, readFragment, readTracks, startsWithIdr, type Fragment, type Track } from '../rules/boxes.rules.js';
import { numberFragment, splitFragment } from '../boxes/split.rules.js';
import { opensSegment, segmentEndS, type Segment } from '../rules/segments.rules.js';
import type { CutRung } from '../rules/verify.rules.js';

/** One read; also how much of a growing file is held at once beside an unfinished fragment. */
const CHUNK_BYTES = 4 * 1024 * 1024;

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Cuts one rung. `advance` may be called any number of times while the file grows, `finish` once at the end. */
export class Cutter {
  readonly segments: Segment[] = [];
  tracks: Track[] = [];
  init: { file: string; sizeBytes: number; sha256: string } | null = null;
  private handle: FileHandle | null = null;
  private pending: Buffer = Buffer.alloc(0);
  private readAt = 0;
  private openFragments: { bytes: Buffer; fragment: Fragment }[] = [];
  private soundUnits = 0;
  private onlyKeyframes = true;
  private fragments = 0;

  /** `prefix` begins every file name of the rung; files land in `outDir`. */
  constructor(
    private readonly source: string,
    private readonly outDir: string,
    private readonly prefix: string,
    private readonly endS: (segment: number) => number = segmentEndS,
  ) {}

  /** Reads what is new, at most so many chunks, and writes the segments that became whole. Returns whether there is a new one. */
  async advance(chunks = Infinity): Promise<boolean> {
    this.handle ??= await open(this.source).catch(() => null);
    if (!this.handle) return false;
    const before = this.segments.length;
    for (let n = 0; n < chunks; n++) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await this.handle.read(chunk, 0, CHUNK_BYTES, this.readAt);
      if (bytesRead === 0) break;
      this.readAt += bytesRead;
      this.pending = Buffer.concat([this.pending, chunk.subarray(0, bytesRead)]);
      await this.takeBoxes();
    }
    return this.segments.length > before;
  }

  /** Everything that it wrote so far. */
  written(): string[] {
    return [...(this.init ? [this.init.file] : []), ...this.segments.map((s) => s.file)];
  }

  /** Reads the rest and closes the last segment. */
  async finish(): Promise<void> {
    await this.advance();
    await this.closeSegment();
    await this.close();
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }

  /** What verification needs to know. */
  result(name: string): CutRung {
    const sound = this.tracks.find((t) => t.kind === 'audio');
    return {
      name,
      segments: this.segments,
      soundS: sound ? this.soundUnits / sound.timescale : null,
      everyFragmentStartsWithKeyframe: this.onlyKeyframes,
    };
  }

  private async takeBoxes(): Promise<void> {
    let at = 0;
    for (let box = boxAt(this.pending, at); box; box = boxAt(this.pending, at)) {
      if (box.type === 'moov') await this.takeInit(at, box.end);
      if (box.type === 'moof') {
        const fragment = readFragment(this.pending, at, this.tracks);
        if (!fragment) break;
        await this.takeFragment(fragment, Buffer.from(this.pending.subarray(at, fragment.end)));
        at = fragment.end;
      } else at = box.end;
    }
    this.pending = Buffer.from(this.pending.subarray(at));
  }

  /** Everything up to the end of moov (ftyp and moov) is the init segment. */
  private async takeInit(_from: number, end: number): Promise<void> {
    const bytes = Buffer.from(this.pending.subarray(0, end));
    this.tracks = readTracks(bytes);
    const hash = sha256(bytes);
    const file = `${this.prefix}-init-${hash.slice(0, 12)}.mp4`;
    await writeFile(join(this.outDir, file), bytes);
    this.init = { file, sizeBytes: bytes.length, sha256: hash };
  }

  private async takeFragment(fragment: Fragment, bytes: Buffer): Promise<void> {
    const picture = this.part(fragment, 'video');
    if (!picture) throw new Error(`${this.prefix}: a fragment without picture`);
    if (!picture.startsWithKeyframe || !this.isIdr(fragment, bytes)) this.onlyKeyframes = false;
    if (
      this.openFragments.length > 0 &&
      opensSegment(this.seconds(picture.decodeTime), this.segments.length, this.endS)
    ) {
      await this.closeSegment();
    }
    const sound = this.part(fragment, 'audio');
    if (sound) this.soundUnits = Math.max(this.soundUnits, sound.decodeTime + sound.duration);
    this.openFragments.push({ bytes, fragment });
    // A fragment that reaches the mark ends its segment at once: waiting for the next one would cost two seconds of video.
    const endS = this.seconds(picture.decodeTime + picture.duration);
    if (opensSegment(endS, this.segments.length, this.endS)) await this.closeSegment();
  }

  /** The container's word is not enough for a copied source: a decoder must be able to begin here. */
  private isIdr(fragment: Fragment, bytes: Buffer): boolean {
    const isAvc = this.tracks.some((t) => t.codec.startsWith('avc1'));
    return !isAvc || startsWithIdr(bytes, fragment.firstPictureStart, fragment.firstPictureEnd);
  }

  private part(fragment: Fragment, kind: Track['kind']): Fragment['tracks'][number] | undefined {
    const id = this.tracks.find((t) => t.kind === kind)?.id;
    return fragment.tracks.find((t) => t.trackId === id);
  }

  private seconds(units: number): number {
    return units / (this.tracks.find((t) => t.kind === 'video')?.timescale ?? 1);
  }

  private async closeSegment(): Promise<void> {
    const parts = this.openFragments;
    if (parts.length === 0) return;
    this.openFragments = [];
    // The first second in pieces, so that a picture is shown before all of it has come.
    const pieces = parts.map((part, at) =>
      at + this.segments.length > 0 ? [part.bytes] : splitFragment(part.bytes, this.tracks),
    );
    for (const piece of pieces.flat()) numberFragment(piece, (this.fragments += 1));
    const bytes = Buffer.concat(pieces.flat());
    const hash = sha256(bytes);
    let offset = 0;
    const pictures = parts.map(({ fragment }, at) => {
      const durationS = this.seconds(this.part(fragment, 'video')?.duration ?? 0);
      const pictureBytes = readFragment(bytes, offset, this.tracks)?.firstPictureEnd ?? 0;
      const picture = { offset, pictureBytes, durationS };
      offset += (pieces[at] ?? []).reduce((sum, piece) => sum + piece.length, 0);
      return picture;
    });
    const number = String(this.segments.length + 1).padStart(4, '0');
    // Named by content: what is cached for ever can never be stale.
    const file = `${this.prefix}-${number}-${hash.slice(0, 12)}.m4s`;
    await writeFile(join(this.outDir, file), bytes);
    this.segments.push({
      file,
      startS: this.seconds(this.part((parts[0] as (typeof parts)[0]).fragment, 'video')?.decodeTime ?? 0),
      durationS: pictures.reduce((sum, p) => sum + p.durationS, 0),
      frames: parts.reduce((sum, p) => sum + (this.part(p.fragment, 'video')?.samples ?? 0), 0),
      sizeBytes: bytes.length,
      sha256: hash,
      pictures,
    });
  }
}

/** A file that was written, as the manifest lists it. Read back from the disk, not from memory. */
export async function readBack(outDir: string, name: string) {
  const bytes = await readFile(join(outDir, name));
  return { name, sizeBytes: bytes.length, sha256: sha256(bytes) };
}
