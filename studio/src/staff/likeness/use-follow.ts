// Keeps the original's player beside the copy's: the copy leads, the original shows the same moment at its own speed.
import { useEffect, type RefObject } from 'react';

export type Pair = { copyFromMs: number; originalFromMs: number; speed: number };

/** Further apart than this (seconds) the eye sees it; moving more often than that stutters. */
const APART_S = 0.25;

/** The second of the original that belongs to a second of the copy, never before its beginning. */
export function originalSecond(pair: Pair, copySecond: number): number {
  return Math.max(0, pair.originalFromMs / 1000 + (copySecond - pair.copyFromMs / 1000) * pair.speed);
}

/** While `pair` is given, playing, pausing and moving the leader do the same to the follower. */
export function useFollow(
  leader: RefObject<HTMLVideoElement | null>,
  follower: RefObject<HTMLVideoElement | null>,
  pair: Pair | null,
): void {
  useEffect(() => {
    const [first, second] = [leader.current, follower.current];
    if (!pair || !first || !second) return undefined;
    second.muted = true;
    const place = () => {
      second.playbackRate = first.playbackRate * pair.speed;
      const wanted = originalSecond(pair, first.currentTime);
      if (Math.abs(second.currentTime - wanted) > APART_S) second.currentTime = wanted;
    };
    const play = () => {
      place();
      // A browser may refuse to play by itself; then the original stays where it is and still follows.
      void second.play().catch(() => undefined);
    };
    const pause = () => {
      second.pause();
      second.currentTime = originalSecond(pair, first.currentTime);
    };
    const events = [
      ...[['play', play] as const, ['pause', pause] as const],
      ...['seeked', 'timeupdate', 'ratechange'].map((name) => [name, place] as const),
    ];
    for (const [name, act] of events) first.addEventListener(name, act);
    second.addEventListener('loadedmetadata', place);
    place();
    return () => {
      for (const [name, act] of events) first.removeEventListener(name, act);
      second.removeEventListener('loadedmetadata', place);
      second.pause();
    };
  }, [leader, follower, pair]);
}
