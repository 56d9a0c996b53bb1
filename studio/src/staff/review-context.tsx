// What a moderator needs beside the video: the products it claims to show, the maker, the facts, earlier decisions.
import { Anchor, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { DecisionsDocument, type ReviewPartsFragment } from '../api/generated';
import { CaptionsCard } from '../creator/captions/captions-card';
import { MarksCard } from '../creator/marks/marks-card';
import { TracksCard } from '../creator/tracks/tracks-card';
import { Chip } from '../ui/chip';
import { formatDuration, formatMoment, formatSpan } from '../ui/format/time';
import { Card } from '../ui/page';
import { Thumb } from '../ui/thumb';
import { useLocale } from '../ui/use-locale';
import { VersionHistory } from '../versions/history';
import { LicenceFacts } from '../versions/licence-facts';
import { CreatorPageCard } from './page/take-from-page';

function Earlier({ videoId, onSeek }: { videoId: string; onSeek: (ms: number) => void }) {
  const { t, locale } = useLocale();
  const [{ data }] = useQuery({ query: DecisionsDocument, variables: { videoId, first: 5 } });
  const list = data?.decisions.nodes ?? [];
  if (list.length === 0) return null;
  return (
    <Card title={t('review.earlier')}>
      <ul className="vt-history">
        {list.map((decision) => (
          <li key={decision.id}>
            <div>
              <strong>{t(`decision.${decision.action}`, { defaultValue: decision.action })}</strong>
              {decision.reasonCode && <code>{decision.reasonCode}</code>}
              {decision.timecodeMs !== null && (
                <button type="button" className="vt-timecode" onClick={() => onSeek(decision.timecodeMs ?? 0)}>
                  {formatDuration(decision.timecodeMs)}
                </button>
              )}
            </div>
            {decision.note && <div>{decision.note}</div>}
            <small>
              {decision.actor} · {formatMoment(decision.at, locale)}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Props = {
  item: ReviewPartsFragment;
  onSeek: (ms: number) => void;
  /** What a machine found; it stands first. */
  children?: ReactNode;
};

export function ReviewContext({ item, onSeek, children }: Props) {
  const { t, locale, price } = useLocale();
  const { video } = item;
  const waitMs = Date.now() - new Date(item.waitingSince).getTime();
  const facts: [string, string][] = [
    [t('review.creator'), video.creator.displayName],
    [t('uploads.store'), video.storeName],
    [t('review.waiting'), formatSpan(waitMs, locale)],
    [t('review.attempt'), String(item.attempts)],
    [t('review.length'), video.durationMs ? formatDuration(video.durationMs) : '—'],
    [t('review.picture'), video.width && video.height ? `${video.width} × ${video.height}` : '—'],
  ];
  return (
    <div className="vt-review-context">
      {children}
      <Card title={t('review.shows')} flush>
        <ul className="vt-rows">
          {video.products.map((product) => (
            <li key={product.id} className="vt-product-beside">
              <Thumb kind="product" size="lg" src={product.imageUrl} />
              <div className="vt-grow">
                <Text fw={560}>{product.title}</Text>
                <Text className="vt-number">{price(product.price)}</Text>
                <Chip tone={product.inStock ? 'success' : 'warning'}>
                  {product.inStock ? t('products.inStock') : t('uploads.outOfStock')}
                </Chip>
                <Anchor href={product.url} target="_blank" rel="noreferrer noopener" size="sm" display="block" mt={6}>
                  {t('review.openProduct')} <IconExternalLink size={14} aria-hidden />
                </Anchor>
              </div>
            </li>
          ))}
        </ul>
      </Card>
      {video.posterUrl && (
        <Card title={t('posters.title')}>
          <figure className="vt-posters-own">
            <img src={video.posterUrl} alt={t('posters.alt', { title: video.title })} />
            <figcaption>{video.posterIsOwn ? t('posters.own') : t('posters.fromVideo')}</figcaption>
          </figure>
        </Card>
      )}
      <Card title={t('review.facts')}>
        <dl className="vt-facts" data-two>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {video.warnings.length > 0 && (
          <div className="vt-notice" data-tone="warning">
            <ul>
              {video.warnings.map((warning) => (
                <li key={warning}>{t(`review.mark_${warning}`, { defaultValue: warning })}</li>
              ))}
            </ul>
          </div>
        )}
      </Card>
      <CaptionsCard videoId={video.id} to="captions" />
      <TracksCard videoId={video.id} version={video.version} judges />
      <MarksCard videoId={video.id} to="marks" />
      <LicenceFacts licence={video.licence} />
      {video.version > 1 && <VersionHistory videoId={video.id} live={video.liveVersion} onSeek={onSeek} />}
      <CreatorPageCard key={video.creator.id} creator={video.creator} />
      <Earlier videoId={video.id} onSeek={onSeek} />
    </div>
  );
}
