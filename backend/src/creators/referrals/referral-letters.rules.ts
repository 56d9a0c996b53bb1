// The letters of referrals: the invitation itself, and the news that an invited creator's first video is public.
import { languageOf, type Letter } from '../../accounts/mails/letters.rules.js';

type Kind = 'invited' | 'published';

const LETTERS: Record<Kind, Record<'ru' | 'kk' | 'en', Letter>> = {
  invited: {
    ru: {
      subject: '{name} приглашает вас в Vitrina',
      body: 'Здравствуйте!\n\n{name} приглашает вас снимать видеообзоры товаров. Их показывают прямо в магазинах, и вы получаете комиссию с каждой покупки после просмотра.\n\nНачать: {link}\n\nЕсли вам это не нужно, ничего не делайте: другого письма с этим приглашением не будет.',
    },
    kk: {
      subject: '{name} сізді Vitrina-ға шақырады',
      body: 'Сәлеметсіз бе!\n\n{name} сізді тауарларға бейнешолу түсіруге шақырады. Олар дүкендердің өзінде көрсетіледі, ал көргеннен кейінгі әр сатып алудан сіз комиссия аласыз.\n\nБастау: {link}\n\nКерек болмаса, ештеңе істемеңіз: бұл шақырумен басқа хат келмейді.',
    },
    en: {
      subject: '{name} invites you to Vitrina',
      body: 'Hello,\n\n{name} invites you to film reviews of products. Shops show them on their own pages, and you earn a commission on every purchase that follows.\n\nBegin here: {link}\n\nIf this is not for you, do nothing: no other mail comes with this invitation.',
    },
  },
  published: {
    ru: {
      subject: '{name}: первое видео опубликовано',
      body: 'Здравствуйте!\n\nПо вашему приглашению пришёл автор {name}, и его первое видео опубликовано. До {date} магазины, которые платят за приглашения, начисляют вам долю сверх его комиссии.\n\nВаши приглашения: {link}',
    },
    kk: {
      subject: '{name}: алғашқы бейне жарияланды',
      body: 'Сәлеметсіз бе!\n\nСіздің шақыруыңызбен {name} келді, оның алғашқы бейнесі жарияланды. {date} дейін шақыру үшін төлейтін дүкендер сізге оның комиссиясының үстіне үлес есептейді.\n\nШақыруларыңыз: {link}',
    },
    en: {
      subject: '{name}: the first video is public',
      body: 'Hello,\n\n{name} came by your invitation, and the first video is public now. Until {date}, stores that pay for invitations give you a share on top of that commission.\n\nYour invitations: {link}',
    },
  },
};

/** Names are cut to one line, so that none can pretend to be our text, and stay what they are, also `$&`. */
export function referralLetter(
  kind: Kind,
  locale: string,
  fill: { name: string; link: string; until?: Date | null },
): Letter {
  const language = languageOf(locale);
  const { subject, body } = LETTERS[kind][language];
  const name = fill.name.replace(/\s+/g, ' ').trim().slice(0, 80);
  const date = fill.until
    ? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(fill.until)
    : '';
  const whole = (text: string) =>
    text
      .replace('{date}', date)
      .replace('{link}', () => fill.link)
      .replace('{name}', () => name);
  return { subject: whole(subject), body: whole(body) };
}
