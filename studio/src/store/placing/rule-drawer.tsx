// The editor of one rule: its name, what it asks, what it does. Nothing is saved before the list is.
import { Button, Checkbox, Drawer, Group, TagsInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocale } from '../../ui/use-locale';
import { DEVICES, LISTS, type RuleDraft } from './draft';
import { OutcomeFields } from './outcome-fields';

type Props = {
  rule: RuleDraft;
  knowsCountries: boolean;
  /** What the API found wrong, by field. */
  faults: Readonly<Record<string, string>>;
  onDone: (rule: RuleDraft) => void;
  onClose: () => void;
};

export function RuleDrawer({ rule: given, knowsCountries, faults, onDone, onClose }: Props) {
  const { t } = useLocale();
  const [rule, setRule] = useState(given);
  const change = (part: Partial<RuleDraft>) => setRule({ ...rule, ...part });
  const hint = (name: (typeof LISTS)[number]) =>
    name === 'countries' && !knowsCountries ? t('placing.noCountries') : t(`placing.${name}Hint`);
  return (
    <Drawer
      opened
      onClose={onClose}
      title={given.name || t('placing.newRule')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          onDone({ ...rule, name: rule.name.trim() });
        }}
      >
        <TextInput
          label={t('placing.name')}
          required
          maxLength={100}
          data-autofocus
          value={rule.name}
          error={faults['name']}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Text size="sm" c="dimmed">
          {t('placing.allHold')}
        </Text>
        <Checkbox.Group
          label={t('placing.devices')}
          value={[...rule.devices]}
          onChange={(values) => change({ devices: DEVICES.filter((one) => values.includes(one)) })}
          error={faults['devices']}
        >
          <Group gap="lg" mt="xs">
            {DEVICES.map((device) => (
              <Checkbox key={device} value={device} label={t(`placing.device_${device}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        {LISTS.map((name) => (
          <TagsInput
            key={name}
            label={t(`placing.${name}`)}
            description={hint(name)}
            value={[...rule[name]]}
            error={faults[name]}
            splitChars={[',', ';']}
            acceptValueOnBlur
            clearable
            clearButtonProps={{ 'aria-label': t('placing.clear', { name: t(`placing.${name}`) }) }}
            onChange={(values) => change({ [name]: values })}
          />
        ))}
        <OutcomeFields label={t('placing.then')} outcome={rule.outcome} onChange={(outcome) => change({ outcome })} />
        <Group justify="flex-end" className="vt-submit">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={!rule.name.trim()}>
            {t('placing.take')}
          </Button>
        </Group>
      </form>
    </Drawer>
  );
}
