// Why a shopper may report a video: the closed list, in three languages. The player has its own words for the same codes.
import type { Language } from '../moderation.reasons.js';

export const COMPLAINT_REASONS = ['WRONG_PRODUCT', 'SPAM', 'OFFENSIVE', 'COPYRIGHT', 'ILLEGAL', 'OTHER'] as const;
export type ComplaintReason = (typeof COMPLAINT_REASONS)[number];

const TEXTS: Readonly<Record<ComplaintReason, Readonly<Record<Language, string>>>> = {
  WRONG_PRODUCT: {
    en: 'Another product is shown',
    ru: 'Показан другой товар',
    kk: 'Басқа тауар көрсетілген',
  },
  SPAM: { en: 'Spam or deception', ru: 'Спам или обман', kk: 'Спам немесе алдау' },
  OFFENSIVE: { en: 'Offensive or threatening', ru: 'Оскорбляет или пугает', kk: 'Қорлайды немесе қорқытады' },
  COPYRIGHT: { en: 'Infringes copyright', ru: 'Нарушает авторские права', kk: 'Авторлық құқықты бұзады' },
  ILLEGAL: { en: 'Breaks the law', ru: 'Нарушает закон', kk: 'Заңды бұзады' },
  OTHER: { en: 'Something else', ru: 'Другое', kk: 'Басқа' },
};

export const complaintText = (reason: ComplaintReason, language: Language): string => TEXTS[reason][language];
