// The words of the printed certificate in three languages.

export type CertificateLanguage = 'en' | 'ru' | 'kk';

export interface CertificateWords {
  title: string;
  lead: string;
  video: string;
  creator: string;
  store: string;
  file: string;
  service: string;
  number: string;
  arrived: string;
  published: string;
  notPublished: string;
  size: string;
  hash: string;
  version: string;
  signature: string;
  key: string;
  how: string;
  steps: readonly string[];
  means: string;
}

export const CERTIFICATE_WORDS: Readonly<Record<CertificateLanguage, CertificateWords>> = {
  en: {
    title: 'Certificate of first publication',
    lead: 'This service states and signs when it received the file and when it first showed it to the public.',
    video: 'Video',
    creator: 'Creator',
    store: 'Shop',
    file: 'File',
    service: 'Service',
    number: 'Video number',
    arrived: 'The file arrived whole',
    published: 'First shown to the public',
    notPublished: 'Not shown to the public so far.',
    size: 'Size, bytes',
    hash: 'SHA-256 of the file',
    version: 'Version',
    signature: 'Signature (Ed25519)',
    key: 'Key',
    how: 'How to check it',
    steps: [
      'Download the certificate as JSON beside this page, and keep your original file unchanged.',
      'Take the public keys of the service from {keys}. Keep a copy: it stays valid when the service is gone.',
      'Run: node scripts/verify-certificate.mjs certificate.json --keys keys.json original-file',
      'Any other program that knows Ed25519 can check it too: the signed words are the text "statement" in the JSON.',
    ],
    means:
      'The certificate proves that this file was here at that moment. It does not prove who made the recording; together with the original file it is strong evidence.',
  },
  ru: {
    title: 'Свидетельство о первой публикации',
    lead: 'Сервис подтверждает своей подписью, когда он получил файл и когда впервые показал его всем.',
    video: 'Видео',
    creator: 'Автор',
    store: 'Магазин',
    file: 'Файл',
    service: 'Сервис',
    number: 'Номер видео',
    arrived: 'Файл получен целиком',
    published: 'Впервые показано всем',
    notPublished: 'Пока никому не показано.',
    size: 'Размер, байт',
    hash: 'SHA-256 файла',
    version: 'Версия',
    signature: 'Подпись (Ed25519)',
    key: 'Ключ',
    how: 'Как проверить',
    steps: [
      'Скачайте свидетельство в виде JSON и храните исходный файл без изменений.',
      'Возьмите открытые ключи сервиса по адресу {keys}. Сохраните копию: она пригодится, даже если сервиса не станет.',
      'Выполните: node scripts/verify-certificate.mjs certificate.json --keys keys.json исходный-файл',
      'Подойдёт и любая другая программа, которая знает Ed25519: подписан текст «statement» из JSON.',
    ],
    means:
      'Свидетельство доказывает, что этот файл был здесь в указанный момент. Кто сделал запись, оно не доказывает; вместе с исходным файлом это сильное подтверждение.',
  },
  kk: {
    title: 'Алғашқы жариялау туралы куәлік',
    lead: 'Сервис файлды қашан алғанын және оны жұртқа алғаш рет қашан көрсеткенін өз қолтаңбасымен растайды.',
    video: 'Бейне',
    creator: 'Автор',
    store: 'Дүкен',
    file: 'Файл',
    service: 'Сервис',
    number: 'Бейне нөмірі',
    arrived: 'Файл толық алынды',
    published: 'Жұртқа алғаш көрсетілді',
    notPublished: 'Әзірге ешкімге көрсетілген жоқ.',
    size: 'Көлемі, байт',
    hash: 'Файлдың SHA-256 мәні',
    version: 'Нұсқа',
    signature: 'Қолтаңба (Ed25519)',
    key: 'Кілт',
    how: 'Қалай тексеруге болады',
    steps: [
      'Куәлікті JSON түрінде жүктеп алып, бастапқы файлды өзгертпей сақтаңыз.',
      'Сервистің ашық кілттерін {keys} мекенжайынан алыңыз. Көшірмесін сақтаңыз: сервис жабылса да жарайды.',
      'Іске қосыңыз: node scripts/verify-certificate.mjs certificate.json --keys keys.json бастапқы-файл',
      'Ed25519 білетін кез келген басқа бағдарлама да жарайды: JSON ішіндегі «statement» мәтініне қол қойылған.',
    ],
    means:
      'Куәлік осы файлдың көрсетілген сәтте осында болғанын дәлелдейді. Жазбаны кім түсіргенін дәлелдемейді; бастапқы файлмен бірге бұл — берік айғақ.',
  },
};
