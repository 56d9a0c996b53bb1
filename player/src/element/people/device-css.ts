// The look of the question whether a browser is a creator's own.

export const DEVICE_CSS = `
.device{box-sizing:border-box;width:min(440px,calc(100vw - 32px));max-height:calc(100dvh - 32px);margin:auto;padding:24px;border:0;border-radius:18px;background:Canvas;color:CanvasText;font:16px/1.5 var(--vitrina-font,system-ui,sans-serif);text-align:start;overflow-wrap:anywhere;box-shadow:0 12px 60px #0006}
.device::backdrop{background:#000a}
.device h2{font-size:20px;line-height:1.3;outline:0}
.device p{margin-top:10px}
.device .acts{display:flex;flex-wrap:wrap;gap:10px;margin-top:20px}
.device button{flex:1;min-width:min(150px,100%);min-height:48px;padding:6px 16px;border:1.5px solid #8889;border-radius:13px;background:none;color:inherit;font:inherit;font-weight:650;cursor:pointer}
.device .yes{border-color:var(--vitrina-accent,#5b3df5);background:var(--vitrina-accent,#5b3df5);color:var(--vitrina-on-accent,#fff)}
.device [aria-disabled]{opacity:.6;cursor:default}
.device button:focus-visible{outline:3px solid CanvasText;outline-offset:2px}
`;
