// Later changes of a programme for property tests: other tags, categories, terms and identifiers, all from one moment on.

type Item = Record<string, unknown>;

const HOUR = 3_600_000;

/** A generator of whole numbers below a bound. */
type Roll = (below: number) => number;

/** The same programme, changed at `at`: what stood before keeps its time, as our tables keep it. */
export function changedAt(config: Item, at: number, roll: Roll): Item {
  const program = config['program'] as Item;
  const changes = (program['changes'] as Item[] | undefined) ?? [];
  const change = {
    from: at,
    hold_days: roll(20),
    timezone: ['UTC', 'Asia/Almaty', 'America/New_York'][roll(3)],
    windows_hours: { onsite_view: 1 + roll(48), onsite_click: 24 * (1 + roll(10)) },
    ...(roll(3) === 0 ? { same_session: roll(2) === 0 } : {}),
    ...(roll(3) === 0 ? attribution(roll) : {}),
    ...(roll(2) === 0 ? { hold_basis: roll(2) === 0 ? 'order' : 'delivery' } : {}),
  };
  const products = Object.entries(config['products'] as Record<string, Item>).map(([id, product]) => {
    const categories = (product['categories'] as Item[] | undefined) ?? [];
    const later = { from: at, category: ['home', 'toys', null][roll(3)] };
    return [id, { ...product, categories: [...categories, later] }];
  });
  return {
    ...config,
    program: { ...program, changes: [...changes, change] },
    products: Object.fromEntries(products) as Item,
    videos: (config['videos'] as Item[]).flatMap((video) => changedVideo(video, at, roll)),
    creators: (config['creators'] as Item[]).map((creator) => changedCreator(creator, at, roll)),
  };
}

/** Other match levels, another least view, clicks and views on one level or on two. */
function attribution(roll: Roll): Item {
  const clicks = ['onsite_cart', 'onsite_click', 'storefront', 'deep_link'];
  const scope = (): string => ['product', 'category', 'order'][roll(3)] ?? 'product';
  return {
    precedence:
      roll(2) === 0 ? [['promo_code'], clicks, ['onsite_view']] : [['promo_code'], [...clicks, 'onsite_view']],
    scopes: { onsite_view: scope(), onsite_click: scope(), deep_link: scope() },
    match_bps: { category: 1 + roll(10_000), halo: 1 + roll(10_000) },
    qualify: { watch_ms: 1000 * (1 + roll(12)), watch_bps: 100 * (1 + roll(100)) },
  };
}

/** Retagged, cut to another length, taken down for an hour, or left as it is. */
function changedVideo(video: Item, at: number, roll: Roll): Item[] {
  const [from, to] = [Number(video['live_from'] ?? 0), Number(video['live_to'] ?? Number.MAX_SAFE_INTEGER)];
  if (at <= from || at >= to || roll(4) === 0) return [video];
  const later = { ...video, live_from: at, product_ids: [`p${1 + roll(3)}`], duration_ms: 1000 * (4 + roll(40)) };
  const back = at + HOUR;
  return [{ ...video, live_to: at }, ...(roll(3) === 0 ? (back < to ? [{ ...later, live_from: back }] : []) : [later])];
}

/** A device that is linked, or a telephone for some days. */
function changedCreator(creator: Item, at: number, roll: Roll): Item {
  const known = (creator['known'] as Item[] | undefined) ?? [];
  const device = { from: at, viewer_ids: [`w${1 + roll(4)}`] };
  const phone = { from: at, to: at + roll(400) * HOUR, customer_ids: [`k${1 + roll(3)}`] };
  return { ...creator, known: [...known, ...([[device], [phone], [], []][roll(4)] ?? [])] };
}
