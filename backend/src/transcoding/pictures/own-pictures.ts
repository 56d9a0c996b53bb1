// A stranger's picture, decoded by ffmpeg behind the fences: our own tools see only what it wrote.
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { judgePicture, MAX_PICTURE_PIXELS, type PictureHeader } from '../../videos/posters/picture.rules.js';
import { PreparationService } from '../preparation.service.js';
import { ownPictureArguments } from './pictures.rules.js';

/** Thrown when a creator's picture cannot be read; whoever decodes one catches it. */
export class UnreadableError extends Error {}

/** The header of what may become a poster. */
function readPoster(bytes: Buffer): PictureHeader | null {
  const verdict = judgePicture(bytes);
  return verdict.fits ? verdict.picture : null;
}

@Injectable()
export class OwnPictures {
  constructor(private readonly preparation: PreparationService) {}

  /**
   * The path of a plain PNG in `scratch`: no place, no device, no colour profile. `read` gives the header of what is taken at all.
   * Throws UnreadableError.
   */
  async decode(source: string, scratch: string, signal: AbortSignal, read = readPoster): Promise<string> {
    const picture = read(await readFile(source));
    if (!picture) throw new UnreadableError('No picture that fits.');
    const workshop = await this.preparation.workshop();
    const target = join(scratch, 'plain.png');
    const args = ownPictureArguments(source, picture, MAX_PICTURE_PIXELS, target);
    // No length of video: 120 CPU seconds at most, of which 48 million points take two.
    const run = await workshop.ffmpeg(args, { source, scratch, signal, seconds: 0 });
    signal.throwIfAborted();
    // Trouble of ours is tried again, never blamed on the picture.
    if (/bwrap: |prlimit: |unshare: |No space left|Cannot allocate/.test(run.stderr)) throw new Error(run.stderr);
    if (run.exit !== 'ok') throw new UnreadableError(run.stderr.slice(-500));
    // ffmpeg is content to have decoded nothing.
    return access(target).then(
      () => target,
      () => Promise.reject(new UnreadableError('Nothing was decoded.')),
    );
  }
}
