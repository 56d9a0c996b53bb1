// The product page that every player is put on, and what a visitor's browser tells about it.
/* global addEventListener, HTMLMediaElement, PerformanceObserver */

/** A plausible page: hero, gallery, price, a cart script; the player stands in `#video`, as its README says. */
export function productPage({ head = '', body = '', cards = 1, wide = false }) {
  const places = Array.from(
    { length: cards },
    (_, at) => `<div class="video" id="video${at || ''}">${body}</div>`,
  ).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mug</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>
body{margin:0;font:16px/1.5 system-ui,sans-serif}main{max-width:1000px;margin:auto;padding:12px}
.hero{display:block;width:100%;height:220px;object-fit:cover}
.video{position:relative;width:${cards > 1 ? 160 : 300}px;height:${cards > 1 ? 284 : 533}px;overflow:hidden;margin:12px 0;display:inline-block}
.video>*{width:100%;height:100%}.gallery{display:flex;gap:8px}.gallery img{width:110px;height:196px}
#tap{position:fixed;z-index:999;left:0;bottom:0;width:90px;height:50px}
</style>${wide ? '' : head}</head>
<body><main><h1>Ceramic mug, 350 ml</h1><img class="hero" elementtiming="hero" src="/media/hero.jpg" alt="">
<p>6 490 ₸ <button id="add">Add to cart</button></p>${places}
<div class="gallery"><img src="/media/g1.jpg" alt=""><img src="/media/g2.jpg" alt=""><img src="/media/g3.jpg" alt=""></div>
<p>${'A mug that keeps its warmth. '.repeat(60)}</p></main><button id="tap">Play</button>
<script>document.getElementById('add').onclick=()=>fetch('/cart')</script></body></html>`;
}

/** Runs in the page before anything else: notes long tasks, shifts, the largest paint, the shop's own picture, and the first frame after a tap. */
export function observe() {
  const seen = { blockedMs: 0, longest: 0, shift: 0, lcp: 0, hero: 0, tapAt: 0, frameAt: 0 };
  window.seen = seen;
  let isShown;
  window.framed = new Promise((resolve) => (isShown = resolve));
  const watch = (type, act) =>
    new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true });
  watch('longtask', ({ duration }) => {
    seen.blockedMs += duration - 50;
    seen.longest = Math.max(seen.longest, duration);
  });
  watch('layout-shift', ({ value }) => (seen.shift += value));
  watch('largest-contentful-paint', ({ startTime }) => (seen.lcp = startTime));
  watch('element', ({ renderTime }) => (seen.hero = renderTime));
  addEventListener('click', ({ timeStamp }) => (seen.tapAt ||= timeStamp), { capture: true });
  // Whoever plays calls this; the first frame that is shown after the tap is what the shopper waits for.
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function (...args) {
    const shown = () => {
      if (seen.tapAt && !seen.frameAt && !this.paused) {
        seen.frameAt = performance.now();
        isShown(true);
      } else if (!seen.frameAt) this.requestVideoFrameCallback(shown);
    };
    this.requestVideoFrameCallback?.(shown);
    return play.apply(this, args);
  };
}
