// Sends captions to the service over HTTP, and says in the reader's language what was wrong with them.
import type { TFunction } from 'i18next';

export type Refusal = {
  code: string;
  /** Which of the known faults of a caption file, and in which line. */
  reason: string | null;
  line: number | null;
  /** The revision that stands there now, after a CONFLICT. */
  revision: number | null;
};
export type Saved = { id: string; revision: number } | { refusal: Refusal };

type Wish = {
  videoId: string;
  language: string;
  revision: number;
  source: 'uploaded' | 'edited';
  file: Blob | string;
};

const refusalOf = (code: string, more: Partial<Refusal> = {}): Saved => ({
  refusal: { reason: null, line: null, revision: null, ...more, code },
});

/** Saves a whole file of captions. Never throws: a lost connection is a refusal too. */
export async function saveCaptions({ videoId, language, revision, source, file }: Wish): Promise<Saved> {
  const query = new URLSearchParams({ revision: String(revision), source });
  const address = `/captions/${encodeURIComponent(videoId)}/${encodeURIComponent(language)}?${query.toString()}`;
  try {
    const headers = { 'content-type': 'text/vtt' };
    const answer = await fetch(address, { method: 'PUT', headers, body: file, credentials: 'same-origin' });
    if (answer.status === 413) return refusalOf('BAD_CAPTIONS', { reason: 'TOO_LARGE' });
    const body = (await answer.json()) as { id: string; revision: number; error?: Refusal };
    if (answer.ok) return { id: body.id, revision: body.revision };
    return refusalOf(body.error?.code ?? 'UNKNOWN', body.error);
  } catch {
    return refusalOf('NETWORK');
  }
}

/** Title and advice for a refusal. */
export function refusalWords(t: TFunction, { code, reason, line }: Refusal): { title: string; whatToDo: string } {
  if (code === 'BAD_CAPTIONS' && reason) {
    const title = line ? t('captions.badLine', { line }) : t('errors.BAD_CAPTIONS.title');
    return { title, whatToDo: t(`captions.problem.${reason}`) };
  }
  const known = t(`errors.${code}.title`, { defaultValue: t('errors.UNKNOWN.title') });
  return { title: known, whatToDo: t(`errors.${code}.do`, { defaultValue: t('errors.UNKNOWN.do') }) };
}

/** Gives the browser a file to keep. */
export function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
