// The uploads of this tab as React sees them.
import { useSyncExternalStore } from 'react';
import { uploads, type UploadView } from './uploads';

/** All uploads of this tab, newest change first drawn. */
export function useUploads(): readonly UploadView[] {
  return useSyncExternalStore(uploads.subscribe, uploads.snapshot);
}

/** The upload of one video, if it runs in this tab. */
export function useUpload(videoId: string): UploadView | null {
  return useUploads().find((view) => view.videoId === videoId) ?? null;
}
