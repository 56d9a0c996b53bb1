// The look of the poster. Everything else is styled by the sheet that comes with the player.

export const CARD_CSS = `
:host{display:block;contain:layout}
:host([state=empty]){display:none!important}
:host([state=quiet]){aspect-ratio:auto!important;min-height:0!important}
*{margin:0;padding:0}
.box:not([role]){visibility:hidden}
.box{position:relative;overflow:hidden;--_a:var(--vitrina-accent,#5b3df5);--_o:var(--vitrina-on-accent,#fff);--_r:var(--vitrina-radius,16px);max-width:var(--vitrina-max-width,420px);border-radius:var(--_r);background:#15151a;color:#fff;font:14px/1.35 var(--vitrina-font,system-ui,sans-serif);text-align:start;letter-spacing:0;text-transform:none}
.frame{position:relative}
.poster,.go{position:absolute;inset:0;width:100%;height:100%;object-fit:cover;border:0}
.go{background:linear-gradient(#0009,#0000 28% 52%,#000c);cursor:pointer}
.disc{position:absolute;inset:0;margin:auto;width:68px;height:68px;border-radius:50%;background:#fff;forced-color-adjust:none}
.disc:before{position:absolute;inset:22px 20px 22px 26px;content:"";background:#15151a;clip-path:polygon(0 0,100% 50%,0 100%)}
[aria-busy] .disc{opacity:.6}
.go:focus-visible{outline:3px solid #fff;outline-offset:-6px}
.top{position:absolute;inset:12px 12px auto;display:flex;align-items:center;gap:8px;pointer-events:none}
.face{flex:none;width:36px;height:36px;border-radius:50%;background:var(--_a);color:var(--_o);line-height:36px;text-align:center;object-fit:cover;font-weight:700}
.who{overflow:hidden}
.name,.title{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;font-weight:700}
.pay{display:inline-block;padding:1px 8px;border-radius:10px;background:#15151ae0;font-size:12px}
.dock{position:absolute;inset:auto 12px 12px;pointer-events:none}
.sum{display:flex;align-items:baseline}
.price{flex:1;font-size:17px;font-weight:700}
.wide{max-width:var(--vitrina-max-width,800px);padding-bottom:72px;background:Canvas}
.wide .dock{color:CanvasText}
`;
