// Small pictures of videos and products, with a calm stand-in when there is none or it cannot be loaded.
import { IconPhoto, IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { formatDuration } from './format/time';

type Props = { src: string | null; kind: 'video' | 'product'; durationMs?: number | null; size?: 'sm' | 'md' | 'lg' };

/** Decorative: the title beside it says what it is, so it has no text of its own. */
export function Thumb({ src, kind, durationMs, size = 'md' }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const Icon = kind === 'video' ? IconVideo : IconPhoto;
  return (
    <span className="vt-thumb" data-kind={kind} data-size={size} aria-hidden="true">
      {src && broken !== src ? (
        <img src={src} alt="" loading="lazy" decoding="async" onError={() => setBroken(src)} />
      ) : (
        <Icon size={20} stroke={1.5} />
      )}
      {kind === 'video' && durationMs ? <span className="vt-thumb-time">{formatDuration(durationMs)}</span> : null}
    </span>
  );
}
