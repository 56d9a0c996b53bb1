// What the mock API answers about reports by shoppers, and why videos stand where they do.
import { ago, money, videos, type MockVideo } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const HOUR = 3_600_000;

const said = [
  {
    id: 'cmp_1',
    reason: 'WRONG_PRODUCT',
    text: 'The video shows the small shaker, the page sells the large one.',
    at: ago(5 * HOUR),
  },
  { id: 'cmp_2', reason: 'WRONG_PRODUCT', text: null, at: ago(3 * HOUR) },
  { id: 'cmp_3', reason: 'SPAM', text: 'It names another shop at the end.', at: ago(2 * HOUR) },
];

const reasons = [
  { code: 'WRONG_PRODUCT', label: 'Another product is shown', count: 2 },
  { code: 'SPAM', label: 'Spam or deception', count: 1 },
];

const caseOf = (videoId: string, status: string) => ({
  id: `ccs_${videoId}`,
  ...{ status, videoId, reasons, complaints: 3, reporters: status === 'open' ? 3 : 0 },
  openedAt: ago(5 * HOUR),
  closedAt: status === 'open' ? null : ago(HOUR),
  decision: status === 'removed' ? { id: 'dec_1', reasonCode: 'WRONG_PRODUCT', actor: 'Marat' } : null,
  said: (args: PageArgs) => pageOf(said, args),
});

/** One video of the queue was reported. */
export const reportedOf = (videoId: string) =>
  videoId === 'vid_shakers'
    ? { complaints: 3, complaintCase: caseOf(videoId, 'open') }
    : { complaints: 0, complaintCase: null };

export const complaintAnswers = (videoOf: (video: MockVideo) => object) => ({
  complaintCases: (args: PageArgs & { storeId?: string | null; open?: boolean | null }, context: Context) => {
    mustBe(context, 'moderator', 'administrator', 'store_owner');
    const [first, second, third] = videos.filter(({ status }) => status === 'published');
    const all = [
      ...[caseOf('vid_shakers', 'open'), caseOf(first?.id ?? '', 'kept')],
      ...[caseOf(second?.id ?? '', 'removed'), caseOf(third?.id ?? first?.id ?? '', 'gone')],
    ];
    const open = args.open ?? null;
    const cases = all.filter(({ status }) => open === null || (status === 'open') === open);
    const nodes = cases.map((one) => ({
      ...one,
      video: videoOf(videos.find(({ id }) => id === one.videoId) ?? fail('NOT_FOUND')),
    }));
    return pageOf(nodes, args);
  },
});

export const standingOf = (at: number, second: number) => ({
  worth: money(second ? 2_140_000 : 5_385_000 + at * 90_000),
  votesWorth: money(second ? -12_000 : 31_000),
  ...{
    net: money(48_200_000),
    commission: money(4_820_000),
    qualifiedViews: second ? 61 : 812,
    orders: second ? 2 : 58,
  },
  ...{
    impressions: second ? 148 : 2310,
    exploredAt: 500,
    helpful: second ? 3 : 41,
    votes: second ? 5 : 47,
    at: ago(HOUR / 2),
  },
});
