// Addresses that lead nowhere, and pages that broke.
import { Button } from '@mantine/core';
import { IconMapOff, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from './page';
import { EmptyState } from './states';

/** Also shown for pages of roles this person does not have: nobody learns that they exist. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('ui.notFound')}>
      <EmptyState icon={<IconMapOff size={26} aria-hidden />} title={t('ui.notFoundHead')} text={t('ui.notFoundText')}>
        <Button component={Link} to="/">
          {t('ui.toStart')}
        </Button>
      </EmptyState>
    </Page>
  );
}

/** A page that threw, or whose code could not be fetched after a new version was put out. */
export function RouteFailure() {
  const { t } = useTranslation();
  return (
    <main className="vt-alone">
      <EmptyState icon={<IconRefresh size={26} aria-hidden />} title={t('ui.brokeHead')} text={t('ui.brokeText')}>
        <Button onClick={() => window.location.reload()}>{t('ui.reload')}</Button>
      </EmptyState>
    </main>
  );
}
