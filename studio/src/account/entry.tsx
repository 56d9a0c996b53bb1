// The frame of pages before sign-in: a calm form on one side, what Vitrina is on the other.
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { Logo } from '../ui/logo';
import { LanguageMenu, SchemeMenu } from '../ui/preferences';
import { RowsSkeleton } from '../ui/states';

/** The side panel is left out on narrow screens; it repeats nothing that a form needs. */
export function Entry() {
  const { t } = useTranslation();
  return (
    <div className="vt-entry">
      <div className="vt-entry-form">
        <header>
          <Logo />
          <span>
            <LanguageMenu />
            <SchemeMenu />
          </span>
        </header>
        <main>
          <Suspense fallback={<RowsSkeleton rows={3} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <aside className="vt-entry-side" aria-label={t('account.aboutLabel')}>
        <div>
          <p className="vt-entry-claim">{t('account.claim')}</p>
          <ul>
            <li>{t('account.claimUpload')}</li>
            <li>{t('account.claimCredit')}</li>
            <li>{t('account.claimWhy')}</li>
          </ul>
        </div>
      </aside>
    </div>
  );
}
