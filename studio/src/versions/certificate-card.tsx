// The way to the certificate of first publication: a page to print, and the JSON that anybody can check.
import { Button, Group } from '@mantine/core';
import { IconCertificate, IconDownload } from '@tabler/icons-react';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';

export function CertificateCard({ videoId }: { videoId: string }) {
  const { t, locale } = useLocale();
  const address = `/certificates/${videoId}`;
  return (
    <Card title={t('certificate.head')}>
      <p className="vt-card-lead">{t('certificate.lead')}</p>
      <Group gap="xs">
        <Button
          component="a"
          href={`${address}.html?lang=${locale}`}
          target="_blank"
          rel="noreferrer"
          variant="default"
          size="xs"
          leftSection={<IconCertificate size={14} aria-hidden />}
        >
          {t('certificate.open')}
        </Button>
        <Button
          component="a"
          href={`${address}.json`}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t('certificate.download')}
        </Button>
      </Group>
    </Card>
  );
}
