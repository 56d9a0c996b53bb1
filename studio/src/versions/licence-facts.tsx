// A licence in words: until when, where, for advertising or not, to this shop alone or not.
import type { VideoLifeFragment } from '../api/generated';
import { formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';

/** The name of a country in the reader's language; Russian where a browser has no Kazakh names. */
export function countryName(code: string, locale: string): string {
  return new Intl.DisplayNames([locale, 'ru'], { type: 'region' }).of(code) ?? code;
}

export function LicenceFacts({ licence }: { licence: VideoLifeFragment['licence'] }) {
  const { t, locale } = useLocale();
  const { until, countries, ads, exclusive } = licence;
  const ended = until !== null && new Date(until).getTime() <= Date.now();
  const term = until === null ? t('licence.noEnd') : formatMoment(until, locale);
  const facts: [string, string][] = [
    [t('licence.until'), ended ? t('licence.ended', { when: term }) : term],
    [t('licence.where'), countries?.map((code) => countryName(code, locale)).join(', ') ?? t('licence.everywhere')],
    [t('licence.ads'), t(ads ? 'ui.yes' : 'ui.no')],
    [t('licence.exclusive'), t(exclusive ? 'ui.yes' : 'ui.no')],
  ];
  return (
    <Card title={t('licence.head')}>
      <dl className="vt-facts" data-two>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
