// The rules in their order: dragged, or moved with buttons and Alt with the arrow keys; each opens its editor.
import { ActionIcon, Button, Group, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Chip } from '../../ui/chip';
import { useLocale } from '../../ui/use-locale';
import type { RuleDraft } from './draft';
import { useRuleWords } from './rule-words';

type Rows = {
  rules: readonly RuleDraft[];
  /** The row that decided the visit that was tried last. */
  decidedBy: number | null;
  /** The row in which the API found a fault. */
  wrongAt: number | null;
  onMove: (from: number, to: number) => void;
  onChange: (at: number, rule: RuleDraft) => void;
  onEdit: (at: number) => void;
  onRemove: (at: number) => void;
};

function Buttons({ at, rules, onMove, onRemove }: Rows & { at: number }) {
  const { t } = useLocale();
  const name = rules[at]?.name ?? '';
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('placing.up', { name })}
        disabled={at === 0}
        data-move="up"
        onClick={() => onMove(at, at - 1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('placing.down', { name })}
        disabled={at === rules.length - 1}
        data-move="down"
        onClick={() => onMove(at, at + 1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size="lg" aria-label={t('placing.remove', { name })} onClick={() => onRemove(at)}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

export function RuleRows(props: Rows) {
  const { t } = useLocale();
  const words = useRuleWords();
  const { rules, decidedBy, wrongAt, onMove, onChange, onEdit } = props;
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const area = useRef<HTMLOListElement>(null);
  /** The focus goes with the row. */
  const move = (from: number, to: number) => {
    const pressed = document.activeElement?.getAttribute('data-move');
    const key = rules[from]?.key;
    onMove(from, to);
    setTimeout(() => {
      const row = area.current?.querySelector(`[data-rule="${key}"]`);
      const same = pressed && row?.querySelector<HTMLButtonElement>(`[data-move="${pressed}"]:not(:disabled)`);
      (same || row?.querySelector<HTMLButtonElement>('[data-move]:not(:disabled)'))?.focus();
    });
  };
  const keys = (event: KeyboardEvent, at: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const to = event.key === 'ArrowUp' ? at - 1 : at + 1;
    if (to >= 0 && to < rules.length) move(at, to);
  };
  const drop = (to: number) => {
    if (dragged !== null && dragged !== to) onMove(dragged, to);
    setDragged(null);
    setOver(null);
  };
  return (
    <ol className="vt-rows" data-wrap ref={area}>
      {rules.map((rule, at) => {
        const asks = words.conditions(rule);
        return (
          <li
            key={rule.key}
            data-rule={rule.key}
            data-off={!rule.enabled || undefined}
            data-over={(over === at && dragged !== at) || undefined}
            draggable
            onKeyDown={(event) => keys(event, at)}
            onDragStart={() => setDragged(at)}
            onDragEnd={() => drop(dragged ?? at)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(at);
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop(at);
            }}
          >
            <IconGripVertical size={18} className="vt-grip" aria-hidden />
            <span className="vt-place">{at + 1}</span>
            <span className="vt-two vt-grow">
              <Button variant="subtle" size="compact-md" className="vt-rule-name" onClick={() => onEdit(at)}>
                {rule.name}
              </Button>
              <small>{asks.length > 0 ? asks.join(' · ') : t('placing.always')}</small>
            </span>
            {wrongAt === at && <Chip tone="danger">{t('placing.wrong')}</Chip>}
            {decidedBy === at && <Chip tone="success">{t('placing.decides')}</Chip>}
            <Chip tone={rule.outcome.shows ? 'info' : 'warning'}>{words.outcome(rule.outcome)}</Chip>
            <Buttons {...props} onMove={move} at={at} />
            <Switch
              checked={rule.enabled}
              onChange={() => onChange(at, { ...rule, enabled: !rule.enabled })}
              aria-label={t('placing.on', { name: rule.name })}
            />
          </li>
        );
      })}
    </ol>
  );
}
