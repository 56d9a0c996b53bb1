// A small page with one form: heading, a sentence, the fields.
import { Stack, Text, Title } from '@mantine/core';
import { useEffect, type FormEvent, type ReactNode } from 'react';
import { useHeadingFocus } from '../ui/page';

type Props = { title: string; lead?: ReactNode; onSubmit?: () => void; children: ReactNode; after?: ReactNode };

/** Without `onSubmit` it is only a message. */
export function FormPage({ title, lead, onSubmit, children, after }: Props) {
  const heading = useHeadingFocus();
  useEffect(() => {
    document.title = `${title} · Vitrina`;
  }, [title]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  const words = (
    <div>
      <Title order={1} ref={heading} tabIndex={-1} className="vt-heading">
        {title}
      </Title>
      {lead && (
        <Text component="div" c="dimmed" mt={6}>
          {lead}
        </Text>
      )}
    </div>
  );
  return (
    <Stack gap="lg" className="vt-form-page">
      {words}
      {onSubmit ? (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">{children}</Stack>
        </form>
      ) : (
        <Stack gap="md">{children}</Stack>
      )}
      {after && (
        <Text component="div" size="sm" c="dimmed">
          {after}
        </Text>
      )}
    </Stack>
  );
}
