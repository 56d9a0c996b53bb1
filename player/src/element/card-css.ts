// The look of the poster. Everything else is styled by the sheet that comes with the player.

export const CARD_CSS = `
:host{display:block;contain:layout style}
:host([state=empty]){display:none!important}
:host([state=quiet]){aspect-ratio:auto!important;min-height:0!important}
*{box-sizing:border-box;margin:0;padding:0}
.box:not([role]){visibility:hidden}
.box{--_a:var(--vitrina-accent,#5b3df5);--_o:var(--vitrina-on-accent,#fff);--_r:var(--vitrina-radius,16px);position:relative;max-width:var(--vitrina-max-width,420px);overflow:hidden;border-radius:var(--_r);background:#15151a;color:#fff;font:400 14px/1.35 var(--vitrina-font,system-ui,sans-serif);text-align:start;letter-spacing:0;text-transform:none}
.frame{position:relative;overflow:hidden;isolation:isolate;aspect-ratio:var(--_q)}
.poster,.go,.go:after{position:absolute;inset:0;width:100%;height:100%;object-fit:cover;border:0}
.go{background:linear-gradient(#0009,#0000 28%,#0000 52%,#000c);color:#15151a;cursor:pointer}
.disc{position:absolute;inset:0;margin:auto;width:68px;height:68px;border-radius:50%;background:#fff;display:grid;place-items:center;box-shadow:0 4px 24px #0006}
.go:hover .disc{scale:1.06}
[aria-busy] .disc:after{content:"";position:absolute;inset:-7px;border-radius:50%;border:3px solid #fff4;border-top-color:#fff;animation:t .9s linear infinite}
@keyframes t{to{rotate:1turn}}
svg{width:28px;height:28px;fill:currentColor}
.go:focus-visible{outline:3px solid #fff;outline-offset:-6px;border-radius:var(--_r)}
.top{position:absolute;z-index:4;inset:12px 12px auto;display:flex;gap:8px;align-items:center;pointer-events:none;text-shadow:0 0 6px #000a}
.face{flex:none;width:36px;height:36px;border-radius:50%;object-fit:cover;border:2px solid #fff;background:var(--_a);color:var(--_o);display:grid;place-items:center;font-weight:700}
.who{min-width:0}
.name,.title{font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.pay{display:inline-block;padding:1px 8px;border-radius:10px;background:#15151ae0;color:#fff;font:12px/16px var(--vitrina-font,system-ui,sans-serif);text-shadow:none}
.dock{position:absolute;z-index:2;inset:auto 12px 12px;pointer-events:none}
.low{padding:0 4px;text-shadow:0 0 6px #000a}
.sum{display:flex;gap:10px;align-items:baseline}
.price{font-weight:700;font-size:17px;flex:1}
.wide{max-width:var(--vitrina-max-width,800px);background:Canvas}
.wide .dock{position:relative;inset:auto;height:72px;padding:12px;color:CanvasText;border:1px solid #8885;border-top:0;border-radius:0 0 var(--_r) var(--_r)}
.wide .low{text-shadow:none}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`;
