// The look of the menu.

export const MENU_CSS = `
.menu{display:grid;gap:14px}
.menu .variants{margin-top:0}
.menu-act{display:flex;gap:10px;align-items:center;width:100%;min-height:44px;padding:0 14px;border:1.5px solid var(--_l);border-radius:12px;background:none;text-align:start;font-weight:550}
.menu-act:hover{background:#8882}
.said{list-style:none;display:grid;gap:2px;margin:0 -8px}
.said button{display:flex;gap:12px;width:100%;min-height:44px;padding:10px 8px;border:0;border-radius:10px;background:none;text-align:start}
.said button:hover{background:#8882}
.said button[aria-current]{background:#8883}
.said time{flex:none;width:44px;font-variant-numeric:tabular-nums;color:var(--_m)}
`;
