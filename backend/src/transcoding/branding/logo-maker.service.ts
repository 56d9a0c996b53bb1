// Writes a store's logo anew, from whatever its owner sent: a small PNG without a word of the file it came from.
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import sharp from 'sharp';
import { KEPT_LOGO_SIDE } from '../../videos/branding/branding.rules.js';
import { readPicture } from '../../videos/posters/picture.rules.js';
import { BrandingService } from '../../videos/branding/branding.service.js';
import { OwnPictures, UnreadableError } from '../pictures/own-pictures.js';
import { PreparationService } from '../preparation.service.js';
import { openScratch } from '../scratch.js';

@Injectable()
export class LogoMaker {
  constructor(
    private readonly branding: BrandingService,
    private readonly preparation: PreparationService,
    private readonly pictures: OwnPictures,
  ) {}

  /** May be killed at any instant and run again: the same bytes give the same picture. */
  async make(storeId: string, broughtId: string, signal: AbortSignal): Promise<void> {
    const bytes = await this.branding.brought(storeId, broughtId);
    if (!bytes) return;
    const root = this.preparation.scratchRoot();
    await mkdir(root, { recursive: true });
    const scratch = await openScratch(root, broughtId);
    try {
      const source = join(scratch, 'logo');
      await writeFile(source, bytes);
      const plain = await this.pictures.decode(source, scratch, signal, readPicture);
      const { data: png, info } = await sharp(plain, { failOn: 'error' })
        .resize({ width: KEPT_LOGO_SIDE, height: KEPT_LOGO_SIDE, fit: 'inside', withoutEnlargement: true })
        .png({ compressionLevel: 9 })
        .toBuffer({ resolveWithObject: true });
      const hash = createHash('sha256').update(png).digest('hex');
      await this.branding.markLogoMade(storeId, broughtId, { png, hash, width: info.width, height: info.height });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      await this.branding.markLogoRefused(storeId, broughtId);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
