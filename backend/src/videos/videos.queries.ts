// Lists of videos, newest first, a page at a time.
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { Video } from './video.entity.js';
import type { VideoStatus } from './video.status.js';

/** Either list is served by an index of (owner, created_at, id). */
export interface VideoFilter {
  creatorId?: string;
  storeId?: string;
  status?: VideoStatus | null;
}

export async function pageOfVideos(db: DataSource, filter: VideoFilter, args: PageArgs): Promise<Page<Video>> {
  const size = pageSize(args);
  const after = decodeCursor(args, 2);
  const matching = (): SelectQueryBuilder<Video> => {
    const query = db.manager.createQueryBuilder(Video, 'v');
    if (filter.creatorId) query.andWhere('v.creatorId = :creatorId', { creatorId: filter.creatorId });
    if (filter.storeId) query.andWhere('v.storeId = :storeId', { storeId: filter.storeId });
    if (filter.status) query.andWhere('v.status = :status', { status: filter.status });
    return query;
  };
  const page = matching()
    .orderBy('v.createdAt', 'DESC')
    .addOrderBy('v.id', 'DESC')
    .limit(size + 1);
  if (after) {
    page.andWhere('(v.createdAt, v.id) < (:at::timestamptz, :id)', { at: after[0], id: after[1] });
  }
  const [rows, total] = await Promise.all([page.getMany(), matching().getCount()]);
  return toPage(rows, args, total, (v) => [v.createdAt.toISOString(), v.id]);
}
