// What shoppers reported of a video, beside it: how often, for what, and their words.
import { Text } from '@mantine/core';
import type { ReviewPartsFragment } from '../api/generated';
import { Chip } from '../ui/chip';
import { formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';

type Case = NonNullable<ReviewPartsFragment['complaintCase']>;

export function ReasonChips({ reasons }: { reasons: Case['reasons'] }) {
  return (
    <span className="vt-chips">
      {reasons.map(({ code, label, count }) => (
        <Chip key={code} tone="warning">{`${label} · ${count}`}</Chip>
      ))}
    </span>
  );
}

export function CaseCard({ of }: { of: Case }) {
  const { t, locale } = useLocale();
  const labels = new Map(of.reasons.map(({ code, label }) => [code, label]));
  const spoken = of.said.nodes.filter((one) => one.text);
  const more = of.said.totalCount - of.said.nodes.length;
  return (
    <Card title={t('complaints.ofVideo', { count: of.complaints })}>
      <ReasonChips reasons={of.reasons} />
      <Text size="sm" c="dimmed" mt="xs">
        {t('complaints.from', { count: of.reporters })} {t('complaints.answers')}
      </Text>
      {spoken.length > 0 && (
        <ul className="vt-history">
          {spoken.map((one) => (
            <li key={one.id}>
              <div className="vt-break">{one.text}</div>
              <small>
                {labels.get(one.reason) ?? one.reason} · {formatMoment(one.at, locale)}
              </small>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <Text size="sm" c="dimmed">
          {t('complaints.more', { count: more })}
        </Text>
      )}
    </Card>
  );
}
