// hls.js ships types for its full build only; the light build is a part of it.
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
