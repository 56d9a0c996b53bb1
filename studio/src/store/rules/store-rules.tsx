// Rules of a store beside its money: one video a creator and product, and what makes a store a sandbox.
import { NumberInput, Switch } from '@mantine/core';
import type { StoreInput } from '../../api/generated';
import { useLocale } from '../../ui/use-locale';

export const FIRST_RULES = { oneVideoPerCreator: false, sandbox: false, sandboxApproveMinutes: 15 } as const;

type Props = {
  input: StoreInput;
  /** The store is there already: what it is cannot be changed. */
  fixed: boolean;
  error: string | undefined;
  onChange: (part: Partial<StoreInput>) => void;
};

export function StoreRulesFields({ input, fixed, error, onChange }: Props) {
  const { t } = useLocale();
  return (
    <>
      <Switch
        label={t('settings.oneVideo')}
        description={t('settings.oneVideoHint')}
        checked={input.oneVideoPerCreator ?? false}
        onChange={(event) => onChange({ oneVideoPerCreator: event.currentTarget.checked })}
      />
      {!fixed && (
        <Switch
          label={t('settings.sandbox')}
          description={t('settings.sandboxHint')}
          checked={input.sandbox ?? false}
          onChange={(event) => onChange({ sandbox: event.currentTarget.checked })}
        />
      )}
      {fixed && input.sandbox && (
        <div className="vt-notice" data-tone="info" role="status">
          <div>{t('settings.isSandbox')}</div>
        </div>
      )}
      {input.sandbox && (
        <NumberInput
          label={t('settings.sandboxMinutes')}
          description={t('settings.sandboxMinutesHint')}
          min={1}
          max={1440}
          allowDecimal={false}
          value={input.sandboxApproveMinutes ?? FIRST_RULES.sandboxApproveMinutes}
          error={error}
          onChange={(value) => onChange({ sandboxApproveMinutes: Number(value) })}
        />
      )}
    </>
  );
}
