// The life of an order file.

export const FILE_PURPOSES = ['import', 'reconcile'] as const;
export type FilePurpose = (typeof FILE_PURPOSES)[number];

/** uploaded: waits for its columns. comparing: read, being matched with our records. */
export type FileStatus = 'uploaded' | 'reading' | 'comparing' | 'done' | 'failed' | 'given_up';

/** Something is still to come of it. */
export const isUnderWay = (status: FileStatus): boolean => status === 'reading' || status === 'comparing';
