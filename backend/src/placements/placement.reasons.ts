// Why a video is or is not seen on a card: the closed list and its words in three languages.
import type { Language } from '../moderation/moderation.reasons.js';

export type PlacementReason =
  'SHOWN' | 'BELOW_LIMIT' | 'HIDDEN_BY_STORE' | 'NOT_PUBLISHED' | 'LICENCE_ENDED' | 'PRODUCT_REMOVED';

const TEXTS: Readonly<Record<PlacementReason, Readonly<Record<Language, string>>>> = {
  SHOWN: {
    en: 'Shown as number {rank}: approved for this product.',
    ru: 'Показывается под номером {rank}: одобрено для этого товара.',
    kk: '{rank}-нөмірмен көрсетіледі: осы тауарға мақұлданған.',
  },
  BELOW_LIMIT: {
    en: 'Not shown: the card shows {limit} videos, and this one is number {rank}.',
    ru: 'Не показывается: карточка показывает {limit} видео, а это стоит под номером {rank}.',
    kk: 'Көрсетілмейді: карточка {limit} бейне көрсетеді, ал бұл {rank}-нөмірде тұр.',
  },
  HIDDEN_BY_STORE: {
    en: 'Not shown: the store hid it on this card.',
    ru: 'Не показывается: магазин скрыл его на этой карточке.',
    kk: 'Көрсетілмейді: дүкен оны осы карточкада жасырды.',
  },
  NOT_PUBLISHED: {
    en: 'Not shown: the video is in review again.',
    ru: 'Не показывается: видео снова на проверке.',
    kk: 'Көрсетілмейді: бейне қайтадан тексерілуде.',
  },
  LICENCE_ENDED: {
    en: 'Not shown: the licence given by the creator has ended.',
    ru: 'Не показывается: срок лицензии, данной автором, истёк.',
    kk: 'Көрсетілмейді: автор берген лицензияның мерзімі бітті.',
  },
  PRODUCT_REMOVED: {
    en: 'Not shown: the store removed this product.',
    ru: 'Не показывается: магазин убрал этот товар.',
    kk: 'Көрсетілмейді: дүкен бұл тауарды алып тастады.',
  },
};

export function placementText(
  verdict: { reason: PlacementReason; rank: number | null; limit: number },
  language: Language,
): string {
  return TEXTS[verdict.reason][language]
    .replace('{rank}', String(verdict.rank ?? ''))
    .replace('{limit}', String(verdict.limit));
}
