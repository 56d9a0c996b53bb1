// What a page shows instead of its content: waiting, nothing yet, or an error with what to do.
import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CombinedError } from 'urql';
import { codeOf, detailOf } from '../api/client';

/** A title and an advice for an error: ours for the code when we have one, else the API's own sentence. */
export function errorWords(t: TFunction, error: CombinedError): { title: string; whatToDo: string; code: string } {
  const code = codeOf(error);
  const said = error.graphQLErrors[0]?.message ?? '';
  const title = t(`errors.${code}.title`, { defaultValue: said || t('errors.UNKNOWN.title') });
  const whatToDo = t(`errors.${code}.do`, { defaultValue: t('errors.UNKNOWN.do') });
  return { title, whatToDo, code };
}

/** A failed page or panel: what happened, what to do, and the code for support. */
export function ErrorState({ error, again }: { error: CombinedError; again?: () => void }) {
  const { t } = useTranslation();
  const { title, whatToDo, code } = errorWords(t, error);
  return (
    <div className="vt-state" role="alert">
      <span className="vt-state-icon" data-tone="danger">
        <IconAlertTriangle size={26} aria-hidden />
      </span>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw={440}>
        {whatToDo}
      </Text>
      <Text size="xs" c="dimmed" ff="monospace">
        {t('ui.errorCode', { code })}
      </Text>
      {again && (
        <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={again}>
          {t('ui.again')}
        </Button>
      )}
    </div>
  );
}

/** Nothing here yet: what will be here and the one next step. */
export function EmptyState(props: { icon: ReactNode; title: string; text: string; children?: ReactNode }) {
  return (
    <div className="vt-state">
      <span className="vt-state-icon">{props.icon}</span>
      <Title order={2} size="h3">
        {props.title}
      </Title>
      <Text c="dimmed" maw={440}>
        {props.text}
      </Text>
      {props.children}
    </div>
  );
}

/** Grey lines in the place of rows that are on their way. */
export function RowsSkeleton({ rows = 6, height = 52 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" p="md" role="status" aria-label={t('ui.loading')}>
      {Array.from({ length: rows }, (_, at) => (
        <Skeleton key={at} height={height} radius="md" />
      ))}
    </Stack>
  );
}

/** A refusal inside a form, above its button. */
export function FormError({ error }: { error: CombinedError | null }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { title, whatToDo } = errorWords(t, error);
  const detail = detailOf(error);
  return (
    <div className="vt-notice" data-tone="danger" role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <strong>{title}</strong>
        <div>{whatToDo}</div>
        {detail && <div lang="en">{detail}</div>}
      </div>
    </div>
  );
}
