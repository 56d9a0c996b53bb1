// The four pages of shoppers who invite friends: what it brings, rewards, the register, the rules.
import { Link, useLocation } from 'react-router';
import { useLocale } from '../../ui/use-locale';

const PAGES = ['', '/list', '/events', '/rules'] as const;
const NAMES = { '': 'overview', '/list': 'list', '/events': 'events', '/rules': 'rules' } as const;

/** Links, not tabs: each page has its own address. */
export function RewardTabs({ storeId }: { storeId: string }) {
  const { t } = useLocale();
  const { pathname } = useLocation();
  return (
    <nav className="vt-subnav" aria-label={t('nav.rewards')}>
      {PAGES.map((page) => {
        const to = `/store/${storeId}/rewards${page}`;
        return (
          <Link key={page} to={to} aria-current={pathname === to ? 'page' : undefined}>
            {t(`rewards.tab_${NAMES[page]}`)}
          </Link>
        );
      })}
    </nav>
  );
}
