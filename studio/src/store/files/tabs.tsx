// The three pages of orders that come without a server: files, differences, receipts.
import { Link, useLocation } from 'react-router';
import { useLocale } from '../../ui/use-locale';

/** Links, not tabs: each page has its own address. */
export function FilesTabs({ storeId }: { storeId: string }) {
  const { t } = useLocale();
  const { pathname } = useLocation();
  return (
    <nav className="vt-subnav" aria-label={t('nav.orderFiles')}>
      {(['order-files', 'differences', 'receipts'] as const).map((page) => {
        const to = `/store/${storeId}/${page}`;
        return (
          <Link key={page} to={to} aria-current={pathname === to ? 'page' : undefined}>
            {t(`orderFiles.tab_${page}`)}
          </Link>
        );
      })}
    </nav>
  );
}
