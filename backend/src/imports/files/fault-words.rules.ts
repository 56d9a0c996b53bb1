// What is wrong with a row of an order file, in plain words of three languages, with what to do. Pure.
import type { FaultCode } from './reading/draft.rules.js';

type Words = Record<FaultCode, string>;

const EN: Words = {
  MISSING_ORDER_ID: 'The row has no order number.',
  BAD_DATE: 'This is no date. Write it like 20.11.2026 14:30 or 2026-11-20 14:30.',
  DAY_NOT_OVER: 'An order of today without a time. Add the time, or import it tomorrow.',
  IN_FUTURE: 'This moment is still to come. Check the date and its order of day and month.',
  BAD_STATUS: 'We do not know this status. Write paid, pending, cancelled or returned.',
  BAD_SUM: 'This is no sum. Check the decimal mark chosen for the file.',
  MISSING_SUM: 'The row has no sum.',
  BAD_CURRENCY: 'We do not know this currency. Write its three letters, such as KZT.',
  BAD_QUANTITY: 'The quantity must be a whole number.',
  BAD_LETTERS: 'Some letters cannot be read. Choose another encoding for the file.',
  TOO_LONG: 'This text is too long.',
  TOO_MANY_LINES: 'An order has at most 500 rows.',
  ROWS_APART: 'Rows of this order stand further up too. Sort the file by order number.',
  KNOWN_FROM_SERVER: 'Your server told us of this order. The file changes nothing; compare both by reconciliation.',
  REFUND_TOO_LARGE: 'More is given back than was paid.',
};

const RU: Words = {
  MISSING_ORDER_ID: 'В строке нет номера заказа.',
  BAD_DATE: 'Это не дата. Напишите так: 20.11.2026 14:30 или 2026-11-20 14:30.',
  DAY_NOT_OVER: 'Сегодняшний заказ без времени. Добавьте время или загрузите его завтра.',
  IN_FUTURE: 'Этот момент ещё не наступил. Проверьте дату и порядок дня и месяца.',
  BAD_STATUS: 'Мы не знаем такого статуса. Напишите: оплачен, новый, отменён или возврат.',
  BAD_SUM: 'Это не сумма. Проверьте, какой знак дробной части выбран для файла.',
  MISSING_SUM: 'В строке нет суммы.',
  BAD_CURRENCY: 'Мы не знаем такой валюты. Напишите три буквы, например KZT.',
  BAD_QUANTITY: 'Количество должно быть целым числом.',
  BAD_LETTERS: 'Часть букв не читается. Выберите для файла другую кодировку.',
  TOO_LONG: 'Слишком длинный текст.',
  TOO_MANY_LINES: 'В заказе не больше 500 строк.',
  ROWS_APART: 'Строки этого заказа есть и выше. Отсортируйте файл по номеру заказа.',
  KNOWN_FROM_SERVER: 'Об этом заказе сообщил ваш сервер. Файл ничего не меняет; сравните их сверкой.',
  REFUND_TOO_LARGE: 'Возвращено больше, чем оплачено.',
};

const KK: Words = {
  MISSING_ORDER_ID: 'Жолда тапсырыс нөмірі жоқ.',
  BAD_DATE: 'Бұл күн емес. Былай жазыңыз: 20.11.2026 14:30 немесе 2026-11-20 14:30.',
  DAY_NOT_OVER: 'Бүгінгі тапсырыстың уақыты жоқ. Уақытын қосыңыз немесе ертең жүктеңіз.',
  IN_FUTURE: 'Бұл сәт әлі келген жоқ. Күнді және күн мен айдың ретін тексеріңіз.',
  BAD_STATUS: 'Мұндай күйді білмейміз. Төленді, жаңа, бас тартылды немесе қайтарылды деп жазыңыз.',
  BAD_SUM: 'Бұл сома емес. Файл үшін таңдалған бөлшек белгісін тексеріңіз.',
  MISSING_SUM: 'Жолда сома жоқ.',
  BAD_CURRENCY: 'Мұндай валютаны білмейміз. Үш әріпін жазыңыз, мысалы KZT.',
  BAD_QUANTITY: 'Саны бүтін сан болуы керек.',
  BAD_LETTERS: 'Кейбір әріптер оқылмайды. Файлға басқа кодтау таңдаңыз.',
  TOO_LONG: 'Мәтін тым ұзын.',
  TOO_MANY_LINES: 'Тапсырыста 500 жолдан артық болмайды.',
  ROWS_APART: 'Бұл тапсырыстың жолдары жоғарыда да бар. Файлды тапсырыс нөмірі бойынша сұрыптаңыз.',
  KNOWN_FROM_SERVER: 'Бұл тапсырысты серверіңіз хабарлаған. Файл ештеңе өзгертпейді; екеуін салыстырып тексеріңіз.',
  REFUND_TOO_LARGE: 'Төленгеннен көп қайтарылған.',
};

const HEADS: Record<string, readonly string[]> = {
  en: ['Line', 'Column', 'Code', 'What is wrong', 'What stands there'],
  ru: ['Строка', 'Столбец', 'Код', 'Что не так', 'Что там написано'],
  kk: ['Жол', 'Баған', 'Код', 'Не дұрыс емес', 'Онда не жазылған'],
};

export const faultWords = (code: FaultCode, locale: string): string =>
  (locale.startsWith('ru') ? RU : locale.startsWith('kk') ? KK : EN)[code];

export const headWords = (locale: string): readonly string[] => HEADS[locale.slice(0, 2)] ?? HEADS['en'] ?? [];
