// The look of the menu.

export const MENU_CSS = `
.menu{display:grid;gap:14px}
.menu .variants{margin-top:0}
.menu-act{display:flex;gap:10px;align-items:center;width:100%;min-height:44px;padding:0 14px;border:1.5px solid var(--_l);border-radius:12px;background:none;text-align:start;font-weight:550}
.menu-act:hover{background:#8882}
.vote{flex:1;display:flex;gap:8px;align-items:center;justify-content:center;min-height:44px;padding:0 12px;border:1.5px solid var(--_l);border-radius:12px;background:none;font-weight:550}
.vote svg{flex:none;width:20px;height:20px;fill:currentColor;filter:none}
.vote:hover{background:#8882}
.vote[aria-pressed=true]{border-color:var(--_t);box-shadow:inset 0 0 0 1px var(--_t)}
.vote[aria-disabled=true]{color:var(--_m);cursor:default;background:none;border-style:dashed}
.vote-said{flex-basis:100%;font-size:13px;color:var(--_m)}
.vote-said:empty{display:none}
.said{list-style:none;display:grid;gap:2px;margin:0 -8px}
.said button{display:flex;gap:12px;width:100%;min-height:44px;padding:10px 8px;border:0;border-radius:10px;background:none;text-align:start}
.said button:hover{background:#8882}
.said button[aria-current]{background:#8883}
.said time{flex:none;width:44px;font-variant-numeric:tabular-nums;color:var(--_m)}
`;
