// Whether every video waits for a moderator, or those of trusted creators are published at once.
import { NumberInput, Radio } from '@mantine/core';
import type { StoreInput } from '../api/generated';
import { useLocale } from '../ui/use-locale';

export const FIRST_MODE = { moderationMode: 'pre', trustedAfter: 3 } as const;

type Props = {
  input: StoreInput;
  error: string | undefined;
  onChange: (part: Partial<StoreInput>) => void;
};

export function ModerationModeFields({ input, error, onChange }: Props) {
  const { t } = useLocale();
  const mode = input.moderationMode ?? 'pre';
  return (
    <>
      <Radio.Group
        label={t('settings.moderation')}
        value={mode}
        onChange={(value) => onChange({ moderationMode: value === 'post' ? 'post' : 'pre' })}
      >
        <div className="vt-stack" style={{ marginTop: 8 }}>
          <Radio value="pre" label={t('settings.pre')} description={t('settings.preHint')} />
          <Radio value="post" label={t('settings.post')} description={t('settings.postHint')} />
        </div>
      </Radio.Group>
      {mode === 'post' && (
        <NumberInput
          label={t('settings.trustedAfter')}
          description={t('settings.trustedAfterHint')}
          min={1}
          max={1000}
          allowDecimal={false}
          value={input.trustedAfter ?? FIRST_MODE.trustedAfter}
          error={error}
          onChange={(value) => onChange({ trustedAfter: Number(value) })}
        />
      )}
    </>
  );
}
