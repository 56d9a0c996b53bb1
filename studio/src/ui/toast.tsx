// Short messages in the corner; announced politely by screen readers.
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { CombinedError } from 'urql';
import { errorWords } from './states';

/** Says that something was done. */
export function toastDone(message: string): void {
  notifications.show({ message, icon: <IconCheck size={18} aria-hidden />, color: 'teal.8', autoClose: 5000 });
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
  });
}
