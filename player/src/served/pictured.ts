// A card that came with the page shows its picture first: nothing of ours has the main thread or the network before it.
await document
  .querySelector<HTMLImageElement>('vitrina-player img:not([loading])')
  ?.decode()
  .catch(() => 0);

export {};
