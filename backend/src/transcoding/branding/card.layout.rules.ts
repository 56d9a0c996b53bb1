// Where the parts of an end card stand: one column in tall pictures, two in wide ones. Numbers only.

export interface Box {
  width: number;
  height: number;
}

export interface Placed extends Box {
  x: number;
  y: number;
}

export interface CardLayout {
  /** In the order in which they were given. */
  texts: Placed[];
  code: Placed;
}

/** Shares of the short side. */
const GAP = 0.035;
const EDGE = 0.07;
export const QR_SHARE = 0.36;

const heightOf = (boxes: readonly Box[], gap: number): number =>
  boxes.reduce((sum, box) => sum + box.height, 0) + gap * Math.max(0, boxes.length - 1);

/** Boxes one under another, each in the middle of a column, the whole in the middle of the height. */
function column(boxes: readonly Box[], from: number, width: number, height: number, gap: number): Placed[] {
  let y = Math.round((height - heightOf(boxes, gap)) / 2);
  return boxes.map((box) => {
    const placed = { ...box, x: Math.round(from + (width - box.width) / 2), y };
    y += box.height + gap;
    return placed;
  });
}

/** How wide a text may be in this picture. */
export function textWidth({ width, height }: Box): number {
  const edge = Math.min(width, height) * EDGE;
  return Math.floor(width > height * 1.2 ? width * 0.58 - 1.5 * edge : width - 2 * edge);
}

/** By how much everything must shrink to fit; 1 where it does. */
export function fitScale(picture: Box, texts: readonly Box[], code: Box): number {
  const short = Math.min(picture.width, picture.height);
  const wide = picture.width > picture.height * 1.2;
  const needed = heightOf(wide ? texts : [...texts, code], short * GAP);
  return Math.min(1, (picture.height - 2 * short * EDGE) / needed);
}

export function layCard(picture: Box, texts: readonly Box[], code: Box): CardLayout {
  const { width, height } = picture;
  const gap = Math.floor(Math.min(width, height) * GAP);
  if (width <= height * 1.2) {
    const all = column([...texts, code], 0, width, height, gap);
    return { texts: all.slice(0, -1), code: all.at(-1) as Placed };
  }
  const left = Math.round(width * 0.58);
  const [placed] = column([code], left, width - left, height, gap);
  return { texts: column(texts, 0, left, height, gap), code: placed as Placed };
}
