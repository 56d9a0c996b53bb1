// A refusal of chapters or hot-spots: which one, and what is wrong with it.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CombinedError } from 'urql';
import { codeOf } from '../../api/client';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { troubleOf } from './marks';

export function MarksTrouble({ error, onReload }: { error: CombinedError | null; onReload?: () => void }) {
  const { t } = useLocale();
  if (!error) return null;
  const trouble = troubleOf(error);
  if (codeOf(error) === 'CONFLICT' && onReload) {
    return (
      <div className="vt-notice" data-tone="danger" role="alert">
        <IconAlertTriangle size={20} aria-hidden />
        <div>
          <strong>{t('marks.raceHead')}</strong>
          <div>{t('marks.raceText')}</div>
          <Button mt="xs" size="xs" variant="default" onClick={onReload}>
            {t('marks.takeTheirs')}
          </Button>
        </div>
      </div>
    );
  }
  if (!trouble) return <FormError error={error} />;
  const { reason, number, line } = trouble;
  const where = line !== null ? t('marks.line', { line }) : number !== null ? t('marks.number', { number }) : null;
  return (
    <div className="vt-notice" data-tone="danger" role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        {where && <strong>{where}</strong>}
        <div>{t(`marks.problem.${reason}`, { defaultValue: t('errors.UNKNOWN.title') })}</div>
      </div>
    </div>
  );
}
