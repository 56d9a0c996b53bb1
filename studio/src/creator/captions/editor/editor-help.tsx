// The keys of the caption editor, in a dialog.
import { Kbd, Modal } from '@mantine/core';
import { useLocale } from '../../../ui/use-locale';
import { KEYS } from './keys';

export function EditorHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLocale();
  return (
    <Modal {...{ opened, onClose }} title={t('captions.keys')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <dl className="vt-caption-keys">
        {KEYS.map(({ name, keys }) => (
          <div key={name}>
            <dt>{t(`captions.key_${name}`)}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
