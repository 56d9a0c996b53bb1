// What the shop says about each product.
import type { Lang } from './index.ts';

export const DESCRIPTIONS: Record<Lang, Record<string, string>> = {
  ru: {
    mug: 'Чёрная глазурь снаружи, тёплый жёлтый внутри: утренний кофе светится. 350 мл, держит тепло, не боится посудомойки.',
    watch:
      'Золотистый корпус 32 мм и мягкий миланский браслет, который регулируется без инструмента. Ход точный, тиканья не слышно.',
    'bamboo-glass-jar':
      'Боросиликатное стекло и плотная крышка из бамбука с силиконовым кольцом. 800 мл, видно, сколько осталось.',
    loafers: 'Перфорированная замша, кисточки и лёгкая подошва. Носят с джинсами и с платьем, разнашиваются за день.',
    sunglasses: 'Классическая оправа из тонкого металла, линзы с защитой UV400. Вес 24 г: забываешь, что они на тебе.',
    hairdryer: '2200 Вт, ионизация и холодный обдув. Сушит быстро, шумит меньше соседей по полке.',
    'tank-top': 'Плотный трикотаж с блестящей нитью держит форму. Под пиджак днём, отдельно вечером.',
    'salt-and-pepper-shakers': 'Пара прозрачных мельниц с керамическим жерновом. Помол меняется поворотом головки.',
  },
  kk: {
    mug: 'Сырты қара глазурь, іші жылы сары: таңғы кофе жарқырап тұрады. 350 мл, жылуды ұстайды, ыдыс жуғышқа болады.',
    watch: 'Алтын түсті 32 мм корпус және құралсыз реттелетін жұмсақ милан білезігі. Жүрісі дәл, тықылы естілмейді.',
    'bamboo-glass-jar':
      'Боросиликат шыны және силикон сақинасы бар тығыз бамбук қақпақ. 800 мл, қанша қалғаны көрініп тұрады.',
    loafers:
      'Тесікшелі күдері, шашақтар және жеңіл табан. Джинсымен де, көйлекпен де киіледі, бір күнде аяққа үйренеді.',
    sunglasses:
      'Жұқа металдан классикалық жақтау, UV400 қорғанысы бар линзалар. Салмағы 24 г: тағып жүргеніңді ұмытасың.',
    hairdryer: '2200 Вт, иондау және салқын ауа. Тез кептіреді, басқаларынан тынышырақ.',
    'tank-top': 'Жылтыр жібі бар тығыз трикотаж пішінін сақтайды. Күндіз пиджак астына, кешке жеке киіледі.',
    'salt-and-pepper-shakers': 'Керамикалық тасы бар мөлдір қос диірмен. Ұнтақтау дәрежесі басын бұрап реттеледі.',
  },
  en: {
    mug: 'Black glaze outside, warm yellow inside: morning coffee glows. 350 ml, keeps its heat, safe in the dishwasher.',
    watch: 'A 32 mm golden case on a soft mesh strap that adjusts without tools. Keeps good time, in silence.',
    'bamboo-glass-jar':
      'Borosilicate glass with a snug bamboo lid and a silicone ring. 800 ml, and you see how much is left.',
    loafers:
      'Perforated suede, tassels and a light sole. They go with jeans and with a dress, and are broken in within a day.',
    sunglasses: 'The classic thin metal frame with UV400 lenses. At 24 g you forget that you wear them.',
    hairdryer: '2200 W, ions and a cool shot. Dries fast and is quieter than its neighbours on the shelf.',
    'tank-top': 'Dense knit with a glittering thread that keeps its shape. Under a jacket by day, on its own at night.',
    'salt-and-pepper-shakers': 'A pair of clear mills with ceramic grinders. Turn the head to change the grind.',
  },
};
