// Earlier videos that this one is a near copy of, and the original beside it, both playing the same moment.
import { Button, Group } from '@mantine/core';
import { IconColumns2, IconX } from '@tabler/icons-react';
import { useRef, type RefObject } from 'react';
import type { ReviewPartsFragment } from '../../api/generated';
import { Chip } from '../../ui/chip';
import { formatDuration } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { Player } from '../../ui/player';
import { Thumb } from '../../ui/thumb';
import { useLocale } from '../../ui/use-locale';
import { useFollow } from './use-follow';

export type Copy = ReviewPartsFragment['nearCopies'][number];

type Props = {
  copies: readonly Copy[];
  /** The id of the original that stands beside. */
  beside: string | null;
  onBeside: (copy: Copy | null) => void;
  onReason: (code: string, ms: number) => void;
};

function CopyRow({ copy, beside, onBeside, onReason }: { copy: Copy } & Omit<Props, 'copies'>) {
  const { t, locale } = useLocale();
  const { original } = copy;
  const open = beside === original.id;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(copy.score);
  const times = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(copy.speed);
  const overlap = t('review.overlap', {
    mine: formatDuration(copy.copyFromMs),
    theirs: formatDuration(copy.originalFromMs),
    length: formatDuration(copy.lengthMs),
  });
  return (
    <li className="vt-near">
      <Thumb kind="video" size="sm" src={original.posterUrl} durationMs={original.durationMs} />
      <div className="vt-grow">
        <span className="vt-two">
          <span>{original.title}</span>
          <small>
            {original.creator.displayName} · {original.storeName}
          </small>
          <small>{overlap}</small>
        </span>
        <Group gap={6} my={8}>
          <Chip tone={copy.own ? 'info' : 'danger'}>{t(`review.same_${copy.same}`, { percent })}</Chip>
          {copy.own && <Chip>{t('review.sameCreator')}</Chip>}
          {copy.mirrored && <Chip>{t('review.mirrored')}</Chip>}
          {Math.abs(copy.speed - 1) > 0.03 && <Chip>{t('review.times', { times })}</Chip>}
        </Group>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            aria-pressed={open}
            leftSection={open ? <IconX size={14} aria-hidden /> : <IconColumns2 size={14} aria-hidden />}
            rightSection={<kbd className="vt-key">C</kbd>}
            onClick={() => onBeside(open ? null : copy)}
          >
            {open ? t('review.putAway') : t('review.compare')}
          </Button>
          {copy.reasonCode && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onReason(copy.reasonCode ?? '', copy.copyFromMs)}
            >
              {t('review.takeReason')}
            </Button>
          )}
        </Group>
      </div>
    </li>
  );
}

/** Nothing when no copy was found. */
export function NearCopies(props: Props) {
  const { t } = useLocale();
  if (props.copies.length === 0) return null;
  return (
    <Card title={t('review.nearCopies')} flush>
      <ul className="vt-rows">
        {props.copies.map((copy) => (
          <CopyRow key={copy.original.id} {...props} copy={copy} />
        ))}
      </ul>
    </Card>
  );
}

/** The original beside the video in review. */
export function Beside({ copy, leader }: { copy: Copy; leader: RefObject<HTMLVideoElement | null> }) {
  const { t } = useLocale();
  const element = useRef<HTMLVideoElement>(null);
  useFollow(leader, element, copy);
  const { original } = copy;
  return (
    <figure className="vt-beside">
      <Player
        video={element}
        src={original.previewHlsUrl}
        poster={original.posterUrl}
        label={t('review.originalLabel', { title: original.title })}
      />
      <figcaption>{t('review.originalOf', { name: original.creator.displayName })}</figcaption>
    </figure>
  );
}
