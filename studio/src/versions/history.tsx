// The versions of a video, newest first: what each was made of, why, and what was decided about it.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { VideoVersionsDocument, type VersionStatus, type VideoVersionsQuery } from '../api/generated';
import { Chip, type Tone } from '../ui/chip';
import { formatDuration, formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { keptMs } from './keep';

type Version = VideoVersionsQuery['videoVersions']['nodes'][number];

const TONES: Partial<Record<VersionStatus, Tone>> = {
  published: 'success',
  in_review: 'accent',
  rejected: 'danger',
  refused: 'danger',
  retired: 'neutral',
  replaced: 'neutral',
  cancelled: 'neutral',
};
const A_PAGE = 5;

function Decision({ version, onSeek }: { version: Version; onSeek: (ms: number) => void }) {
  const { t, locale } = useLocale();
  const { decision } = version;
  if (!decision) return null;
  return (
    <div>
      {t(`decision.${decision.action}`, { defaultValue: decision.action })}
      {', '}
      {decision.actor ?? t(decision.automated ? 'notices.byRule' : 'notices.byPerson')}
      {', '}
      {formatMoment(decision.at, locale)}
      {decision.reasonCode && (
        <>
          {' '}
          <code>{decision.reasonCode}</code>
        </>
      )}
      {decision.timecodeMs !== null && (
        <>
          {' '}
          <button type="button" className="vt-timecode" onClick={() => onSeek(decision.timecodeMs ?? 0)}>
            {formatDuration(decision.timecodeMs)}
          </button>
        </>
      )}
      {decision.note && <div>{decision.note}</div>}
    </div>
  );
}

function Row({ version, onSeek }: { version: Version; onSeek: (ms: number) => void }) {
  const { t, locale } = useLocale();
  const { keep, why, durationMs } = version;
  const what =
    version.madeBy === 'trim' && keep === null
      ? t('versions.wholeAgain')
      : t(`versions.madeBy.${version.madeBy}`, { length: formatDuration(keptMs(keep ?? [])) });
  return (
    <li>
      <div>
        <strong>{t('versions.number', { number: version.version })}</strong>
        <Chip tone={version.live ? 'success' : (TONES[version.status] ?? 'info')}>
          {version.live ? t('versions.live') : t(`versions.status.${version.status}`)}
        </Chip>
        {durationMs !== null && <span className="vt-number">{formatDuration(durationMs)}</span>}
      </div>
      <div>
        {what}
        {version.madeBy !== 'trim' && <> · {version.fileName}</>}
      </div>
      {why && <div>{t('versions.because', { why })}</div>}
      <Decision version={version} onSeek={onSeek} />
      <small>
        {formatMoment(version.startedAt, locale)}
        {version.filesRemoved && <> · {t('versions.filesRemoved')}</>}
      </small>
    </li>
  );
}

/** `live` is only asked so that the list is read again when another version went live. */
export function VersionHistory(props: { videoId: string; live: number | null; onSeek: (ms: number) => void }) {
  const { t } = useLocale();
  const [first, setFirst] = useState(A_PAGE);
  const [{ data }] = useQuery({
    query: VideoVersionsDocument,
    variables: { videoId: props.videoId, first },
    requestPolicy: 'cache-and-network',
  });
  const list = data?.videoVersions.nodes ?? [];
  if (list.length === 0) return null;
  const more = (data?.videoVersions.totalCount ?? 0) > list.length && first < 100;
  return (
    <Card title={t('versions.history')}>
      <ol className="vt-history" reversed>
        {list.map((version) => (
          <Row key={version.version} version={version} onSeek={props.onSeek} />
        ))}
      </ol>
      {more && (
        <Group mt="sm">
          <Button variant="default" size="xs" onClick={() => setFirst(100)}>
            {t('versions.older')}
          </Button>
        </Group>
      )}
    </Card>
  );
}
