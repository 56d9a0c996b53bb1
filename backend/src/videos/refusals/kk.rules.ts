// Kazakh words of refusals: the English sentence is the key.
import type { Sentences } from './refusal-words.rules.js';

export const KK: Sentences = {
  'This file is not a video that we take.': 'Бұл файл — біз қабылдайтын бейне емес.',
  'This file has no moving picture.': 'Бұл файлда қозғалатын сурет жоқ.',
  'This video is outside what this shop takes.': 'Бұл бейне дүкен шарттарына сай емес.',
  'This video is damaged.': 'Бұл бейне бүлінген.',
  'The times of the pictures in this file are broken.': 'Бұл файлдағы кадрлардың уақыты бұзылған.',
  'The clock of the file jumps.': 'Файлдың уақыт есебі секіреді.',
  'We cannot read the picture in this file.': 'Бұл файлдағы суретті оқи алмаймыз.',
  'This file is empty.': 'Бұл файл бос.',
  'This file is {0}, not a video.': 'Бұл файл — {0}, бейне емес.',
  'This file holds only sound.': 'Бұл файлда тек дыбыс бар.',
  'This file holds sound with a still cover.': 'Бұл файлда қозғалмайтын мұқабасы бар дыбыс қана.',
  'This file holds a single picture that does not move.': 'Бұл файлда қозғалмайтын бір ғана сурет бар.',
  'The file is cut off or broken: nothing in it can be read.': 'Файл үзілген немесе бүлінген: ішінен ештеңе оқылмайды.',
  'Nothing in this file can be read.': 'Бұл файлдан ештеңе оқылмайды.',
  'The picture in this file cannot be read.': 'Бұл файлдағы сурет оқылмайды.',
  'No picture in this file can be read.': 'Бұл файлдан бірде-бір кадр оқылмайды.',
  'Only the first {0} of {1} in this file can be read.': 'Бұл файлдың {1} ішінен алғашқы {0} ғана оқылады.',
  'Reading this video takes longer than we allow.': 'Бұл бейнені оқу біз берген уақыттан ұзаққа созылады.',
  'The file has {0}; at most {1} fit.': 'Файл көлемі {0}, ең көбі {1} сыяды.',
  'The video lasts {0}; it must last at least {1}.': 'Бейне ұзақтығы {0}, кемінде {1} керек.',
  'The video lasts {0}; it may last at most {1}.': 'Бейне ұзақтығы {0}, ең көбі {1} болады.',
  'The picture is {0}; its short side must have at least {1} points.':
    'Сурет {0}, қысқа қабырғасында кемінде {1} нүкте керек.',
  'The picture is {0}; at most {1} can be prepared.': 'Сурет {0}, біз ең көбі {1} дайындаймыз.',
  'The video has {0} pictures a second; at most {1} can be prepared.':
    'Бейнеде секундына {0} кадр, біз ең көбі {1} дайындаймыз.',
  'The file holds {0} tracks; at most {1} are taken.': 'Файлда {0} жолақ бар, ең көбі {1} қабылдаймыз.',
  'The picture in this file is encrypted.': 'Бұл файлдағы сурет шифрланған.',
  'The picture is stored as {0}, which we cannot read.': 'Сурет {0} түрінде жазылған, біз оны оқымаймыз.',
  'Dolby Vision profile 5 cannot be read here.': 'Dolby Vision 5-профилін біз оқымаймыз.',
  'The file did not arrive within 24 hours.': 'Файл 24 сағатта келмеді.',
  'You uploaded this very file before.': 'Сіз дәл осы файлды бұрын жүктегенсіз.',

  'Choose the video itself: an MP4, MOV, WebM, MKV, AVI or WMV file from your phone or camera.':
    'Бейненің өзін таңдаңыз: телефоннан немесе камерадан алынған MP4, MOV, WebM, MKV, AVI немесе WMV файлы.',
  'Choose a file with a moving picture. Sound alone or a photo cannot be shown as a review.':
    'Қозғалатын суреті бар файлды таңдаңыз. Тек дыбысты немесе фотоны шолу ретінде көрсету мүмкін емес.',
  'Change the video so that it fits, then upload it again.': 'Бейнені сай келетіндей өзгертіп, қайта жүктеңіз.',
  'Play the file on your device to the end. If it stops early there too, copy it again or record it again.':
    'Файлды өз құрылғыңызда соңына дейін қараңыз. Онда да үзілсе, қайта көшіріңіз немесе қайта түсіріңіз.',
  'Save the video as MP4 with H.264 and upload that file.':
    'Бейнені H.264 бар MP4 ретінде сақтап, сол файлды жүктеңіз.',
  'Make the file smaller.': 'Файлды кішірейтіңіз.',
  'Record a longer video.': 'Ұзағырақ бейне түсіріңіз.',
  'Cut the video to the part that matters.': 'Бейненің маңызды бөлігін ғана қалдырыңыз.',
  'Record in a higher resolution.': 'Жоғарырақ ажыратымдылықпен түсіріңіз.',
  'Save the video in a lower resolution.': 'Бейнені төменірек ажыратымдылықпен сақтаңыз.',
  'Save the video at normal speed with 30 or 60 pictures a second.':
    'Бейнені қалыпты жылдамдықпен, секундына 30 немесе 60 кадрмен сақтаңыз.',
  'Upload a copy without protection.': 'Қорғалмаған көшірмесін жүктеңіз.',
  'Save the video without extra tracks.': 'Бейнені артық жолақтарсыз сақтаңыз.',
  'Choose the file again and upload it in one go, or on a better connection.':
    'Файлды қайта таңдап, бірден немесе жақсырақ байланыспен жүктеңіз.',
  'Open the video you already have: {0}': 'Сізде бұрыннан бар бейнені ашыңыз: {0}',

  'This is not an address.': 'Бұл мекенжай емес.',
  'The address must begin with https://.': 'Мекенжай https:// деп басталуы керек.',
  'The address names a port, which we do not call.': 'Мекенжайда порт көрсетілген, ондайға хабарласпаймыз.',
  'The address holds a name or a password.': 'Мекенжайда есім не құпиясөз бар.',
  'The address leads into a private network.': 'Мекенжай жабық желіге апарады.',
  'The address leads on and on to other addresses.': 'Мекенжай үнемі басқа мекенжайларға бағыттай береді.',
  'The server of this address cannot be found.': 'Мұндай мекенжайдағы сервер табылмады.',
  'The server does not give this file.': 'Сервер бұл файлды бермейді.',
  'The address leads to a page, not to a video file.': 'Мекенжай бейне файлына емес, бетке апарады.',
  'The server gives the file only compressed.': 'Сервер файлды тек сығылған күйде береді.',
  'The file at this address is larger than allowed.': 'Осы мекенжайдағы файл рұқсат етілгеннен үлкен.',
  'There is not enough room left for this video.': 'Бұл бейнеге орын жетпейді.',
  'The file did not arrive as the server announced it.': 'Файл сервер айтқандай келмеді.',
  'The server of this address did not give the whole file.': 'Сервер файлды толық бермеді.',
  'Give a direct link to the video file itself, one that begins with https://.':
    'Бейне файлының өзіне тікелей сілтеме беріңіз, ол https:// деп басталады.',
  'Download the file to your device and upload it from there.': 'Файлды құрылғыңызға жүктеп алып, сол жерден жүктеңіз.',
  'Take away a video that you no longer need.': 'Енді керек емес бейнені алып тастаңыз.',

  'The track and the video have different lengths.': 'Жолақ пен бейненің ұзақтығы әртүрлі.',
  'The track lasts {0}, and the video {1}.': 'Жолақ {0}, ал бейне {1} жүреді.',
  'Make the track as long as the video, to within half a second, and upload it again.':
    'Жолақты бейнемен бірдей ұзақтықта жасап (айырма жарты секундтан аспасын), қайта жүктеңіз.',
  'No sound in this file can be heard.': 'Бұл файлда дыбыс естілмейді.',
  'Choose an MP3, M4A, WAV or Ogg file with the description, or a video with it.':
    'Сипаттамасы бар MP3, M4A, WAV не Ogg файлын немесе сондай бейнені таңдаңыз.',
};

export const NAMES_KK: Readonly<Record<string, string>> = {
  'a playlist': 'ойнату тізімі',
  'a script': 'скрипт',
  'a drawing (SVG)': 'сурет (SVG)',
  'a web page': 'веб-бет',
  text: 'мәтін',
  'a photo (HEIF or AVIF)': 'фото (HEIF немесе AVIF)',
  'a WebP image': 'WebP суреті',
  'a JPEG image': 'JPEG суреті',
  'a PNG image': 'PNG суреті',
  'a GIF image': 'GIF суреті',
  'a bitmap image': 'BMP суреті',
  'a TIFF image': 'TIFF суреті',
  'a ZIP archive': 'ZIP мұрағаты',
  'a gzip archive': 'gzip мұрағаты',
  'a RAR archive': 'RAR мұрағаты',
  'a 7z archive': '7z мұрағаты',
  'an xz archive': 'xz мұрағаты',
  'a program': 'бағдарлама',
  'a PDF document': 'PDF құжаты',
  'more than 1000': '1000-нан көп',
  'an unknown codec': 'белгісіз кодек',
};
