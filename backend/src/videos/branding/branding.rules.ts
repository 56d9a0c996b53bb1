// What a store may add to its videos: a watermark over the film, and a card behind it. Bounds and defaults, no drawing.

export const CORNERS = ['top_left', 'top_right', 'bottom_left', 'bottom_right'] as const;
export type Corner = (typeof CORNERS)[number];

export const CARD_LANGUAGES = ['en', 'ru', 'kk'] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

/** What an owner chooses. Shares are whole percents. */
export interface BrandingSettings {
  watermark: boolean;
  corner: Corner;
  /** 10 to 100. */
  opacityPct: number;
  /** Its width, of the video's short side: 5 to 30. */
  widthPct: number;
  /** From both edges, of the short side: 0 to 10. */
  marginPct: number;
  /** Also on posters and on the frames offered as posters. */
  onPosters: boolean;
  endCard: boolean;
  /** 2000 to 4000. */
  cardMs: number;
  language: CardLanguage;
}

export const DEFAULT_BRANDING: BrandingSettings = {
  ...{ watermark: false, corner: 'top_right', opacityPct: 70, widthPct: 14, marginPct: 3, onPosters: false },
  ...{ endCard: false, cardMs: 3000, language: 'en' },
};

/** Bytes of the picture as it is sent; a logo has no need of more. */
export const MAX_LOGO_BYTES = 2 * 1024 ** 2;
export const MAX_LOGO_SIDE = 4096;
/** Below it a watermark of a 1080 picture would be blurred. */
export const MIN_LOGO_SIDE = 32;
/** The long side of what is kept: 30 % of 1080 points are 324. */
export const KEPT_LOGO_SIDE = 640;

const BOUNDS: readonly [field: 'opacityPct' | 'widthPct' | 'marginPct' | 'cardMs', least: number, most: number][] = [
  ['opacityPct', 10, 100],
  ['widthPct', 5, 30],
  ['marginPct', 0, 10],
  ['cardMs', 2000, 4000],
];

/** The first field that is wrong and why, or null. */
export function checkBranding(input: BrandingSettings): { field: string; detail: string } | null {
  for (const [field, least, most] of BOUNDS) {
    const value = input[field];
    if (!Number.isInteger(value) || value < least || value > most) {
      return { field, detail: `A whole number from ${least} to ${most}.` };
    }
  }
  return null;
}

/**
 * What the settings come to, as a text that is the same whenever the same would be drawn: a video whose text is another
 * one can be made anew. `logo` is the hash of the picture. Null: nothing is added.
 */
export function brandingMark(settings: BrandingSettings, logo: string | null): string | null {
  const { corner, opacityPct, widthPct, marginPct, onPosters, cardMs, language } = settings;
  const watermark = settings.watermark && logo;
  const parts = [
    ...(watermark ? [`w:${logo}:${corner}:${opacityPct}:${widthPct}:${marginPct}:${onPosters ? 1 : 0}`] : []),
    ...(settings.endCard ? [`c:${logo ?? '-'}:${cardMs}:${language}`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : null;
}

/** What is known of a video when its card is drawn. */
export interface CardFacts {
  store: string;
  creator: string;
  /** First publication where there was one; else the arrival of its file, which is signed too. */
  day: { kind: 'published' | 'received'; on: string };
  /** Of its certificate. */
  code: string;
  /** The public page on which anybody checks that code. */
  url: string;
}

/** What a store adds to one video. Nothing where neither of the two is switched on. */
export interface Branding {
  settings: BrandingSettings;
  /** A PNG that our own ffmpeg wrote; without one there is no watermark. */
  logo: Buffer | null;
  /** For an end card; null leaves it out. */
  card: CardFacts | null;
}
