// A slider under the player: hovering, dragging or the arrow keys show small pictures of the video and move it.
import { useEffect, useState, type PointerEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoryboardPartsFragment } from '../../api/generated';
import { formatDuration } from '../format/time';
import { tileOf } from './tiles';

type Props = {
  video: RefObject<HTMLVideoElement | null>;
  storyboard: StoryboardPartsFragment;
  durationMs: number;
};

/** Where the video is now, in milliseconds. */
function usePosition(video: RefObject<HTMLVideoElement | null>): number {
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const look = () => setMs(Math.round(element.currentTime * 1000));
    const events = ['timeupdate', 'seeking', 'loadedmetadata'];
    for (const event of events) element.addEventListener(event, look);
    return () => {
      for (const event of events) element.removeEventListener(event, look);
    };
  }, [video]);
  return ms;
}

function Bubble({ storyboard, ms, share }: { storyboard: StoryboardPartsFragment; ms: number; share: number }) {
  const tile = tileOf(storyboard, ms);
  if (!tile) return null;
  const { tileWidth: width, tileHeight: height } = storyboard;
  const left = `clamp(0px, calc(${share * 100}% - ${width / 2}px), calc(100% - ${width}px))`;
  return (
    <span className="vt-scrub-bubble" style={{ left, width }} aria-hidden="true">
      <span
        style={{
          width,
          height,
          backgroundImage: `url("${tile.sheetUrl}")`,
          backgroundPosition: `-${tile.x}px -${tile.y}px`,
        }}
      />
      <span className="vt-number">{formatDuration(ms)}</span>
    </span>
  );
}

/** The slider has a name and says its position in words of time; a step is one small picture. */
export function Scrubber({ video, storyboard, durationMs }: Props) {
  const { t } = useTranslation();
  const position = usePosition(video);
  const [hovered, setHovered] = useState<number | null>(null);
  const [held, setHeld] = useState(false);
  const shown = hovered ?? (held ? position : null);
  const hover = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setHovered(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationMs);
  };
  const at = formatDuration(Math.min(position, durationMs));
  return (
    <div className="vt-scrub" onPointerMove={hover} onPointerLeave={() => setHovered(null)}>
      {shown !== null && <Bubble storyboard={storyboard} ms={shown} share={shown / durationMs} />}
      <input
        type="range"
        min={0}
        max={durationMs}
        step={storyboard.intervalMs}
        value={Math.min(position, durationMs)}
        aria-label={t('ui.scrub')}
        aria-valuetext={t('ui.scrubAt', { at, of: formatDuration(durationMs) })}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        onChange={(event) => {
          if (video.current) video.current.currentTime = Number(event.currentTarget.value) / 1000;
        }}
      />
    </div>
  );
}
