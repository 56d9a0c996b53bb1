// The look of the feed: one video a screen, snapped.

export const FEED_CSS = `
:host([form=feed]){contain:none}
dialog{position:fixed;inset:0;width:100%;height:100%;max-width:none;max-height:none;border:0;background:#000;color:#fff;font:14px/1.35 var(--vitrina-font,system-ui,sans-serif);letter-spacing:0;text-transform:none;text-align:start;overflow:hidden}
.reel{height:100%;overflow-y:auto;scroll-snap-type:y mandatory;overscroll-behavior:contain;scrollbar-width:none;outline:0}
.reel::-webkit-scrollbar{display:none}
.place{position:relative;height:100%;scroll-snap-align:start;scroll-snap-stop:always;display:grid;place-items:center;overflow:hidden;outline:0}
.still{position:absolute;inset:0;width:100%;height:100%;object-fit:contain}
.place vitrina-player{--vitrina-max-width:none;--vitrina-radius:0px;position:relative;width:min(100%,calc(100vh*9/16));width:min(100%,calc(100dvh*9/16))}
.tall vitrina-player::part(frame){aspect-ratio:auto;height:100vh;height:100dvh}
.flat vitrina-player{width:min(100%,calc((100dvh - 90px)*16/9),1100px)}
vitrina-player::part(poster){object-fit:contain}
vitrina-player::part(creator){padding-inline-end:48px}
vitrina-player::part(previous),vitrina-player::part(next),vitrina-player::part(list),vitrina-player::part(fullscreen){display:none}
.round{position:absolute;z-index:5;width:44px;height:44px;border-radius:50%;background:#15151acc;color:#fff;display:grid;place-items:center}
.round:hover{background:#3a3a43}
.round svg{width:24px;height:24px;fill:currentColor}
.round:focus-visible{outline:3px solid #fff;outline-offset:2px}
.shut{inset-block-start:8px;inset-inline-end:8px}
.up,.down{inset-inline-end:calc(50% - 50dvh*9/16 - 64px);inset-block-start:calc(50% - 52px);display:none}
.down{inset-block-start:calc(50% + 8px)}
.up svg{transform:rotate(-90deg)}
.down svg{transform:rotate(90deg)}
.round[disabled]{opacity:.4;cursor:default}
@media (min-aspect-ratio:4/5){.up,.down{display:grid}}
`;
