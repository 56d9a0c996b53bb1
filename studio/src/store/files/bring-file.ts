// Sends an order file to the service as it lies on the disk.
import type { OrderFilePurpose } from '../../api/generated';

export type Brought = { id: string } | { code: string };

/** Never throws: a lost connection is a refusal too. */
export async function bringFile(
  storeId: string,
  purpose: OrderFilePurpose,
  mode: string,
  file: File,
): Promise<Brought> {
  const query = new URLSearchParams({ purpose, mode, name: file.name });
  try {
    const answer = await fetch(`/stores/${encodeURIComponent(storeId)}/order-files?${query.toString()}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/octet-stream' } },
      ...{ body: file, credentials: 'same-origin' as const },
    });
    const body = (await answer.json()) as { id?: string; error?: { code: string } };
    return body.id ? { id: body.id } : { code: body.error?.code ?? 'UNKNOWN' };
  } catch {
    return { code: 'NETWORK' };
  }
}
