// Draws a store's watermark and end card as PNG files of one video's size, with the picture library and a font of ours.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { create } from 'qrcode';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { htmlText } from '../../base/http/escape.rules.js';
import type { Branding, BrandingSettings, CardFacts } from '../../videos/branding/branding.rules.js';
import type { Rung } from '../rules/ladder.rules.js';
import type { Fraction } from '../rules/probe.rules.js';
import { cardFrames, placeWatermark, type DrawnBranding } from './branding.rules.js';
import { fitScale, layCard, QR_SHARE, textWidth, type Box } from './card.layout.rules.js';
import { cardLines } from './card.words.rules.js';

const { resolve } = createRequire(import.meta.url);
const FONTS = {
  plain: { font: 'DejaVu Sans', fontfile: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf') },
  bold: { font: 'DejaVu Sans Bold', fontfile: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf') },
};
const BACKGROUND = '#14161b';
/** Modules of white around the code, without which scanners do not find it. */
const QUIET = 4;

interface Drawn extends Box {
  data: Buffer;
}

async function drawn(image: Sharp): Promise<Drawn> {
  const { data, info } = await image.png().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The text is Pango markup, so whatever a person wrote is escaped. */
function text(words: string, px: number, colour: string, width: number, bold = false): Promise<Drawn> {
  const { font, fontfile } = bold ? FONTS.bold : FONTS.plain;
  return drawn(
    sharp({
      text: {
        ...{ text: `<span foreground="${colour}">${htmlText(words)}</span>`, font: `${font} ${px}`, fontfile, width },
        ...{ align: 'centre', rgba: true, dpi: 72, wrap: 'word-char' },
      },
    }),
  );
}

/** Dark on white, whole points a module; at most `side` points. */
async function qr(url: string, side: number): Promise<Drawn> {
  const { modules } = create(url, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * QUIET;
  const cells = Buffer.alloc(size * size, 255);
  for (let row = 0; row < modules.size; row++) {
    for (let at = 0; at < modules.size; at++) {
      if (modules.get(row, at)) cells[(row + QUIET) * size + at + QUIET] = 16;
    }
  }
  const px = Math.max(1, Math.floor(side / size)) * size;
  return drawn(sharp(cells, { raw: { width: size, height: size, channels: 1 } }).resize(px, px, { kernel: 'nearest' }));
}

const logoIn = (logo: Buffer, width: number, height: number): Promise<Drawn> =>
  drawn(
    sharp(logo, { failOn: 'error', limitInputPixels: 4096 * 4096 }).resize({
      ...{ width: Math.round(width), height: Math.round(height) },
      fit: 'inside',
    }),
  );

/** Texts and logo from top to bottom at one scale. */
async function partsOf(branding: Branding, facts: CardFacts, picture: Box, scale: number): Promise<Drawn[]> {
  const lines = cardLines(facts, branding.settings.language);
  const u = (Math.min(picture.width, picture.height) / 100) * scale;
  const width = textWidth(picture);
  const say = (words: string, size: number, colour: string, bold = false) =>
    text(words, Math.max(6, Math.round(u * size)), colour, width, bold);
  return [
    ...(branding.logo ? [await logoIn(branding.logo, Math.min(width, 46 * u), 20 * u)] : []),
    await say(lines.store, 6.5, '#ffffff', true),
    await say(lines.creator, 4.4, '#ffffff'),
    await say(lines.day, 3.8, '#c9ced8'),
    await say(lines.code, 5, '#ffffff', true),
    await say(lines.check, 3.4, '#c9ced8'),
  ];
}

/** An end card in this size. What does not fit is drawn once more, smaller. */
export async function drawCard(branding: Branding, facts: CardFacts, picture: Box): Promise<Buffer> {
  const short = Math.min(picture.width, picture.height);
  let code = await qr(facts.url, short * QR_SHARE);
  let parts = await partsOf(branding, facts, picture, 1);
  const scale = fitScale(picture, parts, code);
  if (scale < 1) {
    parts = await partsOf(branding, facts, picture, scale * 0.97);
    if (picture.width <= picture.height * 1.2) code = await qr(facts.url, short * QR_SHARE * scale);
  }
  const layout = layCard(picture, parts, code);
  const over: OverlayOptions[] = parts.map(({ data }, i) => ({
    ...{ input: data, left: Math.max(0, layout.texts[i]?.x ?? 0), top: Math.max(0, layout.texts[i]?.y ?? 0) },
  }));
  over.push({ input: code.data, left: Math.max(0, layout.code.x), top: Math.max(0, layout.code.y) });
  const { width, height } = picture;
  const base = sharp({ create: { width, height, channels: 3, background: BACKGROUND } });
  return base.composite(over).png({ compressionLevel: 1 }).toBuffer();
}

/** The logo at its size, with its opacity; transparent points stay so. */
async function writeWatermark(settings: BrandingSettings, logo: Buffer, size: Box, file: string): Promise<void> {
  const { data, info } = await sharp(logo, { failOn: 'error', limitInputPixels: 4096 * 4096 })
    .resize(size.width, size.height, { fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let at = 3; at < data.length; at += 4) data[at] = Math.round(((data[at] ?? 0) * settings.opacityPct) / 100);
  const { width, height } = info;
  await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toFile(file);
}

/** Writes what this video gets into its scratch folder; null when it gets nothing. */
export async function drawBranding(
  branding: Branding,
  top: Pick<Rung, 'width' | 'height'>,
  fps: Fraction,
  scratch: string,
): Promise<DrawnBranding | null> {
  const { settings, logo, card } = branding;
  let watermark: DrawnBranding['watermark'] = null;
  if (settings.watermark && logo) {
    const { width = 1, height = 1 } = await sharp(logo).metadata();
    const { x, y, ...size } = placeWatermark(settings, top, { width, height });
    const file = join(scratch, 'watermark.png');
    await writeWatermark(settings, logo, size, file);
    watermark = { file, x, y, onPosters: settings.onPosters };
  }
  let drawnCard: DrawnBranding['card'] = null;
  if (settings.endCard && card) {
    const file = join(scratch, 'end-card.png');
    const { width, height } = top;
    await sharp(await drawCard(branding, card, { width, height })).toFile(file);
    drawnCard = { file, frames: cardFrames(settings.cardMs, fps) };
  }
  if (!watermark && !drawnCard) return null;
  return { watermark, card: drawnCard, filmFile: join(scratch, 'film.mkv') };
}
