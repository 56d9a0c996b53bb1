// A group of alerts in words: its rule, its state, how grave it is, what was noticed.
import type { RiskGroupQuery } from '../../api/generated';
import { Chip, type Tone } from '../../ui/chip';
import { formatMoment } from '../../ui/format/time';
import type { Money } from '../../ui/format/money';
import { useLocale } from '../../ui/use-locale';

const STATUS_TONES: Readonly<Record<string, Tone>> = {
  open: 'info',
  held: 'warning',
  released: 'success',
  rejected: 'danger',
  expired: 'neutral',
};

export function RiskChip({ status }: { status: string }) {
  const { t } = useLocale();
  return <Chip tone={STATUS_TONES[status] ?? 'neutral'}>{t(`risk.status.${status}`)}</Chip>;
}

const SEVERITY_TONES: readonly Tone[] = ['neutral', 'neutral', 'warning', 'danger'];

export function SeverityChip({ severity }: { severity: number }) {
  const { t } = useLocale();
  return <Chip tone={SEVERITY_TONES[severity] ?? 'neutral'}>{t(`risk.severity.${severity}`)}</Chip>;
}

/** Amounts of several currencies are never added up. */
export function Amounts({ amounts }: { amounts: readonly Money[] }) {
  const { money } = useLocale();
  if (amounts.length === 0) return <span className="vt-dim">—</span>;
  return <>{amounts.map((amount) => money(amount)).join(' + ')}</>;
}

type RiskFact = RiskGroupQuery['riskGroup']['alerts']['nodes'][number]['facts'][number];

const MOMENT = /^\d{4}-\d\d-\d\dT/;

/** One thing that was noticed, with its numbers; a code without words is shown with them as they are. */
export function useFactWords(): (fact: RiskFact) => string {
  const { t, locale } = useLocale();
  return ({ code, params }) => {
    const values = Object.fromEntries(
      params.map(({ name, value }) => {
        if (MOMENT.test(value)) return [name, formatMoment(value, locale)];
        if (name === 'trait') return [name, t(`risk.trait.${value}`)];
        return [name, value];
      }),
    );
    const plain = [code, ...params.map(({ name, value }) => `${name}: ${value}`)].join(' · ');
    return t(`risk.fact.${code}`, { ...values, defaultValue: plain });
  };
}
