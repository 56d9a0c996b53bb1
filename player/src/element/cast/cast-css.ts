// The look of the button to another screen.

export const CAST_CSS = `
.away{position:absolute;z-index:1;inset:0;display:grid;place-items:end center;padding:24px 24px 190px;background:#000c;color:#fff;font-size:16px;line-height:24px;text-align:center;pointer-events:none}
@container (max-width:359px){.row:has(.cast:not([hidden])) .btn{width:36px}}
`;
