// The look of the shelf.

export const SHELF_CSS = `
.shelf{display:grid;gap:10px}
.shelf h3{font-size:15px;font-weight:650}
.shelf ul{list-style:none;display:grid;gap:4px;margin:0 -8px}
.shelf li{display:flex;align-items:center}
.shelf a{flex:1;min-width:0;display:flex;gap:12px;align-items:center;min-height:72px;padding:6px 8px;border-radius:10px;color:inherit;text-decoration:none}
.shelf a:hover{background:#8882}
.shelf img{flex:none;width:44px;height:60px;border-radius:8px;object-fit:cover;background:#8883}
.shelf-text{min-width:0;display:grid}
.shelf-text span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.shelf-text small{font-size:13px;color:var(--_m);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.shelf mark{justify-self:start;padding:0 8px;border-radius:8px;background:var(--_t);color:Canvas;font-size:12px}
.shelf-out{flex:none;width:44px;height:44px;border:0;border-radius:50%;background:none;font-size:22px;line-height:1}
.shelf-out:hover{background:#8882}
`;
