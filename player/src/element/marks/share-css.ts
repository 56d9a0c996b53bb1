// The look of sharing.

export const SHARE_CSS = `
.share{display:grid;gap:12px}
.share-from{display:flex;gap:10px;align-items:center;min-height:44px;font-weight:550;cursor:pointer}
.share-from input{width:22px;height:22px;accent-color:var(--_a)}
.share-link{width:100%;min-height:44px;padding:0 12px;border:1.5px solid var(--_m);border-radius:12px;background:none;text-overflow:ellipsis}
.share-acts{display:flex;flex-wrap:wrap;gap:8px}
.share-act{flex:1;min-height:48px;padding:0 16px;border:1.5px solid var(--_l);border-radius:13px;background:none;font-weight:650}
.share-act.first{border:0;background:var(--_a);color:var(--_o)}
`;
