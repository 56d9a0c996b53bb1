// The picture of the player as a place for hot-spots: shows those of this moment, and takes a click as the place of one.
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useLocale } from '../../ui/use-locale';
import { pictureIn, placeAt, type Box, type Hotspot } from './marks';

type Props = {
  video: RefObject<HTMLVideoElement | null>;
  picture: { width: number; height: number };
  hotspots: readonly Hotspot[];
  /** The one in hand: a click places it. */
  held: number | null;
  nowMs: number;
  nameOf: (productId: string) => string;
  onPlace: (place: { xBps: number; yBps: number }) => void;
};

/** The native controls lie at the bottom of the video; a click there is theirs. */
const CONTROLS_PX = 44;

export function SpotLayer({ video, picture, hotspots, held, nowMs, nameOf, onPlace }: Props) {
  const { t } = useLocale();
  const layer = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState<Box | null>(null);
  const { width, height } = picture;
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const measure = () =>
      setBox(pictureIn({ width: element.clientWidth, height: element.clientHeight }, { width, height }));
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    measure();
    return () => sizes.disconnect();
  }, [video, width, height]);
  if (!box) return null;
  return (
    <div
      ref={layer}
      className="vt-spots"
      data-placing={held !== null || undefined}
      style={{ bottom: CONTROLS_PX }}
      title={held === null ? undefined : t('marks.clickPlace')}
      onClick={(event) => {
        const own = layer.current?.getBoundingClientRect();
        if (own && held !== null) onPlace(placeAt({ x: event.clientX - own.left, y: event.clientY - own.top }, box));
      }}
    >
      {hotspots.map((spot, at) => {
        if (at !== held && (nowMs < spot.fromMs || nowMs >= spot.toMs)) return null;
        const left = box.left + (box.width * spot.xBps) / 10_000;
        const top = box.top + (box.height * spot.yBps) / 10_000;
        return (
          <span key={at} className="vt-spot" data-held={at === held || undefined} style={{ left, top }} aria-hidden>
            <span className="vt-spot-name">{nameOf(spot.productId)}</span>
          </span>
        );
      })}
    </div>
  );
}
