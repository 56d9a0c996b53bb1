// The words of the player in three languages. `{0}` is the position, `{1}` the length.
import type { Locale } from '../../core/types.js';

const WORDS = {
  ru: {
    play: 'Смотреть',
    pause: 'Пауза',
    mute: 'Выключить звук',
    unmute: 'Включить звук',
    time: 'Время видео',
    timeOf: '{0} из {1}',
    captions: 'Субтитры',
    more: 'Настройки видео',
    fullscreen: 'На весь экран',
    smallscreen: 'Выйти из полноэкранного режима',
    previous: 'Предыдущее видео',
    next: 'Следующее видео',
    list: 'Все видео о товаре',
    close: 'Закрыть',
    buy: 'В корзину',
    adding: 'Добавляем…',
    added: 'Товар в корзине',
    failed: 'Не удалось добавить в корзину. Попробуйте ещё раз.',
    inStock: 'В наличии',
    soldOut: 'Нет в наличии',
    variant: 'Вариант',
    page: 'Страница товара',
    broken: 'Видео не загрузилось.',
    again: 'Повторить',
  },
  kk: {
    play: 'Көру',
    pause: 'Кідірту',
    mute: 'Дыбысты өшіру',
    unmute: 'Дыбысты қосу',
    time: 'Бейне уақыты',
    timeOf: '{1} ішінен {0}',
    captions: 'Субтитрлер',
    more: 'Бейне баптаулары',
    fullscreen: 'Толық экран',
    smallscreen: 'Толық экраннан шығу',
    previous: 'Алдыңғы бейне',
    next: 'Келесі бейне',
    list: 'Тауар туралы барлық бейне',
    close: 'Жабу',
    buy: 'Себетке қосу',
    adding: 'Қосылып жатыр…',
    added: 'Тауар себетке қосылды',
    failed: 'Себетке қосылмады. Қайталап көріңіз.',
    inStock: 'Сатылымда бар',
    soldOut: 'Сатылымда жоқ',
    variant: 'Нұсқасы',
    page: 'Тауар беті',
    broken: 'Бейне жүктелмеді.',
    again: 'Қайталау',
  },
  en: {
    play: 'Play',
    pause: 'Pause',
    mute: 'Mute',
    unmute: 'Unmute',
    time: 'Video time',
    timeOf: '{0} of {1}',
    captions: 'Captions',
    more: 'Video settings',
    fullscreen: 'Full screen',
    smallscreen: 'Leave full screen',
    previous: 'Previous video',
    next: 'Next video',
    list: 'All videos of this product',
    close: 'Close',
    buy: 'Add to cart',
    adding: 'Adding…',
    added: 'It is in your cart',
    failed: 'Could not add to the cart. Try again.',
    inStock: 'In stock',
    soldOut: 'Out of stock',
    variant: 'Variant',
    page: 'Product page',
    broken: 'The video did not load.',
    again: 'Try again',
  },
};

export type PlayingWords = (typeof WORDS)['en'];

export function playingWords(locale: Locale): PlayingWords {
  return WORDS[locale];
}

export function timeOf(say: PlayingWords, position: string, length: string): string {
  return say.timeOf.replace('{0}', position).replace('{1}', length);
}
