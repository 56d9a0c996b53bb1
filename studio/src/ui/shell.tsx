// The frame around every signed-in page: header, navigation at the side or at the bottom, main.
import { ActionIcon, Button, Drawer, Menu, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconLogout, IconUser } from '@tabler/icons-react';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useQuery } from 'urql';
import { MyStoresDocument, SignOutDocument, UpdateMeDocument } from '../api/generated';
import { hasRole, useMe, useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { NewsBell } from '../creator/news/bell';
import { UploadTray } from '../creator/uploads/upload-tray';
import { StoreSwitch } from '../store/store-switch';
import { Logo } from './logo';
import { homeOf, navigationOf, type NavGroup, type NavItem } from './navigation';
import { LanguageMenu, SchemeMenu } from './preferences';
import { RowsSkeleton } from './states';

const KEPT_STORE = 'vitrina.studio.store';

/** The store in the address, else the one used last, else the first. */
function useStoreId(): { storeId: string | null; stores: { id: string; name: string }[] } {
  const me = useMe();
  const { pathname } = useLocation();
  const [{ data }] = useQuery({ query: MyStoresDocument, pause: !hasRole(me, 'store_owner') });
  const stores = data?.myStores ?? [];
  const named = /^\/store\/(?!new$)([^/]+)/.exec(pathname)?.[1];
  useEffect(() => {
    if (named) localStorage.setItem(KEPT_STORE, named);
  }, [named]);
  const kept = localStorage.getItem(KEPT_STORE);
  const known = stores.find((store) => store.id === (named ?? kept)) ?? stores[0];
  return { storeId: known?.id ?? named ?? null, stores };
}

function Item({ item, onGo }: { item: NavItem; onGo?: () => void }) {
  const { t } = useTranslation();
  return (
    <NavLink to={item.to} end={item.end ?? false} className="vt-nav-item" onClick={onGo}>
      <item.icon size={20} stroke={1.7} aria-hidden />
      <span>{t(`nav.${item.key}`)}</span>
    </NavLink>
  );
}

function Groups({ groups, storeId, stores, onGo }: GroupsProps) {
  const { t } = useTranslation();
  return groups.map((group) => (
    <div key={group.key} className="vt-nav-group">
      <h2 id={`nav-${group.key}`}>{t(`nav.group_${group.key}`)}</h2>
      {group.key === 'store' && stores.length > 0 && <StoreSwitch storeId={storeId} stores={stores} />}
      <ul aria-labelledby={`nav-${group.key}`}>
        {group.items.map((item) => (
          <li key={item.to}>
            <Item item={item} {...(onGo ? { onGo } : {})} />
          </li>
        ))}
      </ul>
    </div>
  ));
}

type GroupsProps = {
  groups: NavGroup[];
  storeId: string | null;
  stores: { id: string; name: string }[];
  onGo?: () => void;
};

/** On a phone: the group we are in, four places of it, and "more" for everything. */
function BottomBar({ groups, storeId, stores }: GroupsProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [opened, { open, close }] = useDisclosure(false);
  const current = groups.find((group) => pathname.startsWith(`/${group.key}`)) ?? groups[0];
  if (!current) return null;
  const all = groups.reduce((count, group) => count + group.items.length, 0);
  const shown = current.items.slice(0, all > 5 ? 4 : 5);
  return (
    <>
      <nav className="vt-bottom" aria-label={t('nav.short')}>
        {shown.map((item) => (
          <Item key={item.to} item={item} />
        ))}
        {all > shown.length && (
          <UnstyledButton className="vt-nav-item" onClick={open} aria-haspopup="dialog" aria-expanded={opened}>
            <IconDots size={20} stroke={1.7} aria-hidden />
            <span>{t('nav.more')}</span>
          </UnstyledButton>
        )}
      </nav>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="auto"
        title={t('nav.all')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <nav aria-label={t('nav.all')} className="vt-drawer-nav">
          <Groups groups={groups} storeId={storeId} stores={stores} onGo={close} />
        </nav>
      </Drawer>
    </>
  );
}

/** Drawn by the style sheet, so that a screen reader does not spell them. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}

function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const { renew } = useSession();
  const signOut = useChange(SignOutDocument);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="transparent" size="lg" radius="xl" aria-label={t('nav.account', { name: me.name })}>
          <span className="vt-avatar" data-initials={initialsOf(me.name)} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="vt-menu-who">
          <strong>{me.name}</strong>
          <span>{me.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} aria-hidden />}>
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => void signOut.run({}).then((done) => done && renew())}
        >
          {t('nav.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The application's frame; pages come in through the outlet. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const { storeId, stores } = useStoreId();
  const groups = navigationOf(me, storeId);
  const { take } = useSession();
  const keep = useChange(UpdateMeDocument);
  const chosen = (locale: string) => void keep.run({ locale }).then((data) => data && take(data.updateMe));
  return (
    <div className="vt-shell">
      <Button component="a" href="#main" className="vt-skip">
        {t('nav.skip')}
      </Button>
      <header className="vt-header">
        <Link to={homeOf(me)} className="vt-brand" aria-label={t('nav.home')}>
          <Logo />
        </Link>
        <div className="vt-header-tools">
          {hasRole(me, 'creator') && <NewsBell />}
          <LanguageMenu chosen={chosen} />
          <SchemeMenu />
          <AccountMenu />
        </div>
      </header>
      <nav className="vt-side" aria-label={t('nav.main')}>
        <Groups groups={groups} storeId={storeId} stores={stores} />
      </nav>
      <main id="main" className="vt-main" tabIndex={-1}>
        <Suspense fallback={<RowsSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar groups={groups} storeId={storeId} stores={stores} />
      <UploadTray />
    </div>
  );
}
