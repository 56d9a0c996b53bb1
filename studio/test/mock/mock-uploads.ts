// What the mock API says of room: a creator with two of ten gigabytes, a store with thirty of five hundred.

export const uploadQueries = {
  uploadRoom: ({ sizeBytes }: { sizeBytes: string }) => {
    const needBytes = String(Math.round(Number(sizeBytes) * 1.6));
    const mine = { usedBytes: '2100000000', expectedBytes: '0', quotaBytes: '10000000000' };
    const fits = Number(needBytes) < 7_900_000_000;
    return { mine, needBytes, fits, short: fits ? null : 'creator' };
  },
  storeRoom: () => ({
    ...{ usedBytes: '31000000000', expectedBytes: '400000000' },
    ...{ quotaBytes: '500000000000', creatorQuotaBytes: '10000000000' },
  }),
};
