// The form of a draft: who gets what for which event, when, and how much at most.
import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldsOf } from '../../api/client';
import { SaveRewardDraftDocument, type RewardProgrammePartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { LineFields } from './line-fields';
import { formOf, rulesInput, shownAt, TRIGGERS, type LineForm, type RulesForm } from './rules-form';
import './rewards.css';

type Props = { storeId: string; programme: RewardProgrammePartsFragment; onSaved: () => void };
type NumberName =
  'repeatUpTo' | 'holdDays' | 'endsAfterDays' | 'perPersonMonth' | 'perDay' | 'inAll' | 'surgeTimes' | 'surgeAtLeast';
const LIMITS: readonly NumberName[] = ['perPersonMonth', 'perDay', 'inAll'];
const SURGE: readonly NumberName[] = ['surgeAtLeast', 'surgeTimes'];

export function RulesCard({ storeId, programme, onSaved }: Props) {
  const { t } = useLocale();
  const [form, setForm] = useState<RulesForm>(() => formOf(programme.draft));
  const save = useChange(SaveRewardDraftDocument, true);
  const faults = save.error ? fieldsOf(save.error) : {};
  const lineFault = Object.entries(faults).map(([field, text]) => ({ line: shownAt(form, field), text }));
  const send = async () => {
    if (await save.run({ storeId, input: rulesInput(form) }, t('rewards.draftSaved'))) onSaved();
  };
  const setLine = (line: LineForm) =>
    setForm({ ...form, lines: form.lines.map((one) => (one.side === line.side && one.on === line.on ? line : one)) });
  const number = (name: NumberName, optional = false) => (
    <NumberInput
      key={name}
      label={t(`rewards.field_${name}`)}
      description={t(`rewards.hint_${name}`)}
      min={name === 'holdDays' ? 0 : 1}
      allowDecimal={false}
      required={!optional}
      placeholder={optional ? t('rewards.noLimit') : ''}
      value={form[name] ?? ''}
      error={faults[name] ?? faults[`limits.${name}`] ?? null}
      onChange={(value) => setForm({ ...form, [name]: typeof value === 'number' ? value : optional ? null : 0 })}
    />
  );
  const repeats = form.lines.some(({ on, choice }) => on === 'repeat_order' && choice !== 'none');
  return (
    <Card title={t('rewards.draft')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <FormError error={save.error} />
        {TRIGGERS.map((on) => (
          <fieldset key={on} className="vt-reward-event">
            <legend>{t(`rewards.on_${on}`)}</legend>
            <div className="vt-reward-sides">
              {form.lines
                .filter((line) => line.on === on)
                .map((line) => (
                  <LineFields
                    key={line.side}
                    line={line}
                    pools={programme.pools}
                    currency={programme.currency}
                    error={lineFault.find((fault) => fault.line === line)?.text ?? null}
                    onChange={setLine}
                  />
                ))}
            </div>
            {on === 'repeat_order' && repeats && <div className="vt-reward-sides">{number('repeatUpTo')}</div>}
          </fieldset>
        ))}
        <div className="vt-reward-fields">
          <TextInput
            label={t('rewards.field_minOrder')}
            description={t('rewards.hint_minOrder')}
            inputMode="decimal"
            rightSection={<span aria-hidden>{programme.currency}</span>}
            rightSectionWidth={56}
            value={form.minOrder}
            error={faults['minOrder'] ?? faults['minOrderMinor'] ?? null}
            onChange={(event) => setForm({ ...form, minOrder: event.currentTarget.value })}
          />
          {number('holdDays')}
          {number('endsAfterDays')}
        </div>
        <fieldset className="vt-reward-event">
          <legend>{t('rewards.limits')}</legend>
          <div className="vt-reward-fields">{LIMITS.map((name) => number(name, true))}</div>
          <div className="vt-reward-fields">{SURGE.map((name) => number(name))}</div>
        </fieldset>
        <Group justify="flex-end">
          <Button type="submit" loading={save.busy}>
            {t('rewards.saveDraft')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
