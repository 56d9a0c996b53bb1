// Why a video stands where it does on a card: what its views bring, in one line, and the numbers behind it.
import { Anchor } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { PlacementsQuery } from '../../api/generated';
import { formatCount } from '../../ui/format/size';
import { formatMoment } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';

type Placement = PlacementsQuery['placements']['nodes'][number];

function Numbers({ standing }: { standing: NonNullable<Placement['standing']> }) {
  const { t, locale, price } = useLocale();
  const count = (value: number) => formatCount(value, locale);
  const rows: [string, string][] = [
    [t('standing.worth'), price(standing.worth)],
    [t('standing.votesWorth'), price(standing.votesWorth)],
    [t('standing.views'), count(standing.qualifiedViews)],
    [t('standing.orders'), count(standing.orders)],
    [t('standing.net'), price(standing.net)],
    [t('standing.commission'), price(standing.commission)],
    [t('standing.votes'), t('standing.votesOf', { helpful: standing.helpful, count: standing.votes })],
    [
      t('standing.impressions'),
      t('standing.impressionsOf', { seen: count(standing.impressions), all: count(standing.exploredAt) }),
    ],
    [t('standing.at'), formatMoment(standing.at, locale)],
  ];
  return (
    <dl className="vt-facts" data-two>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Standing({ placement }: { placement: Placement }) {
  const { t, price } = useLocale();
  const [open, { toggle }] = useDisclosure(false);
  const { standing, pinned, exploring, video } = placement;
  if (!standing) return <small>{t('standing.notYet')}</small>;
  const worth = t('standing.brings', { sum: price(standing.worth) });
  const why = pinned ? t('standing.pinned') : exploring ? t('standing.exploring') : worth;
  return (
    <>
      <small>
        {why}{' '}
        <Anchor
          component="button"
          type="button"
          size="xs"
          aria-expanded={open}
          aria-label={t('standing.whyOf', { title: video.title })}
          onClick={toggle}
        >
          {t('standing.why')}
        </Anchor>
      </small>
      {open && <Numbers standing={standing} />}
    </>
  );
}
