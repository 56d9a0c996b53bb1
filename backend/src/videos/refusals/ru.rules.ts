// Russian words of refusals: the English sentence is the key.
import type { Sentences } from './refusal-words.rules.js';

export const RU: Sentences = {
  'This file is not a video that we take.': 'Этот файл — не видео из тех, что мы принимаем.',
  'This file has no moving picture.': 'В этом файле нет движущейся картинки.',
  'This video is outside what this shop takes.': 'Это видео не подходит под условия магазина.',
  'This video is damaged.': 'Это видео повреждено.',
  'The times of the pictures in this file are broken.': 'В этом файле сбито время кадров.',
  'The clock of the file jumps.': 'Счёт времени в файле прыгает.',
  'We cannot read the picture in this file.': 'Мы не можем прочитать картинку в этом файле.',
  'This file is empty.': 'Этот файл пуст.',
  'This file is {0}, not a video.': 'Этот файл — {0}, а не видео.',
  'This file holds only sound.': 'В этом файле только звук.',
  'This file holds sound with a still cover.': 'В этом файле звук с неподвижной обложкой.',
  'This file holds a single picture that does not move.': 'В этом файле одна неподвижная картинка.',
  'The file is cut off or broken: nothing in it can be read.':
    'Файл обрезан или испорчен: в нём ничего нельзя прочитать.',
  'Nothing in this file can be read.': 'В этом файле ничего нельзя прочитать.',
  'The picture in this file cannot be read.': 'Картинку в этом файле нельзя прочитать.',
  'No picture in this file can be read.': 'В этом файле нельзя прочитать ни одного кадра.',
  'Only the first {0} of {1} in this file can be read.': 'В этом файле читаются только первые {0} из {1}.',
  'Reading this video takes longer than we allow.': 'Чтение этого видео занимает больше времени, чем мы отводим.',
  'The file has {0}; at most {1} fit.': 'Файл занимает {0}, помещается не больше {1}.',
  'The video lasts {0}; it must last at least {1}.': 'Видео длится {0}, нужно не меньше {1}.',
  'The video lasts {0}; it may last at most {1}.': 'Видео длится {0}, можно не больше {1}.',
  'The picture is {0}; its short side must have at least {1} points.':
    'Картинка {0}, на короткой стороне нужно не меньше {1} точек.',
  'The picture is {0}; at most {1} can be prepared.': 'Картинка {0}, мы готовим не больше {1}.',
  'The video has {0} pictures a second; at most {1} can be prepared.':
    'В видео {0} кадров в секунду, мы готовим не больше {1}.',
  'The file holds {0} tracks; at most {1} are taken.': 'В файле дорожек: {0}, принимаем не больше {1}.',
  'The picture in this file is encrypted.': 'Картинка в этом файле зашифрована.',
  'The picture is stored as {0}, which we cannot read.': 'Картинка записана как {0}, мы этого не читаем.',
  'Dolby Vision profile 5 cannot be read here.': 'Профиль 5 Dolby Vision мы не читаем.',
  'The file did not arrive within 24 hours.': 'Файл не пришёл за 24 часа.',
  'You uploaded this very file before.': 'Вы уже загружали этот самый файл.',

  'Choose the video itself: an MP4, MOV, WebM, MKV, AVI or WMV file from your phone or camera.':
    'Выберите само видео: файл MP4, MOV, WebM, MKV, AVI или WMV с телефона или камеры.',
  'Choose a file with a moving picture. Sound alone or a photo cannot be shown as a review.':
    'Выберите файл с движущейся картинкой. Один звук или фото нельзя показать как обзор.',
  'Change the video so that it fits, then upload it again.': 'Измените видео, чтобы оно подошло, и загрузите снова.',
  'Play the file on your device to the end. If it stops early there too, copy it again or record it again.':
    'Посмотрите файл до конца на своём устройстве. Если он обрывается и там, скопируйте или снимите его заново.',
  'Save the video as MP4 with H.264 and upload that file.': 'Сохраните видео как MP4 с H.264 и загрузите этот файл.',
  'Make the file smaller.': 'Сделайте файл меньше.',
  'Record a longer video.': 'Снимите видео подлиннее.',
  'Cut the video to the part that matters.': 'Оставьте в видео только главное.',
  'Record in a higher resolution.': 'Снимите в более высоком разрешении.',
  'Save the video in a lower resolution.': 'Сохраните видео в меньшем разрешении.',
  'Save the video at normal speed with 30 or 60 pictures a second.':
    'Сохраните видео с обычной скоростью, 30 или 60 кадров в секунду.',
  'Upload a copy without protection.': 'Загрузите копию без защиты.',
  'Save the video without extra tracks.': 'Сохраните видео без лишних дорожек.',
  'Choose the file again and upload it in one go, or on a better connection.':
    'Выберите файл снова и загрузите его за один раз или при лучшей связи.',
  'Open the video you already have: {0}': 'Откройте видео, которое у вас уже есть: {0}',

  'This is not an address.': 'Это не адрес.',
  'The address must begin with https://.': 'Адрес должен начинаться с https://.',
  'The address names a port, which we do not call.': 'В адресе указан порт, к таким мы не обращаемся.',
  'The address holds a name or a password.': 'В адресе есть имя или пароль.',
  'The address leads into a private network.': 'Адрес ведёт в закрытую сеть.',
  'The address leads on and on to other addresses.': 'Адрес всё время ведёт на другие адреса.',
  'The server of this address cannot be found.': 'Сервер с таким адресом не найден.',
  'The server does not give this file.': 'Сервер не отдаёт этот файл.',
  'The address leads to a page, not to a video file.': 'Адрес ведёт на страницу, а не на файл видео.',
  'The server gives the file only compressed.': 'Сервер отдаёт файл только в сжатом виде.',
  'The file at this address is larger than allowed.': 'Файл по этому адресу больше, чем разрешено.',
  'There is not enough room left for this video.': 'Для этого видео не хватает места.',
  'The file did not arrive as the server announced it.': 'Файл пришёл не таким, как обещал сервер.',
  'The server of this address did not give the whole file.': 'Сервер так и не отдал файл целиком.',
  'Give a direct link to the video file itself, one that begins with https://.':
    'Дайте прямую ссылку на сам файл видео, она начинается с https://.',
  'Download the file to your device and upload it from there.':
    'Скачайте файл на своё устройство и загрузите его оттуда.',
  'Take away a video that you no longer need.': 'Уберите видео, которое вам больше не нужно.',

  'The track and the video have different lengths.': 'Дорожка и видео разной длины.',
  'The track lasts {0}, and the video {1}.': 'Дорожка длится {0}, а видео {1}.',
  'Make the track as long as the video, to within half a second, and upload it again.':
    'Сделайте дорожку той же длины, что видео, с точностью до полсекунды, и загрузите снова.',
  'No sound in this file can be heard.': 'В этом файле не слышно звука.',
  'Choose an MP3, M4A, WAV or Ogg file with the description, or a video with it.':
    'Выберите файл MP3, M4A, WAV или Ogg с описанием или видео с ним.',
};

export const NAMES_RU: Readonly<Record<string, string>> = {
  'a playlist': 'список воспроизведения',
  'a script': 'скрипт',
  'a drawing (SVG)': 'рисунок (SVG)',
  'a web page': 'веб-страница',
  text: 'текст',
  'a photo (HEIF or AVIF)': 'фото (HEIF или AVIF)',
  'a WebP image': 'картинка WebP',
  'a JPEG image': 'картинка JPEG',
  'a PNG image': 'картинка PNG',
  'a GIF image': 'картинка GIF',
  'a bitmap image': 'картинка BMP',
  'a TIFF image': 'картинка TIFF',
  'a ZIP archive': 'архив ZIP',
  'a gzip archive': 'архив gzip',
  'a RAR archive': 'архив RAR',
  'a 7z archive': 'архив 7z',
  'an xz archive': 'архив xz',
  'a program': 'программа',
  'a PDF document': 'документ PDF',
  'more than 1000': 'больше 1000',
  'an unknown codec': 'неизвестный кодек',
};
