// The letter to a store's owners when a day brings far more rewards than usual.
import { languageOf, type Letter } from '../../accounts/mails/letters.rules.js';

const LETTERS: Record<'ru' | 'kk' | 'en', Letter> = {
  ru: {
    subject: '{store}: необычно много вознаграждений, выдача остановлена',
    body: 'Здравствуйте!\n\nЗа {day} в программе «Пригласи друга» магазина {store} набралось {count} вознаграждений — намного больше обычного. Мы придержали новые: ничего не выдаётся, пока вы не посмотрите. Выданное раньше не меняется, события принимаются как прежде.\n\nПосмотреть, выдать или отменить: {link}',
  },
  kk: {
    subject: '{store}: сыйақы әдеттен тыс көп, беру тоқтатылды',
    body: 'Сәлеметсіз бе!\n\n{day} күні {store} дүкенінің «Досыңды шақыр» бағдарламасында {count} сыйақы жиналды — әдеттегіден әлдеқайда көп. Жаңаларын ұстап тұрмыз: сіз қарағанша ештеңе берілмейді. Бұрын берілгені өзгермейді, оқиғалар бұрынғыдай қабылданады.\n\nҚарау, беру немесе бас тарту: {link}',
  },
  en: {
    subject: '{store}: far more rewards than usual, issuing has stopped',
    body: 'Hello,\n\non {day} the invite-a-friend programme of {store} came to {count} rewards, far more than usual. We hold the new ones: nothing is issued until you have looked. What was issued before does not change, and events are taken as always.\n\nLook, release or cancel: {link}',
  },
};

export function stopLetter(locale: string, fill: { store: string; day: string; count: string; link: string }): Letter {
  const { subject, body } = LETTERS[languageOf(locale)];
  const whole = (text: string) =>
    text.replace(/\{(store|day|count|link)\}/g, (_, name: string) => fill[name as keyof typeof fill]);
  return { subject: whole(subject), body: whole(body) };
}
