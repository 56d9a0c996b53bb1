// The creator grants the licence of a video: its term, its countries, advertising and exclusivity.
import { Button, Group, MultiSelect, Radio, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldsOf } from '../api/client';
import { SetVideoLicenceDocument, type VideoFullFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { Card } from '../ui/page';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { countryName } from './licence-facts';

/** Two letters that name no country of their own. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);

/** Every country the browser knows, by name. */
function countryChoices(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((a) => letters.map((b) => a + b));
  // Old codes are answered with the name of their successor: the first code of a name is kept.
  const seen = new Map<string, string>();
  for (const code of codes) {
    const name = NOT_COUNTRIES.has(code) ? undefined : names.of(code);
    const now = name && new Intl.Locale(`und-${code}`).maximize().region;
    if (name && now === code && !seen.has(name)) seen.set(name, code);
  }
  return [...seen.values()]
    .map((value) => ({ value, label: countryName(value, locale) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}

/** The last day on which it may be shown, in the reader's own time. */
function dayOf(until: string | null): string {
  if (until === null) return '';
  const last = new Date(new Date(until).getTime() - 1);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`;
}

/** The first moment after that day. */
function untilOf(day: string): string | null {
  const end = new Date(`${day}T00:00:00`);
  if (Number.isNaN(end.getTime())) return null;
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}

export function LicenceCard({ video }: { video: VideoFullFragment }) {
  const { t, locale } = useLocale();
  const { licence } = video;
  const [limited, setLimited] = useState(licence.until !== null);
  const [day, setDay] = useState(dayOf(licence.until));
  const [somewhere, setSomewhere] = useState(licence.countries !== null);
  const [countries, setCountries] = useState<string[]>(licence.countries ?? []);
  const [ads, setAds] = useState(licence.ads);
  const [exclusive, setExclusive] = useState(licence.exclusive);
  const grant = useChange(SetVideoLicenceDocument, true);
  const fields = grant.error ? fieldsOf(grant.error) : {};
  const ended = licence.until !== null && new Date(licence.until).getTime() <= Date.now();
  const save = () => {
    const granted = { until: limited ? untilOf(day) : null, countries: somewhere ? countries : null, ads, exclusive };
    void grant.run({ id: video.id, licence: granted }, t('licence.saved'));
  };
  return (
    <Card title={t('licence.head')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="vt-card-lead">{t('licence.lead')}</p>
        {ended && (
          <div className="vt-notice" data-tone="warning" role="status">
            <div>{t('licence.endedLong')}</div>
          </div>
        )}
        <FormError error={grant.error} />
        <Radio.Group
          label={t('licence.until')}
          value={limited ? 'day' : 'none'}
          onChange={(value) => setLimited(value === 'day')}
        >
          <Group mt={6} gap="md">
            <Radio value="none" label={t('licence.noEnd')} />
            <Radio value="day" label={t('licence.toDay')} />
          </Group>
        </Radio.Group>
        {limited && (
          <TextInput
            type="date"
            label={t('licence.lastDay')}
            required
            value={day}
            error={fields['until']}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        )}
        <Radio.Group
          label={t('licence.where')}
          value={somewhere ? 'some' : 'all'}
          onChange={(value) => setSomewhere(value === 'some')}
        >
          <Group mt={6} gap="md">
            <Radio value="all" label={t('licence.everywhere')} />
            <Radio value="some" label={t('licence.someCountries')} />
          </Group>
        </Radio.Group>
        {somewhere && (
          <MultiSelect
            label={t('licence.countries')}
            data={countryChoices(locale)}
            searchable
            limit={60}
            value={countries}
            error={fields['countries']}
            onChange={setCountries}
          />
        )}
        <Switch
          label={t('licence.ads')}
          description={t('licence.adsHint')}
          checked={ads}
          onChange={(event) => setAds(event.currentTarget.checked)}
        />
        <Switch
          label={t('licence.exclusive')}
          description={t('licence.exclusiveHint')}
          checked={exclusive}
          onChange={(event) => setExclusive(event.currentTarget.checked)}
        />
        <Group>
          <Button
            type="submit"
            variant="default"
            size="xs"
            loading={grant.busy}
            disabled={(limited && !day) || (somewhere && countries.length === 0)}
          >
            {t('licence.save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
