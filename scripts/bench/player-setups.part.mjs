// The players that ours is measured beside, each put on the page as its README says. `play` is what a tap on the page calls.

export const PEERS = {
  '@mux/mux-player': '3.14.0',
  vidstack: '1.15.6',
  'video.js': '8.24.1',
  '@videojs/html': '10.0.0-beta.23',
  plyr: '3.8.4',
  'shaka-player': '5.2.12',
  'hls.js': '1.7.4',
};

const place = `const places=[...document.querySelectorAll('.video')];const made=[];`;
const tap = `document.getElementById('tap').addEventListener('click',()=>play(made[0]));`;
const video = (attributes) =>
  `const v=document.createElement('video');v.playsInline=true;v.poster=P.poster;${attributes}at.append(v);`;

/** One script for each set-up: `make` fills one place and leaves what `play` needs. */
const script = (imports, make, play) => `${imports}
${place}const P=window.bench;
for(const at of places){${make}}
function play(it){${play}}
${tap}`;

/**
 * What every player is compared with: the page with the poster as a plain picture where the player stands. Compared with
 * nothing in that place, a player would be charged for the picture that the shop wants there: it is larger than the page's own,
 * so it is the largest paint whoever shows it.
 */
export const PICTURE = 'picture alone';
/** The same page once more in each round: what it differs by is noise. */
export const AGAIN = 'the same again';

export const SETUPS = {
  [PICTURE]: null,
  [AGAIN]: null,
  'page alone': null,
  'video preload=none, MP4': script('', `${video("v.preload='none';v.src=P.mp4;")}made.push(v);`, 'it.play()'),
  'video preload=auto, MP4': script('', `${video("v.preload='auto';v.src=P.mp4;")}made.push(v);`, 'it.play()'),
  'hls.js, its README': script(
    `import Hls from 'hls.js';`,
    `${video('')}const h=new Hls();h.loadSource(P.hls);h.attachMedia(v);made.push(v);`,
    'it.play()',
  ),
  'facade, tap imports hls.js light': script(
    '',
    `at.style.background='url('+P.poster+') center/cover';made.push(at);`,
    `const v=document.createElement('video');v.playsInline=true;it.append(v);
    import('hls.js/light').then(({default:Hls})=>{const h=new Hls();h.loadSource(P.hls);h.attachMedia(v);v.play()});`,
  ),
  'plyr + hls.js': script(
    `import Hls from 'hls.js';import Plyr from 'plyr';import 'plyr/dist/plyr.css';`,
    `${video('')}const h=new Hls();h.loadSource(P.hls);h.attachMedia(v);made.push(new Plyr(v));`,
    'it.play()',
  ),
  'mux-player': script(
    `import '@mux/mux-player';`,
    `const m=document.createElement('mux-player');m.src=P.hls;m.poster=P.poster;m.disableTracking=true;at.append(m);made.push(m);`,
    'it.play()',
  ),
  'mux-player preload=none': script(
    `import '@mux/mux-player';`,
    `const m=document.createElement('mux-player');m.setAttribute('preload','none');m.src=P.hls;m.poster=P.poster;m.disableTracking=true;at.append(m);made.push(m);`,
    'it.play()',
  ),
  'vidstack load=visible': script(
    `import 'vidstack/player/styles/default/theme.css';import 'vidstack/player';import 'vidstack/player/ui';`,
    `const m=document.createElement('media-player');m.setAttribute('src',P.hls);m.setAttribute('load','visible');m.setAttribute('playsinline','');m.append(document.createElement('media-provider'));at.append(m);made.push(m);`,
    'it.play()',
  ),
  'vidstack load=play': script(
    `import 'vidstack/player/styles/default/theme.css';import 'vidstack/player';import 'vidstack/player/ui';`,
    `const m=document.createElement('media-player');m.setAttribute('src',P.hls);m.setAttribute('load','play');m.setAttribute('playsinline','');m.append(document.createElement('media-provider'));at.append(m);made.push(m);`,
    'it.startLoading();it.play()',
  ),
  'video.js 8': script(
    `import videojs from 'video.js';import 'video.js/dist/video-js.css';`,
    `${video("v.className='video-js';v.controls=true;")}made.push(videojs(v,{preload:'auto',sources:[{src:P.hls,type:'application/x-mpegURL'}]}));`,
    'it.play()',
  ),
  'video.js 8 preload=none': script(
    `import videojs from 'video.js';import 'video.js/dist/video-js.css';`,
    `${video("v.className='video-js';v.controls=true;")}made.push(videojs(v,{preload:'none',sources:[{src:P.hls,type:'application/x-mpegURL'}]}));`,
    'it.play()',
  ),
  'video.js 10 preload=none': script(
    `import '@videojs/html/video/player';import '@videojs/html/video/skin';import '@videojs/html/media/hls-video';`,
    `const p=document.createElement('video-player'),s=document.createElement('video-skin'),m=document.createElement('hls-video');m.slot='media';m.setAttribute('playsinline','');m.preload='none';m.src=P.hls;s.append(m);p.append(s);at.append(p);made.push(m);`,
    'it.play()',
  ),
  shaka: script(
    `import shaka from 'shaka-player';`,
    `${video('')}shaka.polyfill.installAll();const s=new shaka.Player();s.attach(v).then(()=>s.load(P.hls));made.push(v);`,
    'it.play()',
  ),
};

/**
 * Ours as a shop's server puts it into the page (`/v1/cards.html`), and from two lines of HTML alone. The tap goes to its own
 * button.
 */
export const OURS = {
  'vitrina cold': { attributes: ' preload="none"', isServed: true },
  'vitrina warm': { attributes: '', isServed: true },
  'vitrina warm, two lines of HTML': { attributes: '', isServed: false },
};

/** Those that fetch no video before the tap; ours cold is compared with the fastest of them. */
export const LAZY = [
  'video preload=none, MP4',
  'facade, tap imports hls.js light',
  'mux-player preload=none',
  'vidstack load=play',
  'video.js 8 preload=none',
  'video.js 10 preload=none',
];
/** Those that preload; ours warm is compared with the fastest of them. */
export const PRELOADING = [
  'video preload=auto, MP4',
  'hls.js, its README',
  'plyr + hls.js',
  'mux-player',
  'vidstack load=visible',
  'video.js 8',
  'shaka',
];
