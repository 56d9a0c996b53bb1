// Embed codes for the mock API: one that works, one that was taken back, and making one.
import { ago, DAY, videos } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

type Embed = {
  id: string;
  storeId: string;
  videoId: string;
  videoTitle: string;
  label: string;
  domains: string[];
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  url: string;
  code: string;
  views: number;
  clicks: number;
};

function embedOf(id: string, videoId: string, more: Partial<Embed>): Embed {
  const url = `https://vitrina.example/embed/${videoId}?token=${id}.sdfk2.c2lnbmF0dXJl`;
  const title = videos.find((one) => one.id === videoId)?.title ?? '';
  return {
    ...{ id, storeId: 'sto_aina', videoId, videoTitle: title, label: '', domains: ['blog.example'], url },
    code: `<iframe src="${url}" title="${title}" width="360" height="640" loading="lazy"></iframe>`,
    ...{ createdAt: ago(DAY), expiresAt: ago(-29 * DAY), revokedAt: null, views: 0, clicks: 0, ...more },
  };
}

export const embeds: Embed[] = [
  embedOf('emb_1', 'vid_mug', {
    ...{ label: 'The kitchen blog', domains: ['blog.example', '*.kitchen.example'], views: 1204, clicks: 87 },
  }),
  embedOf('emb_2', 'vid_mug', { label: 'Partner', revokedAt: ago(DAY), views: 33 }),
];

export const embedAnswers = {
  embeds: (args: PageArgs, context: Context) => {
    mustBe(context, 'store_owner');
    return pageOf(embeds, args);
  },
  storeVideos: (args: PageArgs, context: Context) => {
    mustBe(context, 'store_owner');
    return pageOf(videos, args);
  },
  createEmbed: (
    { input }: { input: { videoId: string; label: string; domains: string[]; days: number } },
    context: Context,
  ) => {
    mustBe(context, 'store_owner');
    if (input.domains.some((domain) => !domain.includes('.')))
      fail('BAD_INPUT', 'Not a domain.', { field: 'domains.0' });
    const { videoId, days, ...rest } = input;
    const made = embedOf(`emb_${embeds.length + 1}`, videoId, { ...rest, expiresAt: ago(-days * DAY) });
    embeds.unshift(made);
    return made;
  },
  revokeEmbed: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'store_owner');
    const found = embeds.find((one) => one.id === id) ?? fail('NOT_FOUND');
    return Object.assign(found, { revokedAt: ago(0) });
  },
};
