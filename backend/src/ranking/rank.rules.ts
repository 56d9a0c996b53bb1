// Pure: how the videos of one store stand, from what their views brought; and which of them too few have met.

/** What is known of a video of a store. Sales are live ones of the last 90 days; amounts in minor units of the store's currency. */
export interface VideoFacts {
  videoId: string;
  qualifiedViews: number;
  /** Of all time. */
  impressions: number;
  /** Credited orders, those that came back too. */
  orders: number;
  /** Sold before anything came back. */
  grossMinor: bigint;
  /** Sold and kept. */
  netMinor: bigint;
  /** What the sales cost in commission, of the creator and who invited them. */
  commissionMinor: bigint;
  helpful: number;
  votes: number;
}

export interface Standing {
  videoId: string;
  /** What 1,000 qualified views are expected to bring, net of returns and commission. */
  worthMinor: bigint;
  /** What votes add to it or take from it. */
  votesMinor: bigint;
  exploring: boolean;
}

/** A card that 500 shoppers saw tells whether a video is good; until then its numbers are mostly luck. */
export const EXPLORED_IMPRESSIONS = 500;
/** The mean of the store weighs as much as the views that bring so many orders there. */
const PRIOR_ORDERS = 5;
const LEAST_PRIOR_VIEWS = 50;
const MOST_PRIOR_VIEWS = 5000;
/** Likewise votes: the first ten hardly move anything. */
const PRIOR_VOTES = 10;
/** The best votes are worth a quarter of what a view sells on average: they decide between equals and no more. */
const VOTES_WEIGHT = 0.25;

const sum = (facts: readonly VideoFacts[], of: (one: VideoFacts) => number): number =>
  facts.reduce((total, one) => total + of(one), 0);

/** An order of a video that nobody was seen to watch still needs a view to be divided by. */
const viewsOf = (one: VideoFacts): number => Math.max(one.qualifiedViews, one.orders);

const contributionOf = (one: VideoFacts): number => Number(one.netMinor - one.commissionMinor);

interface Prior {
  meanPerView: number;
  views: number;
  grossPerView: number;
  helpfulShare: number;
}

/**
 * The store's own mean. How much it weighs depends on views and orders alone, and what votes weigh on sales before returns: so
 * when a sale comes back, its video falls and no other one falls further. The property spec holds this to account.
 */
function priorOf(facts: readonly VideoFacts[]): Prior {
  const views = sum(facts, viewsOf);
  const orders = sum(facts, (one) => one.orders);
  const votes = sum(facts, (one) => one.votes);
  const gross = facts.reduce((total, one) => total + one.grossMinor, 0n);
  const wanted = orders === 0 ? MOST_PRIOR_VIEWS : (PRIOR_ORDERS * views) / orders;
  return {
    meanPerView: views === 0 ? 0 : sum(facts, contributionOf) / views,
    views: Math.min(MOST_PRIOR_VIEWS, Math.max(LEAST_PRIOR_VIEWS, wanted)),
    grossPerView: views === 0 ? 0 : Number(gross) / views,
    helpfulShare: votes === 0 ? 0.5 : sum(facts, (one) => one.helpful) / votes,
  };
}

/** From -1 to 1: how much better or worse than the store's mean the votes are, the surer the more there are. */
function tiltOf(one: VideoFacts, prior: Prior): number {
  const share = (one.helpful + PRIOR_VOTES * prior.helpfulShare) / (one.votes + PRIOR_VOTES);
  return share - prior.helpfulShare;
}

/**
 * The videos of one store, the best first. Equal ones keep the order in which they came. The estimate is no amount of money
 * that anybody gets, so it may be a float on its way; what is kept is whole minor units.
 */
export function rankVideos(facts: readonly VideoFacts[]): Standing[] {
  const prior = priorOf(facts);
  const judged = facts.map((one, at) => {
    const worth = (contributionOf(one) + prior.views * prior.meanPerView) / (viewsOf(one) + prior.views);
    const tilt = tiltOf(one, prior);
    const votes = VOTES_WEIGHT * prior.grossPerView * tilt;
    return { one, at, tilt, worth, votes };
  });
  judged.sort((a, b) => b.worth + b.votes - (a.worth + a.votes) || b.tilt - a.tilt || a.at - b.at);
  return judged.map(({ one, worth, votes }) => ({
    videoId: one.videoId,
    worthMinor: BigInt(Math.round(worth * 1000)),
    votesMinor: BigInt(Math.round(votes * 1000)),
    exploring: one.impressions < EXPLORED_IMPRESSIONS,
  }));
}
