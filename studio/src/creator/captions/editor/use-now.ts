// Where the video stands, a few times a second, for what follows it on the page.
import { useEffect, useState, type RefObject } from 'react';

const EVENTS = ['timeupdate', 'seeked', 'loadedmetadata'] as const;

export function useNow(video: RefObject<HTMLVideoElement | null>): number {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const look = () => setNowMs(Math.round(element.currentTime * 1000));
    for (const name of EVENTS) element.addEventListener(name, look);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, look);
    };
  }, [video]);
  return nowMs;
}
