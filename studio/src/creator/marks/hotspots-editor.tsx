// Hot-spots: a product, its time and its place on the picture; by a click on the picture or by numbers.
import { ActionIcon, Button, Group, NumberInput, Select, Text } from '@mantine/core';
import { IconFocusCentered, IconPlus, IconTrash } from '@tabler/icons-react';
import type { CombinedError } from 'urql';
import type { MarksPartsFragment, MarksVideoQuery } from '../../api/generated';
import { Card } from '../../ui/page';
import { MomentField } from '../../ui/scrub/moment-field';
import { useLocale } from '../../ui/use-locale';
import { same, withHotspot, type Hotspot } from './marks';
import { MarksTrouble } from './trouble';

type Props = {
  marks: MarksPartsFragment & { durationMs: number };
  products: MarksVideoQuery['video']['products'];
  hotspots: readonly Hotspot[];
  held: number | null;
  now: () => number;
  onHold: (at: number | null) => void;
  onChange: (hotspots: Hotspot[]) => void;
  onSeek: (ms: number) => void;
  onSave: () => void;
  onReload: () => void;
  saving: { busy: boolean; error: CombinedError | null };
};

/** Per cent of the picture; a tenth is finer than a finger. */
function Place(props: { label: string; bps: number; onChange: (bps: number) => void }) {
  return (
    <NumberInput
      label={props.label}
      suffix=" %"
      min={0}
      max={100}
      step={1}
      decimalScale={1}
      w={110}
      value={props.bps / 100}
      onChange={(value) => props.onChange(Math.round(Math.min(100, Math.max(0, Number(value))) * 100))}
    />
  );
}

function Row(props: Props & { spot: Hotspot; at: number }) {
  const { t } = useLocale();
  const { spot, at, marks, products, held, now, hotspots, onChange, onHold, onSeek } = props;
  const number = at + 1;
  const set = (changed: Partial<Hotspot>) =>
    onChange(hotspots.map((one, i) => (i === at ? { ...one, ...changed } : one)));
  const hold = () => {
    onHold(held === at ? null : at);
    if (held !== at && (now() < spot.fromMs || now() >= spot.toMs)) onSeek(spot.fromMs);
  };
  return (
    <li className="vt-mark" data-held={held === at || undefined}>
      <fieldset className="vt-mark-fields">
        <legend className="vt-hidden">{t('marks.spotOf', { number })}</legend>
        <Select
          className="vt-grow"
          label={t('marks.product')}
          data={products.map(({ id, title }) => ({ value: id, label: title }))}
          value={spot.productId}
          allowDeselect={false}
          onChange={(productId) => productId && set({ productId })}
        />
        <MomentField
          label={t('marks.from')}
          ms={spot.fromMs}
          maxMs={marks.durationMs}
          now={now}
          onChange={(fromMs) => set({ fromMs })}
        />
        <MomentField
          label={t('marks.to')}
          ms={spot.toMs}
          maxMs={marks.durationMs}
          now={now}
          onChange={(toMs) => set({ toMs })}
        />
        <Place label={t('marks.fromLeft')} bps={spot.xBps} onChange={(xBps) => set({ xBps })} />
        <Place label={t('marks.fromTop')} bps={spot.yBps} onChange={(yBps) => set({ yBps })} />
        <Group gap={6} wrap="nowrap">
          <ActionIcon
            variant={held === at ? 'filled' : 'default'}
            size="lg"
            aria-pressed={held === at}
            aria-label={t('marks.placeSpot', { number })}
            onClick={hold}
          >
            <IconFocusCentered size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('marks.removeSpot', { number })}
            onClick={() => {
              onHold(null);
              onChange(hotspots.filter((_, i) => i !== at));
            }}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </fieldset>
    </li>
  );
}

export function HotspotsEditor(props: Props) {
  const { t } = useLocale();
  const { marks, products, hotspots, held, now, onChange, onHold, onSave, onReload, saving } = props;
  const isChanged = !same(hotspots, marks.hotspots);
  const [first] = products;
  const add = () => {
    if (!first) return;
    onChange(withHotspot(hotspots, first.id, now(), marks.durationMs));
    onHold(hotspots.length);
  };
  return (
    <Card title={t('marks.hotspots')}>
      <div className="vt-stack">
        <Text c="dimmed">{t('marks.hotspotsLead')}</Text>
        {hotspots.length > 0 && (
          <ol className="vt-marks">
            {hotspots.map((spot, at) => (
              <Row key={at} {...props} spot={spot} at={at} />
            ))}
          </ol>
        )}
        {held !== null && (
          <Text size="sm" role="status">
            {t('marks.clickPlace')}
          </Text>
        )}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={!first || hotspots.length >= marks.maxHotspots}
            onClick={add}
          >
            {t('marks.addHotspot')}
          </Button>
        </Group>
        <MarksTrouble error={saving.error} onReload={onReload} />
        <Group>
          <Button disabled={!isChanged && !marks.hotspotsHeld} loading={saving.busy} onClick={onSave}>
            {t('marks.saveHotspots')}
          </Button>
        </Group>
      </div>
    </Card>
  );
}
