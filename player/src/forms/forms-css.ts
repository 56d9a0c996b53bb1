// The look of several videos on a page: posters in a row, a grid, circles, one slide or a bubble.

export const FORMS_CSS = `
:host{display:block;contain:layout style}
:host([form=bubble]),:host([form=feed]){contain:none}
:host([state=empty]){display:none!important}
:host([state=held]) .box{visibility:hidden}
*{margin:0;padding:0;box-sizing:border-box}
.box{--_a:var(--vitrina-accent,#5b3df5);--_r:var(--vitrina-radius,16px);position:relative;font:14px/1.35 var(--vitrina-font,system-ui,sans-serif);text-align:start;letter-spacing:0;text-transform:none}
ul{list-style:none;display:flex;gap:12px}
.row{overflow-x:auto;overscroll-behavior-x:contain;scroll-snap-type:x proximity;scrollbar-width:none;padding:6px}
.row::-webkit-scrollbar{display:none}
li{flex:none;width:min(42%,190px);scroll-snap-align:start;scroll-margin:6px}
button{font:inherit;color:inherit;border:0;background:none;cursor:pointer}
.tile{position:relative;display:block;width:100%;aspect-ratio:9/16;overflow:hidden;border-radius:var(--_r);background:#15151a;color:#fff;text-align:start}
img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
.tile:after{content:"";position:absolute;inset:0;background:linear-gradient(#0009,#0000 30% 45%,#000d)}
.on,.pay{position:absolute;z-index:1;inset:auto 10px 10px}
.on{display:grid;gap:2px}
.pay{inset:7px 7px auto;width:fit-content;padding:2px 8px;border-radius:10px;background:#15151ae0;font-size:12px}
.name,.title{font-weight:700;overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.title{font-weight:400}
.sum{display:flex;gap:8px;justify-content:space-between;font-size:13px}
.sum b{font-size:14px}
.disc{position:absolute;z-index:1;inset:0;margin:auto;width:44px;height:44px;border-radius:50%;background:#fff;forced-color-adjust:none}
.disc:before{content:"";position:absolute;inset:14px 13px 14px 17px;background:#15151a;clip-path:polygon(0 0,100% 50%,0 100%)}
[aria-busy] .disc{opacity:.6}
:focus-visible{outline:3px solid #fff;outline-offset:-6px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.arrow,.away{position:absolute;z-index:2;width:44px;height:44px;border-radius:50%;background:#fff;color:#15151a;box-shadow:0 1px 8px #0005}
.arrow{inset-block:calc(50% - 22px) auto}
.arrow:disabled{display:none}
.back{inset-inline-start:10px}
.ahead{inset-inline-end:10px}
.arrow:before,.away:before,.away:after{content:"";position:absolute;inset:0;margin:auto;width:10px;height:10px;border:solid;border-width:3px 3px 0 0;rotate:45deg}
.ahead:before,.back:dir(rtl):before{rotate:45deg;translate:-3px}
.back:before,.ahead:dir(rtl):before{rotate:225deg;translate:3px}
.arrow:focus-visible,.away:focus-visible{outline-color:#15151a;outline-offset:-5px}
@media (hover:none){.arrow{display:none}}
.grid ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(170px,44%),1fr));padding:6px}
.grid li{width:auto}
.stories li{width:92px;text-align:center}
.stories .tile{aspect-ratio:auto;border-radius:18px;background:none;color:inherit;text-align:center}
.stories .tile:after,.stories .disc,.stories .title,.stories .sum{display:none}
.stories img{position:static;display:block;width:72px;height:72px;margin:6px auto;border-radius:50%;border:3px solid Canvas;box-shadow:0 0 0 3px var(--_a)}
.stories .on{position:static;font-size:13px}
.stories .name{font-weight:400}
.stories .tile:focus-visible{outline-color:currentColor;outline-offset:-3px}
.told{padding:0 6px;font-size:13px}
:host([form=slide]),.slide,.slide ul,.slide li,.slide .tile{height:100%}
.slide li,.bubble li{width:100%}
.slide .tile{aspect-ratio:auto;min-height:160px}
.slide .disc{height:68px;width:68px}
.slide .disc:before{inset:22px 20px 22px 26px}
.bubble{position:fixed;z-index:999;inset-block-end:16px;inset-inline-end:16px;width:124px}
.bubble .tile{aspect-ratio:3/4;box-shadow:0 4px 20px #0006}
.bubble .on{display:none}
.bubble .pay{inset:auto 6px 6px;width:auto;text-align:center}
.bubble .disc{inset:10px auto auto;inset-inline-start:10px;margin:0}
.away{inset-block-start:-18px;inset-inline-end:-10px}
.away:before,.away:after{width:18px;height:3px;border-width:3px 0 0}
.away:after{rotate:-45deg}
.note:not(:empty){padding:8px 6px;font-weight:600}
.bubble .note:not(:empty){border-radius:10px;background:Canvas;color:CanvasText}
`;
