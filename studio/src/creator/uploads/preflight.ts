// Looks at a chosen file before a single byte is sent, so that a refusal costs nobody an upload.

export type Bounds = { maxBytes: string; minDurationMs: number; maxDurationMs: number };
export type FileFacts = { name: string; type: string; sizeBytes: number; durationMs: number | null };
export type PreflightCode = 'EMPTY' | 'NOT_VIDEO' | 'TOO_LARGE' | 'TOO_SHORT' | 'TOO_LONG';
export type Preflight = { fits: true } | { fits: false; code: PreflightCode };

const EXTENSIONS = /\.(mp4|m4v|mov|webm|mkv|avi|wmv|mpg|mpeg|3gp|3g2|ts|mts|m2ts|ogv|flv)$/i;

/**
 * Judges what can be known in the browser. An unknown length (`null`) passes: some formats cannot be read here,
 * and the service looks again at the real bytes.
 */
export function judgeFile(file: FileFacts, bounds: Bounds): Preflight {
  if (file.sizeBytes === 0) return { fits: false, code: 'EMPTY' };
  if (!file.type.startsWith('video/') && !EXTENSIONS.test(file.name)) return { fits: false, code: 'NOT_VIDEO' };
  if (BigInt(file.sizeBytes) > BigInt(bounds.maxBytes)) return { fits: false, code: 'TOO_LARGE' };
  if (file.durationMs === null) return { fits: true };
  if (file.durationMs < bounds.minDurationMs) return { fits: false, code: 'TOO_SHORT' };
  if (file.durationMs > bounds.maxDurationMs) return { fits: false, code: 'TOO_LONG' };
  return { fits: true };
}

/** True when this may be the file that a half-done upload began with. */
export function isSameFile(
  file: { name: string; size: number },
  video: { fileName: string; sizeBytes: string },
): boolean {
  return file.name === video.fileName && BigInt(file.size) === BigInt(video.sizeBytes);
}

/** Length of a video file as this browser reads it; null when it cannot, or takes more than 4 s to say. */
export async function readDuration(file: File): Promise<number | null> {
  const address = URL.createObjectURL(file);
  const probe = document.createElement('video');
  probe.preload = 'metadata';
  try {
    return await new Promise<number | null>((resolve) => {
      setTimeout(() => resolve(null), 4000);
      probe.onloadedmetadata = () =>
        resolve(Number.isFinite(probe.duration) ? Math.round(probe.duration * 1000) : null);
      probe.onerror = () => resolve(null);
      probe.src = address;
    });
  } finally {
    probe.removeAttribute('src');
    URL.revokeObjectURL(address);
  }
}
