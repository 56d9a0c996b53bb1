// The keys of the review page, and the switch that turns them off for people whose tools press keys.
import { Modal, Switch } from '@mantine/core';
import { useLocale } from '../ui/use-locale';
import { KEYS } from './shortcuts';

type Props = { opened: boolean; onClose: () => void; keysOn: boolean; onKeysOn: (on: boolean) => void };

export function KeyHelp({ opened, onClose, keysOn, onKeysOn }: Props) {
  const { t } = useLocale();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('review.keys')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <dl className="vt-keys">
        {KEYS.map(({ name, keys }) => (
          <div key={name}>
            <dt>
              {keys.map((key) =>
                key === '…' ? (
                  <span key={key}>…</span>
                ) : (
                  <kbd key={key} className="vt-key">
                    {key === 'Space' ? t('review.space') : key}
                  </kbd>
                ),
              )}
            </dt>
            <dd>{t(`review.key_${name}`)}</dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="lg"
        label={t('review.keysOn')}
        checked={keysOn}
        onChange={(event) => onKeysOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}
