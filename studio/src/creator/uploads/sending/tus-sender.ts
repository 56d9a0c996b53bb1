// Sends a file through the service by tus, in chunks, one after another.
import { DetailedError, Upload } from 'tus-js-client';
import { RETRY_MS, type Problem, type Sender, type SenderEvents, type Sending } from './sender';

/** 8 MB: small enough for proxies, large enough to cost nothing in round trips. */
const CHUNK_BYTES = 8_000_000;

/** The same video and the same file give the same key after the browser was closed; `lastModified` changes on phones. */
export function fingerprintOf(videoId: string, file: { name: string; size: number }): string {
  return ['vitrina', videoId, file.name, file.size].join('|');
}

/** Null: the line or the service is away, and trying again helps. */
function problemOf(error: Error): Problem | null {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status === 0 || status >= 500) return null;
  if (status === 401 || status === 403) return 'signedOut';
  if (status === 410 || status === 404) return 'expired';
  if (status === 413) return 'tooLarge';
  if (status === 409 && response?.getBody().includes('QUOTA_EXCEEDED')) return 'noRoom';
  if (status === 423 || status === 409) return 'elsewhere';
  return 'refused';
}

export function tusSender({ videoId, trackId, file, uploadUrl }: Sending, events: SenderEvents): Sender {
  const whose = trackId === undefined ? { videoId } : { trackId };
  const upload = new Upload(file, {
    endpoint: new URL(uploadUrl, window.location.origin).pathname,
    metadata: { ...whose, filename: file.name, filetype: file.type },
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_MS,
    removeFingerprintOnSuccess: true,
    fingerprint: () => Promise.resolve(fingerprintOf(trackId ?? videoId, file)),
    onProgress: events.onProgress,
    onSuccess: events.onDone,
    onShouldRetry: (error) => {
      const problem = problemOf(error);
      if (problem === null) events.onWaiting();
      return problem === null || problem === 'elsewhere';
    },
    onError: (error) => {
      const problem = problemOf(error);
      if (problem === null) events.onWaiting();
      else events.onFailed(problem);
    },
  });
  const begin = async () => {
    const [earlier] = await upload.findPreviousUploads();
    if (earlier && upload.url === null) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  };
  return {
    start: () => void begin(),
    stop: () => upload.abort(),
  };
}
