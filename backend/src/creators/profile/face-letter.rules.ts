// The letter to a creator from whose page staff took something away.
import { languageOf, type Letter } from '../../accounts/mails/letters.rules.js';

export type TakenFromPage = 'face' | 'bio';

const WORDS = {
  ru: {
    subject: 'С вашей страницы кое-что убрали',
    taken: { face: 'вашу фотографию', bio: 'ваш рассказ о себе' },
    body: 'Здравствуйте, {name}!\n\nМы убрали с вашей страницы {what}. Причина:\n{reason}\n\nВаши видео и вознаграждение не изменились. Заполнить страницу снова можно здесь:\n{link}',
    and: ' и ',
  },
  kk: {
    subject: 'Бетіңізден бірдеңе алынды',
    taken: { face: 'суретіңізді', bio: 'өзіңіз туралы жазғаныңызды' },
    body: 'Сәлеметсіз бе, {name}!\n\nБетіңізден {what} алып тастадық. Себебі:\n{reason}\n\nБейнелеріңіз бен сыйақыңыз өзгерген жоқ. Бетті осында қайта толтыруға болады:\n{link}',
    and: ' және ',
  },
  en: {
    subject: 'Something was taken from your page',
    taken: { face: 'your picture', bio: 'what you wrote about yourself' },
    body: 'Hello {name},\n\nwe took {what} from your page. The reason:\n{reason}\n\nYour videos and your commission have not changed. You can fill the page again here:\n{link}',
    and: ' and ',
  },
} as const;

/** Names and reasons are filled in last and stay what they are, also `$&` and `{link}`. */
export function faceLetter(
  locale: string,
  fill: { name: string; reason: string; link: string; taken: readonly TakenFromPage[] },
): Letter {
  const words = WORDS[languageOf(locale)];
  const name = fill.name.replace(/\s+/g, ' ').trim().slice(0, 80);
  const what = fill.taken.map((one) => words.taken[one]).join(words.and);
  const parts: Record<string, string> = {
    '{name}': name,
    '{what}': what,
    '{reason}': fill.reason,
    '{link}': fill.link,
  };
  return { subject: words.subject, body: words.body.replace(/\{\w+\}/g, (slot) => parts[slot] ?? slot) };
}
