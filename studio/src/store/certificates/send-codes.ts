// Sends a file of codes to the service as it lies on the disk, and says how much of it has left.

export interface CodesRead {
  id: string;
  rowsDone: number;
  added: number;
  known: number;
  wrong: number;
}

export type CodesSent = CodesRead | { code: string };

/** Never throws: a lost connection is a refusal too. `onSent` gets a share from 0 to 1. */
export function sendCodes(
  { storeId, poolId }: { storeId: string; poolId: string },
  file: File,
  onSent: (share: number) => void,
): Promise<CodesSent> {
  const path = `/stores/${encodeURIComponent(storeId)}/certificate-pools/${encodeURIComponent(poolId)}/codes`;
  return new Promise((resolve) => {
    // fetch cannot tell how much was sent.
    const call = new XMLHttpRequest();
    call.open('POST', `${path}?${new URLSearchParams({ name: file.name }).toString()}`);
    call.setRequestHeader('content-type', 'application/octet-stream');
    call.responseType = 'json';
    call.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    call.onerror = () => resolve({ code: 'NETWORK' });
    call.onload = () => {
      const body = call.response as (Partial<CodesRead> & { error?: { code?: string } }) | null;
      if (call.status < 300 && body?.id) resolve(body as CodesRead);
      else resolve({ code: body?.error?.code ?? 'UNKNOWN' });
    };
    call.send(file);
  });
}
