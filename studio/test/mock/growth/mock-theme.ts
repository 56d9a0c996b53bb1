// What the mock API answers about a shop's theme, and the card that the preview shows.
import { ago } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const none = { accent: null, onAccent: null, radiusPx: null, fonts: null, maxWidthPx: null };
type Values = { [name in keyof typeof none]: string | number | string[] | null };
type Kept = {
  draft: Values;
  versions: { version: number; backTo: number | null; publishedAt: string; values: Values }[];
};

const kept = new Map<string, Kept>([
  [
    'sto_aina',
    {
      draft: { ...none, accent: '#0a7d4f', onAccent: '#ffffff', radiusPx: 6 },
      versions: [
        { version: 2, backTo: null, publishedAt: ago(86_400_000), values: { ...none, accent: '#b3261e', radiusPx: 8 } },
        { version: 1, backTo: null, publishedAt: ago(9 * 86_400_000), values: { ...none, accent: '#0a5c36' } },
      ],
    },
  ],
]);
const of = (storeId: string): Kept => {
  const known = kept.get(storeId) ?? { draft: none, versions: [] };
  kept.set(storeId, known);
  return known;
};
const desk = ({ draft, versions }: Kept) => {
  const published = versions[0]?.values ?? none;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(published);
  return { draft, isChanged, version: versions[0]?.version ?? 0, published, contrast: [] };
};
type Asked = { storeId: string };

export const themeAnswers = {
  theme: ({ storeId }: Asked, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return desk(of(storeId));
  },
  themeVersions: ({ storeId, ...args }: Asked & PageArgs, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return pageOf(of(storeId).versions, args);
  },
  saveThemeDraft: ({ storeId, values }: Asked & { values: Values }, context: Context) => {
    mustBe(context, 'store_owner');
    if (values.accent === '#12')
      fail('BAD_INPUT', 'Wrong.', { field: 'accent', detail: 'Write a colour such as #5b3df5.' });
    of(storeId).draft = { ...none, ...values };
    return desk(of(storeId));
  },
  publishTheme: ({ storeId }: Asked) => {
    const { versions, draft } = of(storeId);
    versions.unshift({ version: versions.length + 1, backTo: null, publishedAt: ago(0), values: draft });
    return desk(of(storeId));
  },
  revertTheme: ({ storeId, to }: Asked & { to: number }) => {
    const known = of(storeId);
    known.draft = known.versions.find(({ version }) => version === to)?.values ?? none;
    known.versions.unshift({
      version: known.versions.length + 1,
      backTo: to,
      publishedAt: ago(0),
      values: known.draft,
    });
    return desk(known);
  },
};

/** A card as the player gets it, with pictures of the stand-in. */
export const previewCard = (origin: string) => ({
  product: {
    ...{
      id: 'mug',
      title: 'Stoneware mug',
      priceMinor: '649000',
      currency: 'KZT',
      decimals: 2,
      url: `${origin}/`,
      imageUrl: null,
    },
    ...{ inStock: true, variants: [] },
  },
  theme: '',
  videos: ['mug', 'jar', 'vase'].map((id) => ({
    ...{
      id: `vid_${id}`,
      title: 'The mug I take everywhere',
      creator: { name: 'Dana', avatarUrl: null },
      durationMs: 12_000,
    },
    ...{
      width: 9,
      height: 16,
      hlsUrl: `${origin}/none.m3u8`,
      mp4Url: null,
      posterUrl: `${origin}/mock/poster/${id}.svg`,
    },
    ...{ captions: [], disclosure: true, products: ['mug'], publishedAt: ago(0), start: [] },
  })),
});
