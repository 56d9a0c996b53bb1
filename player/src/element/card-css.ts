// The look of the poster. Everything else is styled by the sheet that comes with the player.

export const CARD_CSS = `
:host{display:block;position:relative;contain:layout style;--_a:var(--vitrina-accent,#5b3df5);--_o:var(--vitrina-on-accent,#fff);--_r:var(--vitrina-radius,16px);--_s:#fff;--_t:#17171c;--_m:#5c5c66;--_l:#e2e2e8;font:400 14px/1.35 var(--vitrina-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);text-align:start;letter-spacing:normal;text-transform:none}
@supports (color:light-dark(#000,#fff)){:host{--_s:light-dark(#fff,#1d1d22);--_t:light-dark(#17171c,#f4f4f6);--_m:light-dark(#5c5c66,#b3b3bd);--_l:light-dark(#e2e2e8,#3a3a43)}}
:host([state=empty]){display:none!important}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
*{box-sizing:border-box;margin:0;padding:0}
[hidden]{display:none!important}
.box{position:relative;overflow:hidden;border-radius:var(--_r);background:#15151a;color:#fff}
.frame{position:relative;width:100%;overflow:hidden;isolation:isolate;aspect-ratio:var(--_q)}
.poster{position:absolute;inset:0;width:100%;height:100%;object-fit:cover;border:0}
.frame:not(.live):after{content:"";position:absolute;inset:0;background:linear-gradient(#0009,#0000 28%,#0000 52%,#000c);pointer-events:none}
.go{position:absolute;inset:0;z-index:1;width:100%;height:100%;border:0;background:none;color:inherit;cursor:pointer;font:inherit}
.disc{position:absolute;top:50%;left:50%;width:68px;height:68px;transform:translate(-50%,-50%);border-radius:50%;background:#fffffff2;color:#15151a;display:grid;place-items:center;box-shadow:0 4px 24px #0006;transition:transform .15s}
.go:hover .disc{transform:translate(-50%,-50%) scale(1.06)}
[aria-busy] .disc:after{content:"";position:absolute;inset:-7px;border-radius:50%;border:3px solid #fff4;border-top-color:#fff;animation:t .9s linear infinite}
@keyframes t{to{transform:rotate(1turn)}}
svg{width:28px;height:28px;fill:currentColor;display:block}
.go:focus-visible{outline:3px solid #fff;outline-offset:-6px;border-radius:var(--_r)}
.top{position:absolute;z-index:4;inset:12px 12px auto;display:flex;gap:8px;align-items:center;pointer-events:none}
.face{flex:none;width:36px;height:36px;border-radius:50%;object-fit:cover;border:2px solid #fff;background:var(--_a);color:var(--_o);display:grid;place-items:center;font-weight:700}
.who{min-width:0;text-shadow:0 0 6px #000a}
.name{font-weight:650;line-height:18px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.pay{visibility:visible;opacity:1;display:inline-block;margin-top:2px;padding:1px 8px;border-radius:10px;background:#15151ae0;color:#fff;font-size:12px;line-height:16px;text-shadow:none}
.dock{position:absolute;z-index:2;inset:auto 12px 12px;pointer-events:none}
.low{padding:0 4px;text-shadow:0 0 6px #000a}
.title{font-weight:600;font-size:15px;line-height:20px;max-height:40px;overflow:hidden}
.sum{display:flex;gap:10px;align-items:baseline;margin-top:2px}
.price{font-weight:700;font-size:17px;flex:1}
.wide{background:var(--_s)}
.wide .dock{position:relative;inset:auto;height:72px;padding:12px;color:var(--_t);border:1px solid var(--_l);border-top:0;border-radius:0 0 var(--_r) var(--_r)}
.wide .low{text-shadow:none}
.wide .title{white-space:nowrap;text-overflow:ellipsis}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
`;
