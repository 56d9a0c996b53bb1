// What every page of a dispute shows: where it stands, what each side said, what happened so far.
import { Chip, type Tone } from '../ui/chip';
import { formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import './disputes.css';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ waiting_order: 'info', waiting_store: 'warning', waiting_staff: 'accent' },
  ...{ accepted: 'success', refused: 'danger', withdrawn: 'neutral' },
};

export function DisputeChip({ state }: { state: string }) {
  const { t } = useLocale();
  return <Chip tone={TONES[state] ?? 'neutral'}>{t(`disputes.state.${state}`)}</Chip>;
}

type Step = {
  seq: number;
  move: string;
  side: string;
  actor: string | null;
  reasonCode: string | null;
  note: string | null;
  at: string;
};

/** A reason of the creator, or of the decision. */
export function useReasonWords() {
  const { t } = useLocale();
  return (code: string) => t(`disputes.reason.${code}`, { defaultValue: t(`disputes.outcome.${code}`) });
}

export function DisputeHistory({ steps }: { steps: readonly Step[] }) {
  const { t, locale } = useLocale();
  const reason = useReasonWords();
  return (
    <Card title={t('disputes.history')}>
      <ol className="vt-dispute-steps">
        {steps.map((step) => (
          <li key={step.seq}>
            <strong>{t(`disputes.move.${step.move}`)}</strong> {step.reasonCode && `${reason(step.reasonCode)}. `}
            {step.note && <span className="vt-dispute-words">{step.note}</span>}
            <small>
              {step.actor ? `${step.actor}, ` : ''}
              {t(`disputes.side.${step.side}`)} · {formatMoment(step.at, locale)}
            </small>
          </li>
        ))}
      </ol>
    </Card>
  );
}

export function Quote({ children }: { children: string }) {
  return <blockquote className="vt-dispute-quote">{children}</blockquote>;
}

/** The other side's word, once it is there. */
export function StoreAnswer({ agrees, text }: { agrees: boolean | null; text: string | null }) {
  const { t } = useLocale();
  if (agrees === null) return null;
  return (
    <Card
      title={t('disputes.theShop')}
      aside={<Chip tone={agrees ? 'success' : 'danger'}>{t(agrees ? 'disputes.agrees' : 'disputes.objects')}</Chip>}
    >
      <Quote>{text ?? ''}</Quote>
    </Card>
  );
}
