// The real player with a draft's values, on a page as wide as a phone and on one as wide as a desktop.
import { useEffect, useRef, useState } from 'react';
import { useLocale } from '../../ui/use-locale';

const WIDTHS = [390, 1440] as const;
const HEIGHT = 860;

type Props = { storeKey: string; product: string; form: string; variables: Readonly<Record<string, string>> };

function Frame({ width, storeKey, product, form, variables }: Props & { width: number }) {
  const { t, locale } = useLocale();
  const frame = useRef<HTMLIFrameElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<number>(width);
  const latest = useRef(variables);
  useEffect(() => {
    latest.current = variables;
    frame.current?.contentWindow?.postMessage({ vitrinaTheme: variables }, location.origin);
  }, [variables]);
  useEffect(() => {
    const told = ({ source, origin }: MessageEvent) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return;
      frame.current?.contentWindow?.postMessage({ vitrinaTheme: latest.current }, location.origin);
    };
    addEventListener('message', told);
    return () => removeEventListener('message', told);
  }, []);
  useEffect(() => {
    if (!place.current) return;
    const watch = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? width));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [width]);
  const scale = Math.min(1, room / width);
  const asked = new URLSearchParams({ store: storeKey, product, locale, form });
  return (
    <figure className="vt-preview" data-wide={width > 600 || undefined}>
      <figcaption className="vt-dim">{t('theme.at', { width })}</figcaption>
      <div ref={place} style={{ height: HEIGHT * scale }}>
        <iframe
          ref={frame}
          key={asked.toString()}
          title={t('theme.at', { width })}
          src={`/player/v1/preview.html?${asked}`}
          width={width}
          height={HEIGHT}
          style={{ transform: `scale(${scale})` }}
        />
      </div>
    </figure>
  );
}

export function PreviewFrames(props: Props) {
  return (
    <div className="vt-previews">
      {WIDTHS.map((width) => (
        <Frame key={width} width={width} {...props} />
      ))}
    </div>
  );
}
