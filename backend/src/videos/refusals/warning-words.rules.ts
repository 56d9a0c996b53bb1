// Russian and Kazakh words of warnings: what was odd in a video that was taken all the same. The English sentence is the key.
import type { Sentences } from './refusal-words.rules.js';

export const WARNINGS_RU: Sentences = {
  'The video has no sound.': 'В видео нет звука.',
  'The sound track is silent.': 'Звуковая дорожка пуста: в видео тишина.',
  'The sound in the file cannot be read; the video is silent.':
    'Звук в файле не читается, поэтому видео осталось без звука.',
  'The sound is stored as {0}, which we cannot read; the video is silent.':
    'Звук записан как {0}, мы этого не читаем, поэтому видео осталось без звука.',
  'A few pictures in the file are damaged; look at the video before you share it.':
    'Несколько кадров в файле повреждены: посмотрите видео, прежде чем им делиться.',
  'The picture is black for the first {0} s. Cut them off: shoppers leave at once.':
    'Первые {0} с экран чёрный. Обрежьте начало: покупатели уходят сразу.',
  'The picture is black for {0} s from second {1} on.': 'С {1}-й секунды экран чёрный {0} с.',
  'There is no sound for {0} s from second {1} on.': 'С {1}-й секунды звука нет {0} с.',
  'The picture stands still for {0} s from second {1} on.': 'С {1}-й секунды картинка не движется {0} с.',
  'The recording was very quiet; we made it louder, and its noise with it.':
    'Запись была очень тихой: мы сделали её громче, а с ней и шум.',
  'The picture has black bars. Film upright or save it without them.':
    'По краям чёрные полосы. Снимайте вертикально или сохраните видео без полос.',
};

export const WARNINGS_KK: Sentences = {
  'The video has no sound.': 'Бейнеде дыбыс жоқ.',
  'The sound track is silent.': 'Дыбыс жолағы бос: бейнеде үнсіздік.',
  'The sound in the file cannot be read; the video is silent.':
    'Файлдағы дыбыс оқылмайды, сондықтан бейне дыбыссыз қалды.',
  'The sound is stored as {0}, which we cannot read; the video is silent.':
    'Дыбыс {0} түрінде жазылған, біз оны оқымаймыз, сондықтан бейне дыбыссыз қалды.',
  'A few pictures in the file are damaged; look at the video before you share it.':
    'Файлдағы бірнеше кадр бүлінген: бөліспес бұрын бейнені қарап шығыңыз.',
  'The picture is black for the first {0} s. Cut them off: shoppers leave at once.':
    'Алғашқы {0} с экран қара. Басын қиып тастаңыз: сатып алушылар бірден кетіп қалады.',
  'The picture is black for {0} s from second {1} on.': '{1}-секундтан бастап экран {0} с бойы қара.',
  'There is no sound for {0} s from second {1} on.': '{1}-секундтан бастап {0} с бойы дыбыс жоқ.',
  'The picture stands still for {0} s from second {1} on.': '{1}-секундтан бастап сурет {0} с бойы қозғалмайды.',
  'The recording was very quiet; we made it louder, and its noise with it.':
    'Жазба өте ақырын еді: біз оны, онымен бірге шуын да күшейттік.',
  'The picture has black bars. Film upright or save it without them.':
    'Шеттерінде қара жолақтар бар. Тік түсіріңіз немесе бейнені жолақсыз сақтаңыз.',
};
