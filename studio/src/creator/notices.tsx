// Every decision about a video, as its creator was told: what, why, by a person or a rule, and how to object.
import type { VideoQuery } from '../api/generated';
import { formatDuration, formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';

type Notice = VideoQuery['video']['decisions'][number];

function NoticeRow({ notice }: { notice: Notice }) {
  const { t, locale } = useLocale();
  return (
    <li>
      <div>
        <strong>{t(`decision.${notice.action}`, { defaultValue: notice.action })}</strong>
        {notice.rule && <code>{notice.rule}</code>}
        {notice.timecodeMs !== null && <span className="vt-number">{formatDuration(notice.timecodeMs)}</span>}
      </div>
      {notice.reason && <div>{notice.reason}</div>}
      {notice.note && <div>{t('videos.reviewerNote', { note: notice.note })}</div>}
      <small>
        {notice.automated ? t('notices.byRule') : t('notices.byPerson')} · {formatMoment(notice.at, locale)}
      </small>
      {notice.howToAppeal && <div>{notice.howToAppeal}</div>}
      {notice.text && (
        <details>
          <summary>{t('notices.asSent')}</summary>
          <p style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{notice.text}</p>
        </details>
      )}
    </li>
  );
}

export function NoticesCard({ notices }: { notices: readonly Notice[] }) {
  const { t } = useLocale();
  if (notices.length === 0) return null;
  return (
    <Card title={t('notices.head')}>
      <ul className="vt-history">
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} />
        ))}
      </ul>
    </Card>
  );
}
