// Plays an HLS stream with the browser's own controls; hls.js is loaded only where the browser cannot do it itself.
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from 'hls.js';
import type { StoryboardPartsFragment } from '../api/generated';
import { Scrubber } from './scrub/scrubber';

type Props = {
  video: RefObject<HTMLVideoElement | null>;
  src: string | null;
  poster: string | null;
  label: string;
  /** Small pictures for the slider; without them there is none. */
  storyboard?: StoryboardPartsFragment | null;
  durationMs?: number | null;
  /** What lies over the picture. */
  children?: ReactNode;
};

/** Attaches the stream and returns what undoes it. Without a worker, because the page's policy allows no blob scripts. */
async function attach(element: HTMLVideoElement, src: string, failed: () => void): Promise<() => void> {
  if (!/\.m3u8($|\?)/.test(src) || element.canPlayType('application/vnd.apple.mpegurl') !== '') {
    element.src = src;
    return () => element.removeAttribute('src');
  }
  const { default: Hls } = await import('hls.js');
  if (!Hls.isSupported()) {
    failed();
    return () => undefined;
  }
  const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true });
  hls.on(Hls.Events.ERROR, (_event: unknown, data: ErrorData) => {
    if (data.fatal) failed();
  });
  hls.loadSource(src);
  hls.attachMedia(element);
  return () => hls.destroy();
}

/** A first part that plays while the rest arrives or is made. */
export const isEarly = (src: string): boolean => /\/early[\w-]*\.m3u8($|\?)/.test(src);
/** Store, video and version; the token before them may change. */
const folderOf = (src: string): string => src.split('/').slice(-4, -1).join('/');

/** Goes on where the early playlist was left when the finished one takes its place. */
function goOn(element: HTMLVideoElement, seconds: number, playing: boolean): void {
  const once = () => {
    element.currentTime = seconds;
    // A browser may refuse to play by itself; then the viewer presses play.
    if (playing) void element.play().catch(() => undefined);
  };
  element.addEventListener('loadedmetadata', once, { once: true });
}

/** A video of ours; `video` lets the page read and move the position. */
export function Player({ video, src, poster, label, storyboard, durationMs, children }: Props) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  const left = useRef<{ folder: string; seconds: number; playing: boolean } | null>(null);
  useEffect(() => {
    const element = video.current;
    if (!element || !src) return undefined;
    setBroken(false);
    let gone = false;
    let undo: () => void = () => undefined;
    if (left.current?.folder === folderOf(src)) goOn(element, left.current.seconds, left.current.playing);
    left.current = null;
    void attach(element, src, () => setBroken(true)).then((detach) => {
      if (gone) detach();
      else undo = detach;
    });
    return () => {
      gone = true;
      const { currentTime: seconds, paused } = element;
      if (isEarly(src)) left.current = { folder: folderOf(src), seconds, playing: !paused };
      undo();
    };
  }, [src, video]);
  const player = (
    <div className="vt-player">
      <video
        ref={video}
        controls
        playsInline
        preload="metadata"
        poster={poster ?? undefined}
        aria-label={label}
        onError={() => src && setBroken(true)}
      />
      {children}
      {(broken || !src) && (
        <p className="vt-player-note" role="status">
          {src ? t('ui.cannotPlay') : t('ui.nothingToPlay')}
        </p>
      )}
    </div>
  );
  if (!src || !storyboard || !durationMs) return player;
  return (
    <div>
      {player}
      <Scrubber video={video} storyboard={storyboard} durationMs={durationMs} />
    </div>
  );
}
