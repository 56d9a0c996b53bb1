// The words of statements and payslips in the three languages.
import { pickLanguage, type Language } from '../../moderation/moderation.reasons.js';

export interface DocumentWords {
  statement: string;
  payslip: string;
  store: string;
  creator: string;
  month: string;
  opening: string;
  closing: string;
  ofWhich: string;
  pending: string;
  payable: string;
  date: string;
  what: string;
  earned: string;
  withheld: string;
  paid: string;
  balance: string;
  total: string;
  gross: string;
  net: string;
  toAccount: string;
  item: string;
  base: string;
  deduction: string;
  rate: string;
  amount: string;
  law: string;
  onTop: string;
  purpose: string;
  nothing: string;
  noAdvice: string;
  kinds: Record<
    'commission' | 'hold_over' | 'refunded' | 'bonus' | 'payout' | 'payout_settled' | 'payout_failed' | 'other',
    string
  >;
}

const EN: DocumentWords = {
  ...{ statement: 'Statement', payslip: 'Payslip', store: 'Store', creator: 'Creator', month: 'Month' },
  ...{
    opening: 'Opening balance',
    closing: 'Closing balance',
    ofWhich: 'of which',
    pending: 'on hold',
    payable: 'owed now',
  },
  ...{
    date: 'Date',
    what: 'What',
    earned: 'Earned',
    withheld: 'Withheld',
    paid: 'Paid out',
    balance: 'Balance',
    total: 'Total',
  },
  ...{
    gross: 'Gross',
    net: 'Net',
    toAccount: 'To account',
    item: 'Deduction',
    base: 'Base',
    deduction: 'Relief',
    rate: 'Rate',
  },
  ...{ amount: 'Amount', law: 'Law', onTop: 'paid by the operator on top', purpose: 'Commission from' },
  nothing: 'Nothing happened in this month.',
  noAdvice: 'Computed by the rules that the store’s accountant confirmed. This is no tax advice.',
  kinds: {
    ...{
      commission: 'Commission',
      hold_over: 'Hold over: owed now',
      refunded: 'Taken back',
      bonus: 'Bonus or correction',
    },
    ...{ payout: 'Payout', payout_settled: 'Payout arrived', payout_failed: 'Payout came back', other: 'Entry' },
  },
};

const RU: DocumentWords = {
  ...{ statement: 'Выписка', payslip: 'Расчётный листок', store: 'Магазин', creator: 'Автор', month: 'Месяц' },
  ...{
    opening: 'Остаток на начало',
    closing: 'Остаток на конец',
    ofWhich: 'из них',
    pending: 'на удержании',
    payable: 'к выплате',
  },
  ...{
    date: 'Дата',
    what: 'Операция',
    earned: 'Начислено',
    withheld: 'Удержано',
    paid: 'Выплачено',
    balance: 'Остаток',
    total: 'Итого',
  },
  ...{
    gross: 'Начислено',
    net: 'К получению',
    toAccount: 'На счёт',
    item: 'Удержание',
    base: 'База',
    deduction: 'Вычет',
    rate: 'Ставка',
  },
  ...{ amount: 'Сумма', law: 'Основание', onTop: 'платит оператор сверху', purpose: 'Комиссия от' },
  nothing: 'В этом месяце ничего не произошло.',
  noAdvice: 'Рассчитано по правилам, которые подтвердил бухгалтер магазина. Это не налоговая консультация.',
  kinds: {
    ...{
      commission: 'Комиссия',
      hold_over: 'Срок возврата прошёл: к выплате',
      refunded: 'Отозвано',
      bonus: 'Бонус или поправка',
    },
    ...{ payout: 'Выплата', payout_settled: 'Выплата дошла', payout_failed: 'Выплата вернулась', other: 'Запись' },
  },
};

const KK: DocumentWords = {
  ...{ statement: 'Үзінді көшірме', payslip: 'Есеп айырысу парағы', store: 'Дүкен', creator: 'Автор', month: 'Ай' },
  ...{
    opening: 'Бастапқы қалдық',
    closing: 'Соңғы қалдық',
    ofWhich: 'оның ішінде',
    pending: 'ұсталып тұр',
    payable: 'төлеуге',
  },
  ...{
    date: 'Күні',
    what: 'Операция',
    earned: 'Есептелді',
    withheld: 'Ұсталды',
    paid: 'Төленді',
    balance: 'Қалдық',
    total: 'Барлығы',
  },
  ...{
    gross: 'Есептелді',
    net: 'Қолға тиеді',
    toAccount: 'Шотқа',
    item: 'Ұстап қалу',
    base: 'Негіз',
    deduction: 'Шегерім',
    rate: 'Мөлшерлеме',
  },
  ...{ amount: 'Сомасы', law: 'Негіздеме', onTop: 'оператор үстінен төлейді', purpose: 'Комиссия төлеуші:' },
  nothing: 'Бұл айда ештеңе болған жоқ.',
  noAdvice: 'Дүкен бухгалтері растаған ережелер бойынша есептелді. Бұл салық кеңесі емес.',
  kinds: {
    ...{
      commission: 'Комиссия',
      hold_over: 'Қайтару мерзімі өтті: төлеуге',
      refunded: 'Қайтарып алынды',
      bonus: 'Бонус немесе түзету',
    },
    ...{ payout: 'Төлем', payout_settled: 'Төлем жетті', payout_failed: 'Төлем қайтты', other: 'Жазба' },
  },
};

const ALL: Record<Language, DocumentWords> = { ru: RU, kk: KK, en: EN };

/** The words of a locale; English for one that is not spoken here. */
export const wordsOf = (locale: string): DocumentWords => ALL[pickLanguage(locale)];
