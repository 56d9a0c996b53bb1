// Rules of a store beside its money: one video a creator and product, and what makes a store a sandbox.
import { NumberInput, Switch } from '@mantine/core';
import type { StoreInput } from '../../api/generated';
import { useLocale } from '../../ui/use-locale';

export const FIRST_RULES = {
  ...{ oneVideoPerCreator: false, sandbox: false, sandboxApproveMinutes: 15, referralBps: 0 },
} as const;

/** Half of a commission, as the service bounds it. */
const MOST_SHARE = 50;

type Props = {
  input: StoreInput;
  /** The store is there already: what it is cannot be changed. */
  fixed: boolean;
  errors: Record<string, string>;
  onChange: (part: Partial<StoreInput>) => void;
};

export function StoreRulesFields({ input, fixed, errors, onChange }: Props) {
  const { t } = useLocale();
  return (
    <>
      <NumberInput
        label={t('settings.referral')}
        description={t('settings.referralHint')}
        suffix=" %"
        min={0}
        max={MOST_SHARE}
        decimalScale={2}
        value={(input.referralBps ?? 0) / 100}
        error={errors['referralBps']}
        onChange={(value) => onChange({ referralBps: Math.round(Number(value) * 100) })}
      />
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
          error={errors['sandboxApproveMinutes']}
          onChange={(value) => onChange({ sandboxApproveMinutes: Number(value) })}
        />
      )}
    </>
  );
}
