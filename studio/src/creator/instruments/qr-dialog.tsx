// The QR code of a link or a promo code, to look at and to print.
import { Button, Group, Modal, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { QrCode } from '../../account/qr-code';
import { useLocale } from '../../ui/use-locale';
import { downloadPng, downloadSvg } from './qr-files';

type Props = { title: string; text: string; fileName: string; onClose: () => void };

export function QrDialog({ title, text, fileName, onClose }: Props) {
  const { t } = useLocale();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <div className="vt-stack">
        <div className="vt-qr-frame">
          <QrCode text={text} label={t('links.qrOf', { title })} />
        </div>
        <Text ta="center" className="vt-break">
          {text}
        </Text>
        <Group justify="center">
          <Button
            leftSection={<IconDownload size={18} aria-hidden />}
            variant="default"
            onClick={() => downloadSvg(fileName, text)}
          >
            {t('links.svg')}
          </Button>
          <Button
            leftSection={<IconDownload size={18} aria-hidden />}
            variant="default"
            onClick={() => downloadPng(fileName, text)}
          >
            {t('links.png')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed" ta="center">
          {t('links.printHint')}
        </Text>
      </div>
    </Modal>
  );
}
