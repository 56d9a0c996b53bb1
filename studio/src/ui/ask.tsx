// Asks before something that cannot be undone.
import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  opened: boolean;
  title: string;
  text: ReactNode;
  yes: string;
  danger?: boolean;
  busy?: boolean;
  onYes: () => void;
  onClose: () => void;
  children?: ReactNode;
};

/** A dialog with one clear question; the button says what will happen, never just "OK". */
export function Ask({ opened, title, text, yes, danger, busy, onYes, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Text component="div" mb="md">
        {text}
      </Text>
      {children}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button color={danger ? 'red.8' : 'iris'} loading={busy ?? false} onClick={onYes}>
          {yes}
        </Button>
      </Group>
    </Modal>
  );
}
