// What was chosen, file by file: size, length, and what stands against sending it, in plain words.
import { CloseButton, Loader, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { formatBytes } from '../../ui/format/size';
import { formatDuration, formatSpan } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';
import type { Bounds } from './preflight';
import type { Chosen, ChosenFiles } from './use-chosen';

function Words({ item, bounds }: { item: Chosen; bounds: Bounds }) {
  const { t, locale } = useLocale();
  const holes = {
    name: item.file.name,
    size: formatBytes(item.file.size, locale),
    maxSize: formatBytes(Number(bounds.maxBytes), locale),
    min: formatSpan(bounds.minDurationMs, locale),
    max: formatSpan(bounds.maxDurationMs, locale),
    side: bounds.minShortSide,
  };
  const { errors = [], warnings = [] } = item.findings ?? {};
  return (
    <>
      {errors.length > 0 && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <IconCircleX size={18} aria-hidden />
          <div>
            {errors.map((code) => (
              <div key={code}>{t(`uploads.refusal.${code}`, holes)}</div>
            ))}
          </div>
        </div>
      )}
      {warnings.length > 0 && (
        <div className="vt-notice" data-tone={warnings.every(isMild) ? 'info' : 'warning'} role="status">
          <IconAlertTriangle size={18} aria-hidden />
          <div>
            {warnings.map((code) => (
              <div key={code}>{t(`uploads.warning.${code}`, holes)}</div>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

/** What only says that we could not look. */
const isMild = (code: string): boolean => code === 'CANNOT_LOOK' || code === 'NOT_HEARD';

export function ChosenList({ chosen, bounds }: { chosen: ChosenFiles; bounds: Bounds | undefined }) {
  const { t, locale } = useLocale();
  if (!bounds || chosen.list.length === 0) return null;
  return (
    <ul className="vt-chosen" aria-label={t('uploads.chosen')}>
      {chosen.list.map((item) => (
        <li key={item.id}>
          <div className="vt-chosen-head">
            <div className="vt-grow">
              <Text fw={560} className="vt-break">
                {item.file.name}
              </Text>
              <Text size="sm" c="dimmed" className="vt-number">
                {[formatBytes(item.file.size, locale), item.durationMs ? formatDuration(item.durationMs) : null]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </div>
            <CloseButton
              aria-label={t('uploads.takeOut', { name: item.file.name })}
              onClick={() => chosen.remove(item.id)}
            />
          </div>
          {item.findings === null ? (
            <Text size="sm" c="dimmed" role="status" className="vt-looking">
              <Loader size={14} aria-hidden /> {t('uploads.looking')}
            </Text>
          ) : (
            <Words item={item} bounds={bounds} />
          )}
        </li>
      ))}
    </ul>
  );
}
