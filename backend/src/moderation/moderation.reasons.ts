// Why a video may be rejected: the closed list, what each means and how to put it right, in three languages.

export type ReasonCode =
  | 'TOO_LONG'
  | 'PIXELATED'
  | 'BLURRED'
  | 'DISTORTED_AUDIO'
  | 'FREEZES'
  | 'OFF_SITE_LEAD'
  | 'NUDITY'
  | 'MINORS'
  | 'OFFENCE'
  | 'PRICE_TEXT'
  | 'CONTACTS'
  | 'WRONG_PRODUCT'
  | 'NO_PRODUCT'
  | 'STOLEN'
  | 'MEDICAL_CLAIM';

export type Language = 'ru' | 'kk' | 'en';

export interface ReasonText {
  label: string;
  howToFix: string;
}

const text = (label: string, howToFix: string): ReasonText => ({ label, howToFix });

/** Codes are for ever: decisions keep them. Texts may be improved. The order is that of the list moderators see. */
export const REASONS: Readonly<Record<ReasonCode, Readonly<Record<Language, ReasonText>>>> = {
  NO_PRODUCT: {
    en: text('The product is not shown', 'Show the product itself in the first seconds and keep it in the picture.'),
    ru: text('Товар не показан', 'Покажите сам товар в первые секунды и держите его в кадре.'),
    kk: text('Тауар көрсетілмеген', 'Тауардың өзін алғашқы секундтарда көрсетіп, кадрда ұстаңыз.'),
  },
  WRONG_PRODUCT: {
    en: text('Another product is shown', 'Choose the product that is really in the video, or film the one you chose.'),
    ru: text('Показан другой товар', 'Выберите тот товар, который есть в видео, или снимите выбранный.'),
    kk: text('Басқа тауар көрсетілген', 'Бейнедегі тауарды таңдаңыз немесе таңдаған тауарды түсіріңіз.'),
  },
  TOO_LONG: {
    en: text('Too long', 'Cut what does not help to choose the product. One minute is usually enough.'),
    ru: text('Слишком долго', 'Уберите то, что не помогает выбрать товар. Обычно хватает одной минуты.'),
    kk: text('Тым ұзақ', 'Тауарды таңдауға көмектеспейтін бөліктерді қысқартыңыз. Әдетте бір минут жеткілікті.'),
  },
  PIXELATED: {
    en: text('The picture is pixelated', 'Upload the original from the camera, not a copy sent through a messenger.'),
    ru: text('Картинка рассыпается на квадраты', 'Загрузите оригинал с камеры, а не копию из мессенджера.'),
    kk: text('Сурет шаршыларға бөлініп тұр', 'Мессенджерден алынған көшірмені емес, камерадағы түпнұсқаны жүктеңіз.'),
  },
  BLURRED: {
    en: text('The picture is blurred', 'Clean the lens, add light, tap the product to focus, and film again.'),
    ru: text('Картинка размыта', 'Протрите объектив, добавьте света, наведите фокус на товар и снимите ещё раз.'),
    kk: text('Сурет бұлыңғыр', 'Объективті сүртіп, жарық қосып, тауарға фокус жасап, қайта түсіріңіз.'),
  },
  DISTORTED_AUDIO: {
    en: text(
      'The sound is distorted',
      'Film in a quiet place, do not cover the microphone, and listen before uploading.',
    ),
    ru: text('Звук искажён', 'Снимайте в тихом месте, не закрывайте микрофон и послушайте запись перед загрузкой.'),
    kk: text('Дыбыс бұрмаланған', 'Тыныш жерде түсіріп, микрофонды жаппай, жүктеу алдында жазбаны тыңдаңыз.'),
  },
  FREEZES: {
    en: text('The picture freezes', 'Play the file on another device. If it stops there too, export or film it again.'),
    ru: text(
      'Картинка застывает',
      'Проверьте файл на другом устройстве. Если он застывает и там, сохраните или снимите заново.',
    ),
    kk: text(
      'Сурет қатып қалады',
      'Файлды басқа құрылғыда тексеріңіз. Онда да тоқтаса, қайта сақтаңыз немесе түсіріңіз.',
    ),
  },
  OFF_SITE_LEAD: {
    en: text(
      'It leads shoppers elsewhere',
      'Remove links, names of other shops and requests to buy or subscribe elsewhere.',
    ),
    ru: text(
      'Уводит покупателя на другой сайт',
      'Уберите ссылки, названия других магазинов и призывы купить или подписаться в другом месте.',
    ),
    kk: text(
      'Сатып алушыны басқа сайтқа бағыттайды',
      'Сілтемелерді, басқа дүкен атауларын және басқа жерден сатып алуға шақыруды алып тастаңыз.',
    ),
  },
  CONTACTS: {
    en: text(
      'Contacts are shown',
      'Remove phone numbers, addresses, account names and QR codes from picture and speech.',
    ),
    ru: text('Показаны контакты', 'Уберите телефоны, адреса, имена аккаунтов и QR-коды из картинки и речи.'),
    kk: text(
      'Байланыс деректері көрсетілген',
      'Суреттен және сөзден телефондарды, мекенжайларды, аккаунт атауларын және QR-кодтарды алып тастаңыз.',
    ),
  },
  PRICE_TEXT: {
    en: text(
      'A price is named',
      'Do not say or write prices and discounts: they change, and the card shows the right ones.',
    ),
    ru: text(
      'Названа цена',
      'Не называйте и не пишите цены и скидки: они меняются, верные показывает карточка товара.',
    ),
    kk: text(
      'Баға айтылған',
      'Баға мен жеңілдікті айтпаңыз және жазбаңыз: олар өзгереді, дұрысын тауар карточкасы көрсетеді.',
    ),
  },
  MEDICAL_CLAIM: {
    en: text('A medical claim', 'Do not promise healing or effects on health. Tell what you saw and felt yourself.'),
    ru: text(
      'Медицинское обещание',
      'Не обещайте лечения и влияния на здоровье. Расскажите, что вы сами увидели и почувствовали.',
    ),
    kk: text(
      'Медициналық уәде',
      'Емдеуге не денсаулыққа әсеріне уәде бермеңіз. Өзіңіз көрген және сезген нәрсені айтыңыз.',
    ),
  },
  NUDITY: {
    en: text('Nudity', 'Film again so that nobody is undressed in the picture.'),
    ru: text('Нагота', 'Снимите заново так, чтобы в кадре никто не был раздет.'),
    kk: text('Жалаңаштық', 'Кадрда ешкім шешінбеген болатындай қайта түсіріңіз.'),
  },
  MINORS: {
    en: text('A child is shown', 'Film without children, their faces and voices.'),
    ru: text('Показан ребёнок', 'Снимите без детей: без их лиц и голосов.'),
    kk: text('Бала көрсетілген', 'Балаларсыз, олардың жүзі мен дауысынсыз түсіріңіз.'),
  },
  OFFENCE: {
    en: text('Offensive words or signs', 'Remove abuse, threats and humiliating words or gestures.'),
    ru: text('Оскорбления', 'Уберите брань, угрозы и унизительные слова или жесты.'),
    kk: text('Қорлау', 'Балағат сөздерді, қорқытуды және қорлайтын сөз бен қимылды алып тастаңыз.'),
  },
  STOLEN: {
    en: text(
      'Somebody else made this',
      'Upload only what you filmed yourself. If it is yours, answer this mail with a proof.',
    ),
    ru: text(
      'Это снял кто-то другой',
      'Загружайте только то, что сняли сами. Если видео ваше, ответьте на письмо с доказательством.',
    ),
    kk: text(
      'Мұны басқа адам түсірген',
      'Тек өзіңіз түсірген бейнені жүктеңіз. Бейне сіздікі болса, хатқа дәлелмен жауап беріңіз.',
    ),
  },
};

export function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code);
}

/** The text of a reason; a code that a later version dropped is shown as it is. */
export function reasonText(code: string, language: Language): ReasonText {
  return isReason(code) ? REASONS[code][language] : { label: code, howToFix: '' };
}

/** The language to speak: the account's locale, else the first of Accept-Language that we have, else English. */
export function pickLanguage(locale: string | null | undefined, acceptLanguage?: string): Language {
  const wanted = [locale ?? '', ...(acceptLanguage ?? '').split(',')];
  for (const one of wanted) {
    const language = one.trim().slice(0, 2).toLowerCase();
    if (language === 'ru' || language === 'kk' || language === 'en') return language;
  }
  return 'en';
}
