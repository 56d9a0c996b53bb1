// The words of the question whether a browser is a creator's own. `{0}` is the creator's name.
import type { Locale } from '../../core/types.js';

const WORDS = {
  ru: {
    title: 'Это браузер автора {0}?',
    text: 'Если да, покупки в этом магазине из этого браузера не принесут автору вознаграждения. Отменить это сразу нельзя: связь держится ещё 60 дней после того, как её уберут в студии.',
    yes: 'Да, это мой браузер',
    no: 'Нет',
    busy: 'Проверяем ссылку…',
    noConsent:
      'Этот сайт сейчас ничего не хранит в вашем браузере, поэтому узнать его потом нельзя, и связывать нечего. Разрешите хранение на этом сайте, и вопрос продолжится.',
    refused:
      'Ваш браузер просит сайты не следить за вами (Global Privacy Control). Его нельзя узнать, и связывать нечего.',
    noStorage: 'Браузер ничего не хранит для этого сайта, поэтому узнать его потом нельзя, и связывать нечего.',
    done: 'Готово. Покупки из этого браузера не принесут вознаграждения автору {0}.',
    over: 'Ссылка уже использована, или её 15 минут прошли. Возьмите в студии новую.',
    wrong: 'Ссылка не подходит к этому магазину. Возьмите в студии новую.',
    failed: 'Не получилось. Проверьте соединение и попробуйте ещё раз.',
    close: 'Закрыть',
  },
  kk: {
    title: 'Бұл {0} авторының браузері ме?',
    text: 'Олай болса, осы дүкенде бұл браузерден сатып алғаны үшін автор сыйақы алмайды. Мұны бірден болдырмау мүмкін емес: студияда алып тастағаннан кейін байланыс тағы 60 күн сақталады.',
    yes: 'Иә, бұл менің браузерім',
    no: 'Жоқ',
    busy: 'Сілтеме тексерілуде…',
    noConsent:
      'Бұл сайт қазір браузеріңізде ештеңе сақтамайды, сондықтан оны кейін тану мүмкін емес, байланыстыратын ештеңе жоқ. Осы сайтта сақтауға рұқсат беріңіз, сонда сұрақ жалғасады.',
    refused:
      'Браузеріңіз сайттардан сізді бақыламауды сұрайды (Global Privacy Control). Оны тану мүмкін емес, байланыстыратын ештеңе жоқ.',
    noStorage:
      'Браузер бұл сайт үшін ештеңе сақтамайды, сондықтан оны кейін тану мүмкін емес, байланыстыратын ештеңе жоқ.',
    done: 'Дайын. Бұл браузерден сатып алу {0} авторына сыйақы әкелмейді.',
    over: 'Сілтеме қолданылған немесе оның 15 минуты өтті. Студиядан жаңасын алыңыз.',
    wrong: 'Сілтеме бұл дүкенге сәйкес келмейді. Студиядан жаңасын алыңыз.',
    failed: 'Болмады. Байланысты тексеріп, қайталап көріңіз.',
    close: 'Жабу',
  },
  en: {
    title: 'Is this the browser of {0}?',
    text: 'If so, purchases in this shop from this browser pay the creator nothing. It cannot be undone at once: the link holds for 60 more days after it is taken back in the studio.',
    yes: 'Yes, it is my browser',
    no: 'No',
    busy: 'Checking the link…',
    noConsent:
      'This site keeps nothing in your browser now, so it cannot be told again later, and there is nothing to link. Allow this site to keep something, and the question goes on.',
    refused:
      'Your browser asks sites not to follow you (Global Privacy Control). It cannot be told again, and there is nothing to link.',
    noStorage:
      'The browser keeps nothing for this site, so it cannot be told again later, and there is nothing to link.',
    done: 'Done. Purchases from this browser pay {0} nothing.',
    over: 'The link was used, or its 15 minutes are over. Take a new one in the studio.',
    wrong: 'The link does not fit this shop. Take a new one in the studio.',
    failed: 'It did not work. Look at the connection and try again.',
    close: 'Close',
  },
} as const;

export type DeviceWords = { readonly [Name in keyof (typeof WORDS)['en']]: string };

export const deviceWords = (locale: Locale): DeviceWords => WORDS[locale];
