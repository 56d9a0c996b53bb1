// One PUT of one part to a signed address, with progress; a browser tells progress of sending only to this old door.

export type PartResult = { status: number };

/** Status 0: the line broke, or nothing moved for a minute. Aborting the signal gives status -1. */
export function sendPart(
  url: string,
  bytes: Blob,
  signal: AbortSignal,
  onProgress: (sentBytes: number) => void,
): Promise<PartResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout>;
    const moved = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const end = (status: number) => {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
      resolve({ status });
    };
    const stop = () => request.abort();
    request.upload.onprogress = (event) => {
      moved();
      onProgress(event.loaded);
    };
    request.onload = () => end(request.status);
    request.onerror = () => end(0);
    request.onabort = () => end(signal.aborted ? -1 : 0);
    signal.addEventListener('abort', stop);
    request.open('PUT', url);
    moved();
    request.send(bytes);
  });
}

const SILENCE_MS = 60_000;
