// The look of chapters and hot-spots.

export const MARKS_CSS = `
.ticks{position:absolute;inset:0 14px auto;height:44px;pointer-events:none}
.ticks i{position:absolute;inset-inline-start:calc(var(--_at)*100%);top:18px;width:3px;height:8px;margin-inline-start:-1.5px;background:#15151a;box-shadow:0 0 0 .5px #fff4}
.chapter{position:absolute;bottom:calc(100% - 12px);max-width:100%;padding:4px 10px;border-radius:8px;background:#15151ae6;color:#fff;font-size:13px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;pointer-events:none}
.spots{position:absolute;inset:0;z-index:1;pointer-events:none}
.spot{position:absolute;width:44px;height:44px;margin:-22px;border:0;border-radius:50%;background:none;display:grid;place-items:center;color:#15151a;pointer-events:auto;animation:s .2s}
@keyframes s{from{opacity:0}}
.dot{width:18px;height:18px;border-radius:50%;background:#fff;border:5px solid var(--_a);box-shadow:0 0 0 2px #fff,0 2px 8px #000a}
.dot:after{content:"";position:absolute;inset:8px;border-radius:50%;border:2px solid #fff;animation:u 1.8s ease-out 3}
@keyframes u{from{opacity:.9}to{opacity:0;transform:scale(1.6)}}
.spot-text{position:absolute;left:38px;top:50%;translate:0 -50%;display:flex;gap:6px;max-width:min(190px,42cqw);padding:4px 10px;border-radius:14px;background:#fffffff2;font-size:13px;line-height:20px;box-shadow:0 2px 8px #0006}
.before .spot-text{left:auto;right:38px}
.spot-name{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.spot-text b{flex:none}
@media (prefers-reduced-motion:no-preference){.spot{transition:translate .2s}}
.frame:not(.on.idle) .spot{translate:0 var(--_dy,0)}
.spot:hover .dot{scale:1.15}
.spot:focus-visible{outline-offset:-2px}
@media (prefers-reduced-motion:reduce){.dot:after{animation:none}}
.sheeted .spots,.over .spots{display:none}
`;
