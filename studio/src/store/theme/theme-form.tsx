// The values of a theme: colours, corners, font and width; what cannot be read well is said beside them.
import { ColorInput, NumberInput, SimpleGrid, TagsInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useLocale } from '../../ui/use-locale';
import { PLAYERS_OWN, tooLow, type Values } from './theme-values';

type Props = { values: Values; faults: Readonly<Record<string, string>>; onChange: (values: Values) => void };

export function ThemeForm({ values, faults, onChange }: Props) {
  const { t, locale } = useLocale();
  const change = (part: Partial<Values>) => onChange({ ...values, ...part });
  const number = (value: string | number) => (typeof value === 'number' ? value : null);
  const plain = new Intl.NumberFormat(locale === 'kk' ? 'ru' : locale, { maximumFractionDigits: 2 });
  const low = tooLow(values);
  return (
    <div className="vt-stack">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {(['accent', 'onAccent'] as const).map((name) => (
          <ColorInput
            key={name}
            label={t(`theme.${name}`)}
            description={t(`theme.${name}Hint`)}
            placeholder={PLAYERS_OWN[name]}
            value={values[name] ?? ''}
            error={faults[name]}
            format="hex"
            fixOnBlur={false}
            eyeDropperButtonProps={{ 'aria-label': t('theme.pick') }}
            onChange={(value) => change({ [name]: value || null })}
          />
        ))}
        <NumberInput
          label={t('theme.radius')}
          placeholder={String(PLAYERS_OWN.radiusPx)}
          min={0}
          max={40}
          allowDecimal={false}
          value={values.radiusPx ?? ''}
          error={faults['radiusPx']}
          onChange={(value) => change({ radiusPx: number(value) })}
        />
        <NumberInput
          label={t('theme.maxWidth')}
          placeholder={String(PLAYERS_OWN.maxWidthPx)}
          min={200}
          max={1600}
          allowDecimal={false}
          value={values.maxWidthPx ?? ''}
          error={faults['maxWidthPx']}
          onChange={(value) => change({ maxWidthPx: number(value) })}
        />
      </SimpleGrid>
      <TagsInput
        label={t('theme.fonts')}
        description={t('theme.fontsHint')}
        value={[...(values.fonts ?? [])]}
        error={faults['fonts']}
        maxTags={5}
        splitChars={[',']}
        acceptValueOnBlur
        onChange={(fonts) => change({ fonts: fonts.length > 0 ? fonts : null })}
      />
      {low.length > 0 && (
        <div className="vt-notice" data-tone="warning" role="status">
          <IconAlertTriangle size={20} aria-hidden />
          <ul className="vt-lows">
            {low.map(({ place, ratio, needs }) => (
              <li key={place}>{t(`theme.low_${place}`, { ratio: plain.format(ratio), needs: plain.format(needs) })}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
