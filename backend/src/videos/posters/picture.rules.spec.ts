// Headers of pictures: real ones of each kind, and bytes that only pretend.
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { judgePicture, readPicture } from './picture.rules.js';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#804020' } });
/** A PNG that says it is so large; nothing of it need be there. */
function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452' + '00'.repeat(32), 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('the header of a picture', () => {
  it.each([
    ['jpeg', () => picture(500, 400).jpeg().toBuffer()],
    ['jpeg', () => picture(500, 400).jpeg({ progressive: true }).withMetadata({ density: 300 }).toBuffer()],
    ['png', () => picture(500, 400).png().toBuffer()],
    ['webp', () => picture(500, 400).webp().toBuffer()],
    ['webp', () => picture(500, 400).webp({ lossless: true }).toBuffer()],
    ['webp', () => picture(500, 400).ensureAlpha(0.5).webp().toBuffer()],
  ])('of a real %s tells its size', async (kind, make) => {
    expect(readPicture(await make())).toEqual({ kind, width: 500, height: 400, orientation: 1 });
  });

  it.each([1, 3, 6, 8])('of a JPEG with orientation %d tells it', async (orientation) => {
    const bytes = await picture(500, 400).jpeg().withMetadata({ orientation }).toBuffer();
    expect(readPicture(bytes)?.orientation).toBe(orientation);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('not a picture at all, whatever its name')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
    ['a playlist', Buffer.from('#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n')],
    ['a GIF', Buffer.from('GIF89a'.padEnd(100, '\0'))],
    ['a JPEG without a picture', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
    ['a JPEG that ends in its header', Buffer.from('ffd8ffc00011', 'hex')],
    ['a JPEG of broken lengths', Buffer.from('ffd8ffe10001ffe10001ffe10001ffe10001', 'hex')],
    [
      'a moving WebP',
      Buffer.from('524946460000000057454250565038580a00000002000000f30100' + '8f0100' + '00'.repeat(8), 'hex'),
    ],
  ])('of %s is refused', (_, bytes) => {
    expect(judgePicture(bytes)).toEqual({ fits: false, reason: 'NOT_A_PICTURE' });
  });

  it('of a bomb or a stamp is refused before anything is decoded', () => {
    expect(judgePicture(pngOf(60_000, 60_000))).toMatchObject({ fits: false, reason: 'TOO_MANY_POINTS' });
    expect(judgePicture(pngOf(16_001, 400))).toMatchObject({ fits: false, reason: 'TOO_MANY_POINTS' });
    expect(judgePicture(pngOf(319, 400))).toMatchObject({ fits: false, reason: 'TOO_FEW_POINTS' });
    expect(judgePicture(pngOf(8064, 6048))).toMatchObject({ fits: true });
  });

  it('never makes the reader run away: any bytes after a right beginning end in an answer', () => {
    let seed = 7;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >>> 16;
    for (const start of ['ffd8ff', '89504e470d0a1a0a', '524946460000000057454250565038']) {
      for (let round = 0; round < 200; round++) {
        const noise = Buffer.from(Array.from({ length: random() % 300 }, () => random() % 256));
        const verdict = judgePicture(Buffer.concat([Buffer.from(start, 'hex'), noise]));
        expect(typeof verdict.fits).toBe('boolean');
      }
    }
  });
});
