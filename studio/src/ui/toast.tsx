// Short messages in the corner; announced politely by screen readers.
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import i18next, { type TFunction } from 'i18next';
import type { CombinedError } from 'urql';
import { errorWords } from './states';

/** The cross has no words of its own. */
const named = () => ({ closeButtonProps: { 'aria-label': i18next.t('ui.close') } });

/** Says that something was done. */
export function toastDone(message: string): void {
  const icon = <IconCheck size={18} aria-hidden />;
  notifications.show({ message, icon, color: 'teal.8', autoClose: 5000, ...named() });
}

/** Says why something was not done. Stays until it is closed. */
export function toastFailed(t: TFunction, error: CombinedError): void {
  const { title, whatToDo } = errorWords(t, error);
  notifications.show({
    title,
    message: whatToDo,
    icon: <IconAlertTriangle size={18} aria-hidden />,
    color: 'red.8',
    autoClose: false,
    ...named(),
  });
}
