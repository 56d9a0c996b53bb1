// The look of posters in a row; what the other forms change stands in `looks-css.ts`.

export const FORMS_CSS = `
:host{display:block;contain:layout}
:host([state=empty]){display:none!important}
*{margin:0;padding:0;box-sizing:border-box}
.box{--_r:var(--vitrina-radius,16px);position:relative;font:14px/1.35 var(--vitrina-font,system-ui,sans-serif);text-align:start;letter-spacing:0;text-transform:none}
ul{display:flex;gap:12px;list-style:none}
.row{overflow-x:auto;scrollbar-width:none;padding:6px}
li{width:min(42%,190px);flex:none}
button{font:inherit;color:inherit;border:0;background:none}
.tile{position:relative;display:block;width:100%;aspect-ratio:9/16;overflow:hidden;border-radius:var(--_r);background:#15151a;color:#fff;text-align:start}
img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
.tile:after{content:"";position:absolute;inset:0;background:linear-gradient(#0009,#0000 30% 45%,#000d)}
.on,.pay{position:absolute;z-index:1}
.on{display:grid;inset:auto 10px 10px}
.pay{inset:7px 7px auto;width:fit-content;overflow-wrap:anywhere;padding:2px 8px;border-radius:10px;background:#15151ae0;font-size:12px}
.name,.title{overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.sum{display:flex;gap:8px;justify-content:space-between;font-size:13px}
.disc{position:absolute;z-index:1;inset:0;margin:auto;width:44px;height:44px;border-radius:50%;background:#fff;forced-color-adjust:none}
.disc:before{content:"";position:absolute;inset:14px 13px 14px 17px;background:#15151a;clip-path:polygon(0 0,100% 50%,0 100%)}
.unseen{position:absolute;clip-path:inset(50%)}
`;
