// The look of what comes once posters are in sight: arrows, a tap that is on its way, a failure.

/** The place of the one who is held out. */
export const HELD_CSS = '.box{visibility:hidden}';

export const ARROWS_CSS = `
button{cursor:pointer}
.row{overscroll-behavior-x:contain;scroll-snap-type:x proximity}
.row::-webkit-scrollbar{display:none}
.row li{scroll-snap-align:start;scroll-margin:6px}
:focus-visible{outline:3px solid #fff;outline-offset:-6px}
.note:not(:empty){padding:8px 6px;font-weight:600}
[aria-busy] .disc{opacity:.6}
.arrow{position:absolute;z-index:2;width:44px;height:44px;border-radius:50%;background:#fff;color:#15151a;box-shadow:0 1px 8px #0005;inset-block:calc(50% - 22px) auto}
.arrow:disabled{display:none}
.back{inset-inline-start:10px}
.ahead{inset-inline-end:10px}
.arrow:before{content:"";position:absolute;inset:0;margin:auto;width:10px;height:10px;border:solid;border-width:3px 3px 0 0;rotate:45deg}
.ahead:before,.back:dir(rtl):before{rotate:45deg;translate:-3px}
.back:before,.ahead:dir(rtl):before{rotate:225deg;translate:3px}
.arrow:focus-visible{outline-color:#15151a;outline-offset:-5px}
@media (hover:none){.arrow{display:none}}
`;
