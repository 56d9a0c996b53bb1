// A rule in words: what it asks, and what it does.
import { useLocale } from '../../ui/use-locale';
import type { PlacementOutcomeInput, PlacementRuleInput } from '../../api/generated';
import { LISTS } from './draft';

export function useRuleWords() {
  const { t } = useLocale();
  const outcome = ({ shows, form, limit }: PlacementOutcomeInput): string => {
    if (!shows) return t('placing.hides');
    const shape = form ? t(`placing.form_${form}`) : t('placing.ownForm');
    return limit ? `${shape}, ${t('placing.atMost', { count: limit })}` : shape;
  };
  /** `Device: phone`, `Tags: new, sale`; empty for a rule that always fits. */
  const conditions = (rule: PlacementRuleInput): string[] => {
    const devices = rule.devices.map((device) => t(`placing.device_${device}`)).join(', ');
    const lists = LISTS.flatMap((name) =>
      rule[name].length > 0 ? [`${t(`placing.${name}`)}: ${shorten(rule[name])}`] : [],
    );
    return [...(devices ? [`${t('placing.devices')}: ${devices}`] : []), ...lists];
  };
  return { outcome, conditions };
}

function shorten(values: readonly string[]): string {
  const first = values.slice(0, 3).join(', ');
  return values.length > 3 ? `${first} +${values.length - 3}` : first;
}
