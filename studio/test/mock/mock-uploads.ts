// What the mock API says of room (a creator with two of ten gigabytes, a store with thirty of five hundred) and of branding.

export const uploadQueries = {
  uploadRoom: ({ sizeBytes }: { sizeBytes: string }) => {
    const needBytes = String(Math.round(Number(sizeBytes) * 1.6));
    const mine = { usedBytes: '2100000000', expectedBytes: '0', quotaBytes: '10000000000' };
    const fits = Number(needBytes) < 7_900_000_000;
    return { mine, needBytes, fits, short: fits ? null : 'creator' };
  },
  storeBranding: ({ storeId }: { storeId: string }) => ({
    ...{ storeId, logoState: 'ready', logoUrl: '/mock/poster/own.svg' },
    settings: {
      ...{ watermark: true, corner: 'top_left', opacityPct: 70, widthPct: 14, marginPct: 3, onPosters: false },
      ...{ endCard: true, cardMs: 3000, language: 'kk' },
    },
  }),
  remakeDesk: () => ({
    others: 31,
    run: {
      ...{ askedAt: '2026-11-24T08:00:00Z', endedAt: null, total: 48, done: 15, failed: 1, originalGone: 2 },
      ...{ calledOff: 0, toDo: 30 },
    },
  }),
  storeRoom: () => ({
    ...{ usedBytes: '31000000000', expectedBytes: '400000000' },
    ...{ quotaBytes: '500000000000', creatorQuotaBytes: '10000000000' },
  }),
};
