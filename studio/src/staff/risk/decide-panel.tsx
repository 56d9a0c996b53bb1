// The three decisions about a group, each one key away, with a reason that may be chosen by its number.
import { Button, Radio, Text, Textarea } from '@mantine/core';
import { IconCheck, IconLock, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocale } from '../../ui/use-locale';
import { KEY_OF } from './keys';

export type Action = 'release' | 'hold' | 'reject';
export type Reason = { action: string; code: string };

const ACTIONS: readonly { action: Action; color: string; variant: string; icon: ReactNode }[] = [
  { action: 'release', color: 'teal.9', variant: 'filled', icon: <IconCheck size={18} aria-hidden /> },
  { action: 'hold', color: 'iris', variant: 'default', icon: <IconLock size={18} aria-hidden /> },
  { action: 'reject', color: 'red.8', variant: 'filled', icon: <IconX size={18} aria-hidden /> },
];

type Props = {
  reasons: readonly Reason[];
  chosen: string | null;
  note: string;
  busy: boolean;
  may: (action: Action) => boolean;
  onChoose: (code: string) => void;
  onNote: (note: string) => void;
  onDecide: (action: Action) => void;
};

export function DecidePanel({ reasons, chosen, note, busy, may, onChoose, onNote, onDecide }: Props) {
  const { t } = useLocale();
  const codeOf = (action: Action) => {
    const own = reasons.filter((reason) => reason.action === action);
    return (own.find((reason) => reason.code === chosen) ?? own[0])?.code ?? '';
  };
  return (
    <section className="vt-card" aria-label={t('risk.decision')}>
      <div className="vt-stack">
        {ACTIONS.filter(({ action }) => may(action)).map(({ action, color, variant, icon }) => (
          <div key={action}>
            <Button
              fullWidth
              size="md"
              color={color}
              variant={variant}
              leftSection={icon}
              rightSection={<kbd className="vt-key">{KEY_OF[action]}</kbd>}
              loading={busy}
              aria-describedby={`risk-${action}`}
              onClick={() => onDecide(action)}
            >
              {t(`risk.action.${action}`)}
            </Button>
            <Text size="sm" c="dimmed" mt={4} id={`risk-${action}`}>
              {t(`risk.reason.${codeOf(action)}`)}
            </Text>
          </div>
        ))}
        <Radio.Group
          label={t('risk.why')}
          value={chosen ?? ''}
          onChange={onChoose}
          classNames={{ label: 'vt-legend-label' }}
        >
          <div className="vt-reasons">
            {reasons.map(({ code }, at) => (
              <Radio
                key={code}
                value={code}
                label={
                  <span className="vt-reason">
                    <span>{t(`risk.reason.${code}`)}</span>
                    <kbd className="vt-key">{at + 1}</kbd>
                  </span>
                }
              />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={t('risk.note')}
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => onNote(event.currentTarget.value)}
        />
      </div>
      <p className="vt-hidden" role="status">
        {chosen ? t('risk.chosen', { reason: t(`risk.reason.${chosen}`) }) : ''}
      </p>
    </section>
  );
}
