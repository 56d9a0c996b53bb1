// The words, the language and money in it: what nearly every component asks for.
import { useTranslation } from 'react-i18next';
import { formatMoney, type Money } from './format/money';

/** `money` shows all decimals, for columns; `price` leaves out zeros, for single amounts. */
export function useLocale() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  return {
    t,
    locale,
    money: (amount: Money) => formatMoney(amount, locale),
    price: (amount: Money) => formatMoney(amount, locale, true),
  };
}
