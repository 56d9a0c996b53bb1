// The words of letters about a plan in the three languages.
import type { Language } from '../../moderation/moderation.reasons.js';
import type { PlanInstrument } from '../../stores/plans/plan.terms.rules.js';

export interface PlanWords {
  subject: string;
  hello: string;
  intro: string;
  promise: string;
  from: string;
  allSales: string;
  category: string;
  campaign: string;
  yours: string;
  nothing: string;
  none: string;
  plusTier: string;
  fixed_per_item: string;
  fixed_per_order: string;
  orderCapMinor: string;
  creatorMonthlyCapMinor: string;
  creatorDailyCapMinor: string;
  tiers: string;
  salesFrom: string;
  ways: Record<PlanInstrument, string>;
}

export const WORDS: Record<Language, PlanWords> = {
  en: {
    subject: '{store}: what you earn changes',
    hello: 'Hello {name},',
    intro: '{store} has published new commission terms. What changes for you:',
    promise: 'What you have earned stays as it is. Lower pay never begins without notice, higher pay does at once.',
    from: 'from',
    allSales: 'all sales',
    category: 'category “{name}”',
    campaign: 'campaign “{name}”',
    yours: 'your own terms',
    nothing: 'nothing',
    none: 'none',
    plusTier: 'plus the tier',
    fixed_per_item: '{amount} per piece',
    fixed_per_order: '{amount} per order',
    orderCapMinor: 'Most for one order',
    creatorMonthlyCapMinor: 'Most in one month',
    creatorDailyCapMinor: 'Most in one day',
    tiers: 'Tiers by last month’s sales',
    salesFrom: 'from',
    ways: {
      promo_code: 'by promo code',
      onsite_cart: 'added to the cart in the video',
      onsite_click: 'clicked in the video',
      storefront: 'from a storefront page',
      deep_link: 'by link',
      onsite_view: 'watched the video',
    },
  },
  ru: {
    subject: '{store}: меняется ваша комиссия',
    hello: 'Здравствуйте, {name}!',
    intro: 'Магазин «{store}» опубликовал новые условия комиссии. Что меняется для вас:',
    promise:
      'Всё заработанное остаётся как есть. Снижение никогда не начинается без предупреждения, повышение — сразу.',
    from: 'с',
    allSales: 'все продажи',
    category: 'категория «{name}»',
    campaign: 'кампания «{name}»',
    yours: 'ваши личные условия',
    nothing: 'ничего',
    none: 'нет',
    plusTier: 'плюс уровень',
    fixed_per_item: '{amount} за штуку',
    fixed_per_order: '{amount} за заказ',
    orderCapMinor: 'Не больше за один заказ',
    creatorMonthlyCapMinor: 'Не больше за месяц',
    creatorDailyCapMinor: 'Не больше за день',
    tiers: 'Уровни по продажам прошлого месяца',
    salesFrom: 'от',
    ways: {
      promo_code: 'по промокоду',
      onsite_cart: 'добавили в корзину из видео',
      onsite_click: 'перешли из видео',
      storefront: 'со страницы-витрины',
      deep_link: 'по ссылке',
      onsite_view: 'посмотрели видео',
    },
  },
  kk: {
    subject: '{store}: комиссияңыз өзгереді',
    hello: 'Сәлеметсіз бе, {name}!',
    intro: '«{store}» дүкені комиссияның жаңа шарттарын жариялады. Сіз үшін өзгеретіні:',
    promise: 'Тапқаныңыз сол күйінде қалады. Төмендету ешқашан ескертусіз басталмайды, көтеру бірден басталады.',
    from: 'басталуы:',
    allSales: 'барлық сатылым',
    category: '«{name}» санаты',
    campaign: '«{name}» науқаны',
    yours: 'жеке шарттарыңыз',
    nothing: 'ештеңе',
    none: 'жоқ',
    plusTier: 'деңгей үстемесімен',
    fixed_per_item: 'данасына {amount}',
    fixed_per_order: 'тапсырысқа {amount}',
    orderCapMinor: 'Бір тапсырысқа ең көбі',
    creatorMonthlyCapMinor: 'Бір айда ең көбі',
    creatorDailyCapMinor: 'Бір күнде ең көбі',
    tiers: 'Өткен айдағы сатылым бойынша деңгейлер',
    salesFrom: 'кемінде',
    ways: {
      promo_code: 'промокод арқылы',
      onsite_cart: 'видеодан себетке салынған',
      onsite_click: 'видеодан өткен',
      storefront: 'витрина бетінен',
      deep_link: 'сілтеме арқылы',
      onsite_view: 'видеоны көрген',
    },
  },
};
