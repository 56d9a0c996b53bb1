// The look of the card at the end of a video.

export const END_CSS = `
.end{position:absolute;z-index:2;inset:64px 0 150px;display:flex;flex-direction:column;gap:14px;justify-content:center;padding:0 14px;overflow-y:auto;pointer-events:auto}
.bare .end,.wide .end{inset:56px 0 66px}
.over .frame:not(.shown) .end{display:none}
.over .tap{background:#15151ad9}
.over .centre,.over .captions,.over:not(.wide) .dock{visibility:hidden}
.end ul{list-style:none;display:grid;gap:8px}
.end li{display:flex;gap:8px;align-items:center;padding:7px;border-radius:14px;background:var(--_s);color:var(--_t)}
.end-open{flex:1;min-width:0;display:flex;gap:10px;align-items:center;min-height:48px;padding:0;border:0;border-radius:9px;background:none;text-align:start}
.end-text{min-width:0;display:grid;font-size:13px;line-height:18px}
.end-text span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.end-text b{font-size:15px;line-height:20px}
.end-buy{flex:none;min-height:44px;padding:0 14px;border:0;border-radius:10px;background:var(--_a);color:var(--_o);font-weight:650;font-size:13px}
.end-out{flex:none;padding:0 10px;font-size:13px;color:var(--_m)}
.end-note{min-height:20px;text-align:center;font-weight:550}
.end-note:empty{display:none}
.end-acts{display:flex;flex-wrap:wrap;gap:8px;justify-content:center}
.end-act{display:flex;gap:8px;align-items:center;min-height:44px;padding:0 16px;border:0;border-radius:22px;background:#fff;color:#15151a;font-weight:650}
.end-act svg{width:20px;height:20px;fill:currentColor}
.end-act:last-child svg:dir(rtl){scale:-1 1}
.end li :focus-visible{outline-color:var(--_t);box-shadow:none}
@container (max-width:479px){.wide .end ul{display:none}.wide .end-act{padding:0 12px}.wide .end-act span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
.sheeted .end{display:none}
`;
