// The words of each mail in ru, kk and en.

export interface Letter {
  subject: string;
  body: string;
}

export type LetterKind = 'confirm_email' | 'already_registered' | 'reset_password' | 'password_changed';
type Language = 'ru' | 'kk' | 'en';

/** `{link}` stands where the link goes. */
const LETTERS: Record<LetterKind, Record<Language, Letter>> = {
  confirm_email: {
    ru: {
      subject: 'Подтвердите почту',
      body: 'Здравствуйте, {name}!\n\nЧтобы начать работу в Vitrina, подтвердите этот адрес:\n{link}\n\nСсылка действует 24 часа. Если вы не регистрировались, ничего не делайте.',
    },
    kk: {
      subject: 'Поштаны растаңыз',
      body: 'Сәлеметсіз бе, {name}!\n\nVitrina-да жұмысты бастау үшін осы мекенжайды растаңыз:\n{link}\n\nСілтеме 24 сағат жарамды. Тіркелмеген болсаңыз, ештеңе істемеңіз.',
    },
    en: {
      subject: 'Confirm your e-mail',
      body: 'Hello {name},\n\nto start with Vitrina, confirm this address:\n{link}\n\nThe link works for 24 hours. If you did not sign up, do nothing.',
    },
  },
  already_registered: {
    ru: {
      subject: 'У вас уже есть аккаунт',
      body: 'Здравствуйте!\n\nКто-то попробовал зарегистрироваться в Vitrina с этим адресом. У вас уже есть аккаунт. Войти или сменить пароль:\n{link}\n\nЕсли это были не вы, ничего не делайте: ничего не изменилось.',
    },
    kk: {
      subject: 'Сізде аккаунт бар',
      body: 'Сәлеметсіз бе!\n\nБіреу осы мекенжаймен Vitrina-ға тіркелмек болды. Сізде аккаунт бар. Кіру немесе құпиясөзді ауыстыру:\n{link}\n\nБұл сіз болмасаңыз, ештеңе істемеңіз: ештеңе өзгерген жоқ.',
    },
    en: {
      subject: 'You already have an account',
      body: 'Hello,\n\nsomeone tried to sign up to Vitrina with this address. You already have an account. Sign in or change the password:\n{link}\n\nIf it was not you, do nothing: nothing has changed.',
    },
  },
  reset_password: {
    ru: {
      subject: 'Новый пароль',
      body: 'Здравствуйте, {name}!\n\nЗадайте новый пароль по этой ссылке:\n{link}\n\nОна действует один час и один раз. Если вы не просили новый пароль, ничего не делайте.',
    },
    kk: {
      subject: 'Жаңа құпиясөз',
      body: 'Сәлеметсіз бе, {name}!\n\nЖаңа құпиясөзді осы сілтеме арқылы қойыңыз:\n{link}\n\nОл бір сағат және бір рет жарамды. Сұрамаған болсаңыз, ештеңе істемеңіз.',
    },
    en: {
      subject: 'A new password',
      body: 'Hello {name},\n\nset a new password here:\n{link}\n\nThe link works once and for one hour. If you did not ask for it, do nothing.',
    },
  },
  password_changed: {
    ru: {
      subject: 'Пароль изменён',
      body: 'Здравствуйте, {name}!\n\nПароль вашего аккаунта изменён, все сеансы завершены. Если это были не вы, сразу задайте новый пароль:\n{link}',
    },
    kk: {
      subject: 'Құпиясөз өзгертілді',
      body: 'Сәлеметсіз бе, {name}!\n\nАккаунтыңыздың құпиясөзі өзгертілді, барлық сеанстар аяқталды. Бұл сіз болмасаңыз, бірден жаңа құпиясөз қойыңыз:\n{link}',
    },
    en: {
      subject: 'Your password was changed',
      body: 'Hello {name},\n\nthe password of your account was changed and every session was ended. If it was not you, set a new password at once:\n{link}',
    },
  },
};

/** The language of a locale such as `ru`, `kk-KZ` or `en_GB`; another one gives English. */
export function languageOf(locale: string): Language {
  const language = locale.slice(0, 2).toLowerCase();
  return language === 'ru' || language === 'kk' ? language : 'en';
}

/** A letter in the reader's language. The name is cut to one line, so that it cannot pretend to be our text. */
export function letter(kind: LetterKind, locale: string, fill: { name?: string; link: string }): Letter {
  const { subject, body } = LETTERS[kind][languageOf(locale)];
  const name = (fill.name ?? '').replace(/\s+/g, ' ').trim().slice(0, 80);
  // Functions as replacements: a `$&` in a name stays what it is.
  return { subject, body: body.replace('{name}', () => name).replace('{link}', () => fill.link) };
}
