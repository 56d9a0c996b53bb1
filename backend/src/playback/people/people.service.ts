// The pages of creators: where one is, what stands on it, and where an old address leads.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { decodeCursor, encodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import type { Creator } from '../../creators/creator.entity.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { FACE_WIDTHS, faceUrl } from '../../creators/profile/face.rules.js';
import { HandlesService } from '../../creators/profile/handles.service.js';
import { disclosureOf } from '../../disclosures/ad-mark.rules.js';
import { SHOWN_ON_CARD } from '../../placements/placement.rules.js';
import { PlacementRulesService } from '../../placements/rules/placement-rules.service.js';
import { narrow, type RuleList } from '../../placements/rules/placing.rules.js';
import type { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { cardPoster } from '../media/pictures.rules.js';
import { PublicationService } from '../media/publication.service.js';
import { watchWords, type WatchLanguage } from '../watch/watch-words.rules.js';
import { publicStores, reviewRows, type ReviewRow } from './people.queries.js';
import { personPage, type Picture, type ShownReview } from './person-page.rules.js';

/** Reviews of one page. */
export const REVIEWS_A_PAGE = 24;
/** A shop may hide whole shelves by its rules: so many times more is looked for. */
const MOST_LOOKS = 5;

/** What an address means: a page, the address that it has now, or nothing. */
export type Found = { kind: 'page'; html: string } | { kind: 'moved'; path: string } | { kind: 'gone' };

export interface PublicPage {
  storeId: string;
  storeName: string;
  url: string;
}

interface Asked {
  key: string;
  name: string;
  language: WatchLanguage;
  country: string | null;
  after: string | null;
}

@Injectable()
export class PeopleService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly handles: HandlesService,
    private readonly rules: PlacementRulesService,
    private readonly publications: PublicationService,
  ) {}

  /**
   * The page of a creator in a store, in a country where that is known. Gone where nothing of theirs is shown, and for whoever is
   * unknown; moved from an id or an old handle to the handle of today. BAD_INPUT for a cursor that is not ours.
   */
  async page({ key, name, language, country, after }: Asked): Promise<Found> {
    if (name.length > 100) return { kind: 'gone' };
    const store = (await this.stores.byPublishableKey(key))?.store;
    const creator = store && (await this.handles.find(name));
    if (!store || !creator) return { kind: 'gone' };
    const last = cursorOf(after);
    const { rows, more } = await this.reviews(store.id, creator.id, country, last);
    if (rows.length === 0) return { kind: 'gone' };
    const path = pathOf(store, creator);
    if (path !== `/c/${key}/${name}`) return { kind: 'moved', path };
    const url = this.publications.publicAddress(path);
    const end = rows.at(-1);
    const older = more && end ? encodeCursor([end.publishedAt.toISOString(), end.id]) : null;
    const html = personPage({
      ...{ language, url, isLater: last !== null, origin: this.publications.publicAddress('') },
      shop: { name: store.name, url: store.url },
      person: {
        ...{ name: creator.displayName, handle: creator.handle, bio: creator.bio, links: creator.links },
        face: this.face(creator),
      },
      reviews: rows.map((row) => this.shown(store.id, row, language, country)),
      older: older && `${url}?lang=${language}&after=${older}`,
    });
    return { kind: 'page', html };
  }

  /** The stores in which the caller has a page, by name. */
  async mine(who: AccountActor, args: PageArgs): Promise<Page<PublicPage>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const of = {
      creatorId: creator.id,
      now: this.clock.now(),
      after: decodeCursor(args, 2),
      limit: pageSize(args) + 1,
    };
    const { rows, count } = await publicStores(this.db, of);
    const page = toPage(rows, args, count, ({ name, id }) => [name, id]);
    const nodes = page.nodes.map(({ id, name, key }) => ({
      ...{ storeId: id, storeName: name },
      url: this.publications.publicAddress(pathOf({ publishableKey: key }, creator)),
    }));
    return { ...page, nodes };
  }

  /** The newest review of a creator that a store's cards show anywhere; null without one. */
  async newest(storeId: string, creatorId: string): Promise<ReviewRow | null> {
    return (await this.reviews(storeId, creatorId, null, null)).rows[0] ?? null;
  }

  /** Without those that the shop's rules hide on every page. */
  private async reviews(storeId: string, creatorId: string, country: string | null, after: Last | null) {
    const rules = await this.rules.of(storeId);
    const asked = { storeId, creatorId, country, now: this.clock.now(), shown: SHOWN_ON_CARD };
    const rows: ReviewRow[] = [];
    let [last, isOver] = [after, false];
    for (let look = 0; look < MOST_LOOKS && rows.length <= REVIEWS_A_PAGE && !isOver; look++) {
      const found = await reviewRows(this.db, { ...asked, after: last, limit: REVIEWS_A_PAGE + 1 });
      const end = found.at(-1);
      last = end ? { at: end.publishedAt, id: end.id } : last;
      isOver = found.length <= REVIEWS_A_PAGE;
      rows.push(...found.filter((row) => isShown(rules, row, country)));
    }
    return { rows: rows.slice(0, REVIEWS_A_PAGE), more: rows.length > REVIEWS_A_PAGE || !isOver };
  }

  private face(creator: Creator): Picture | null {
    const origin = this.publications.publicAddress('');
    const widths = FACE_WIDTHS.flatMap((width) => {
      const url = faceUrl(origin, creator, width);
      return url ? [{ width, url }] : [];
    });
    return widths[1] ? { url: widths[1].url, widths } : null;
  }

  private shown(storeId: string, row: ReviewRow, language: WatchLanguage, country: string | null): ShownReview {
    const { id, version, title, manifest, publishedAt, helpful, total } = row;
    const { pays: commission, advertiser, erid, received } = row;
    const { told, texts } = disclosureOf({ commission, advertiser, erid, received }, country);
    const url = (file: string): string => this.publications.publicUrl({ id, storeId, version }, file);
    const sizes = manifest.posterSizes ?? [];
    return {
      ...{ title, publishedAt, product: row.productTitle, durationMs: manifest.durationMs },
      ...{ width: manifest.width, height: manifest.height, votes: { helpful, total } },
      watchUrl: this.publications.publicAddress(`/watch/${id}?lang=${language}`),
      poster: { url: url(cardPoster(manifest)), widths: sizes.map(({ width, webp }) => ({ width, url: url(webp) })) },
      told: told ? (texts?.[language] ?? watchWords(language).disclosure) : null,
    };
  }
}

interface Last {
  at: Date;
  id: string;
}

function cursorOf(after: string | null): Last | null {
  const values = decodeCursor({ first: REVIEWS_A_PAGE, after }, 2);
  const [at = '', id = ''] = values ?? [];
  if (!values) return null;
  // A date that is none would be an error of the database.
  return Number.isNaN(Date.parse(at)) ? { at: new Date(0), id } : { at: new Date(at), id };
}

const pathOf = (store: Pick<Store, 'publishableKey'>, creator: Pick<Creator, 'id' | 'handle'>): string =>
  `/c/${store.publishableKey}/${creator.handle ?? creator.id}`;

function isShown(rules: RuleList, row: ReviewRow, country: string | null): boolean {
  const left = narrow(rules, { ...row, country });
  if (!('decided' in left)) return true;
  const { shows, limit } = left.decided;
  return shows && row.before < (limit ?? SHOWN_ON_CARD);
}
