// The look of the player behind the poster.

export const PLAYING_CSS = `
@keyframes t{to{rotate:1turn}}
.wide{padding-bottom:0}
.wide .dock{position:relative;inset:auto;height:72px;border:1px solid #8885;border-top:0;border-radius:0 0 var(--_r) var(--_r)}
.top{z-index:4;text-shadow:0 0 6px #000a;inset-inline-end:auto;max-width:calc(100% - 24px)}
.by{position:absolute;inset:-4px -4px auto;height:44px;border-radius:22px;pointer-events:auto}
.top:has(.by:hover) .name{text-decoration:underline}
.dock{z-index:2}
.box{--_s:#fff;--_t:#17171c;--_m:#5c5c66;--_l:#e2e2e8;--_g:#11713f;--_b:#b3261e}
@supports (color:light-dark(#000,#fff)){.box{--_s:light-dark(#fff,#1d1d22);--_t:light-dark(#17171c,#f4f4f6);--_m:light-dark(#5c5c66,#b3b3bd);--_l:light-dark(#e2e2e8,#3a3a43);--_g:light-dark(#11713f,#6fd39b);--_b:light-dark(#b3261e,#ff9c94)}}
[hidden]{display:none!important}
*{box-sizing:border-box}
.frame{container-type:inline-size;isolation:isolate}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
video{position:absolute;inset:0;width:100%;height:100%;object-fit:contain;background:#000;opacity:0}
.shown video{opacity:1}
.tap{position:absolute;inset:0;z-index:1;cursor:pointer}
.frame.live:before,.frame.live:after{content:"";position:absolute;inset:0 0 auto;height:120px;z-index:1;background:linear-gradient(#000a,#0000);pointer-events:none}
.frame.live:after{inset:auto 0 0;height:220px;background:linear-gradient(#0000,#000c);transition:opacity .2s}
.wide .frame.live:after{height:110px}
button,input,a,legend{font:inherit;color:inherit}
button{cursor:pointer}
.btn svg,.big svg{fill:currentColor}
.btn{width:44px;height:44px;flex:none;border:0;border-radius:50%;background:none;color:#fff;display:grid;place-items:center}
.btn svg{width:24px;height:24px;filter:drop-shadow(0 0 3px #0009)}
.btn:hover{background:#fff3}
.btn[aria-pressed=true]{background:#fff;color:#15151a}
.btn[aria-pressed=true] svg{filter:none}
:focus-visible{outline:3px solid #fff;outline-offset:2px;box-shadow:0 0 0 6px #15151a}
.centre{position:absolute;z-index:2;inset:0;display:flex;gap:20px;align-items:center;justify-content:center;pointer-events:none;transition:opacity .2s}
.centre>*{pointer-events:auto;background:#15151a8c}
.centre .btn:hover{background:#15151acc}
.big{width:64px;height:64px}
.big svg{width:34px;height:34px}
.busy .big:after{content:"";position:absolute;width:74px;height:74px;border-radius:50%;border:3px solid #fff4;border-top-color:#fff;animation:t .9s linear infinite}
.controls{position:absolute;z-index:2;inset:auto 6px 86px;transition:opacity .2s}
.bare .controls,.wide .controls{bottom:4px}
.row{display:flex;align-items:center;margin-top:-8px}
.time{flex:1;min-width:0;font-size:13px;font-variant-numeric:tabular-nums;padding:0 4px;white-space:nowrap;text-shadow:0 0 4px #000}
.time:dir(rtl){direction:ltr;text-align:right}
.on.idle .controls:not(:has(:focus-visible)),.on.idle .centre:not(:has(:focus-visible)){opacity:0}
.on.idle .tap{cursor:none}
.slider{-webkit-appearance:none;appearance:none;display:block;width:calc(100% - 12px);margin:0 6px;height:44px;background:none;cursor:pointer;border-radius:8px}
.slider::-webkit-slider-runnable-track{height:5px;border-radius:3px;background:linear-gradient(90deg,#fff var(--_p,0%),#fff6 var(--_p,0%))}
.slider::-webkit-slider-thumb{-webkit-appearance:none;width:16px;height:16px;margin-top:-5.5px;border-radius:50%;background:#fff;box-shadow:0 1px 5px #0008}
.slider::-moz-range-track{height:5px;border-radius:3px;background:#fff6}
.slider::-moz-range-progress{height:5px;border-radius:3px;background:#fff}
.slider::-moz-range-thumb{width:16px;height:16px;border:0;border-radius:50%;background:#fff}
:dir(rtl).slider::-webkit-slider-runnable-track{background:linear-gradient(270deg,#fff var(--_p,0%),#fff6 var(--_p,0%))}
.slider:focus-visible{outline-offset:-10px;box-shadow:none}
.captions{position:absolute;z-index:2;inset:auto 16px 176px;text-align:center;pointer-events:none;font-size:16px;line-height:1.5}
.captions span{display:table;margin:0 auto 2px;padding:0 8px;border-radius:4px;background:#15151ae6;color:#fff}
.on.idle .captions{bottom:96px}
.bare .captions,.wide .captions{bottom:88px}
@container (max-width:479px){.wide .frame:not(.on.idle) .captions{display:none}}
.bare .on.idle .captions,.wide .on.idle .captions{bottom:12px}
.told{position:absolute;z-index:3;inset:56px 16px auto;margin:0 auto;max-width:320px;padding:8px 14px;border-radius:10px;background:#15151ae6;color:#fff;font-size:14px;line-height:20px;text-align:center;pointer-events:none}
.told:empty{display:none}
.bar{display:flex;gap:10px;align-items:center;width:100%;height:62px;padding:7px;border:0;border-radius:14px;background:var(--_s);color:var(--_t);text-align:start;pointer-events:auto;box-shadow:0 4px 18px #0005}
.thumb{flex:none;object-fit:cover;border-radius:9px;background:#fff}
.bar-text{flex:1;min-width:0;display:flex;flex-direction:column}
.bar-title{font-size:13px;line-height:18px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.bar-price{font-weight:700;font-size:15px;line-height:20px;white-space:nowrap}
.bar-call{flex:none;padding:0 14px;line-height:40px;border-radius:10px;background:var(--_a);color:var(--_o);font-weight:650;font-size:13px}
.bar:hover .bar-call,.buy:hover:enabled{filter:brightness(1.1)}
.wide{background:var(--_s)}
.wide .dock{padding:4px;border-color:var(--_l)}
.wide .bar{box-shadow:none}
.wide .bar:focus-visible{outline-color:var(--_t);outline-offset:-3px;box-shadow:none}
.sheet{position:absolute;z-index:3;inset:auto 0 0;max-height:calc(100% - 76px);display:flex;flex-direction:column;border-radius:18px 18px 0 0;background:var(--_s);color:var(--_t);box-shadow:0 -6px 30px #0006;animation:r .2s}
@keyframes r{from{transform:translateY(24px);opacity:0}}
.sheeted:not(.wide) .dock,.sheeted:not(.wide) .controls,.sheeted:not(.wide) .centre{visibility:hidden}
.sheeted:not(.wide) .captions{display:none}
.sheeted{background:var(--_s)}
.wide .sheet{position:relative;max-height:none;border:1px solid var(--_l);border-top:0;border-radius:0 0 var(--_r) var(--_r);box-shadow:none}
.wide.sheeted .dock{display:none}
.sheet :focus-visible{outline-color:var(--_t);box-shadow:none}
.sheet-head{display:flex;gap:8px;align-items:center;padding:8px 8px 0;padding-inline-start:18px}
.sheet-title{flex:1;min-width:0;font-size:16px;font-weight:700;line-height:22px;outline:0;overflow-wrap:anywhere;text-wrap:balance}
.plain{color:inherit}
.plain svg{filter:none}
.plain:hover{background:#8883}
.sheet-body{overflow-y:auto;padding:6px 18px 18px;overscroll-behavior:contain}
.offer{display:flex;gap:14px;align-items:center}
.sum-price{font-size:22px;font-weight:750;line-height:28px}
.stock{font-size:13px;color:var(--_g)}
.stock:before{content:"";display:inline-block;width:8px;height:8px;margin-inline-end:6px;border-radius:50%;background:currentColor}
.stock.out{color:var(--_m)}
.variants{border:0;margin-top:14px;display:flex;flex-wrap:wrap;gap:8px}
.variants legend{font-size:13px;color:var(--_m);margin-bottom:6px}
.chip{position:relative;display:grid;place-items:center;min-width:56px;min-height:44px;padding:0 14px;border:1.5px solid var(--_l);border-radius:12px;cursor:pointer;font-weight:550}
.chip input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
.chip:has(:checked){border-color:var(--_t);box-shadow:inset 0 0 0 1px var(--_t)}
.chip.out{color:var(--_m);text-decoration:line-through;border-style:dashed}
.chip:has(:focus-visible){outline:3px solid var(--_t);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.buy{display:block;width:100%;min-height:50px;margin-top:16px;border:0;border-radius:13px;background:var(--_a);color:var(--_o);font-weight:700;font-size:16px}
.buy:disabled{background:var(--_l);color:var(--_m);cursor:default}
.buy[aria-disabled=true]{cursor:progress}
.note{font-size:14px;font-weight:550;text-align:center}
.note:not(:empty){margin-top:10px}
.good{color:var(--_g)}
.bad{color:var(--_b)}
.page{display:block;min-height:44px;line-height:44px;margin-top:4px;text-align:center;color:var(--_t);font-size:14px;text-underline-offset:3px}
.clips{list-style:none;display:grid;gap:4px;margin:0 -8px}
.clip{display:flex;gap:12px;align-items:center;width:100%;padding:6px 8px;border:0;border-radius:12px;background:none;text-align:start}
.clip:hover{background:#8882}
.clip[aria-current]{background:#8883}
.clip-pic{flex:none;width:44px;height:60px;object-fit:cover;border-radius:8px;background:#8884}
.clip-text{min-width:0;display:grid;font-size:13px;color:var(--_m)}
.clip-title{font-size:14px;font-weight:600;color:var(--_t)}
.message{position:absolute;z-index:3;inset:0;display:grid;place-content:center;gap:12px;text-align:center;padding:60px 20px;background:#15151ad9}
.again{min-height:44px;padding:0 20px;border:0;border-radius:12px;background:#fff;color:#15151a;font-weight:650}
.box:fullscreen{max-width:none;display:flex;flex-direction:column;border-radius:0;background:#000}
.box:fullscreen .frame{flex:1;min-height:0;aspect-ratio:auto!important}
.box:fullscreen .dock,.box:fullscreen .sheet{width:auto;max-width:520px;margin-inline:auto}
.box:fullscreen.wide .dock,.box:fullscreen.wide .sheet{width:100%}
.wide:fullscreen .sheet{max-height:60%}
`;
