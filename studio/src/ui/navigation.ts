// What each role finds in the navigation; whoever has several roles sees several groups.
import {
  IconBooks,
  IconBell,
  IconBuildingBank,
  IconBuildingStore,
  IconChartBar,
  IconCode,
  IconReportAnalytics,
  IconFlask2,
  IconCoins,
  IconFileSpreadsheet,
  IconFlag,
  IconGavel,
  IconGauge,
  IconGift,
  IconHistory,
  IconHome,
  IconKey,
  IconLayoutGrid,
  IconLink,
  IconMessages,
  IconListCheck,
  IconListDetails,
  IconPackage,
  IconPalette,
  IconPercentage,
  IconPlugConnected,
  IconReceipt,
  IconRepeat,
  IconRoute,
  IconScale,
  IconSettings,
  IconSpeakerphone,
  IconShieldSearch,
  IconTag,
  IconUpload,
  IconTransfer,
  IconUserHeart,
  IconUserPlus,
  IconUsers,
  IconVersions,
  IconVideo,
  IconWallet,
} from '@tabler/icons-react';
import { hasRole, type Me } from '../api/session';

export type NavItem = { key: string; to: string; icon: typeof IconHome; end?: boolean };
export type NavGroup = { key: 'creator' | 'store' | 'staff'; items: NavItem[] };

const CREATOR: NavItem[] = [
  { key: 'creatorHome', to: '/creator', icon: IconHome, end: true },
  { key: 'upload', to: '/creator/upload', icon: IconUpload },
  { key: 'myVideos', to: '/creator/videos', icon: IconVideo },
  { key: 'earnings', to: '/creator/earnings', icon: IconCoins },
  { key: 'disputes', to: '/creator/disputes', icon: IconMessages },
  { key: 'news', to: '/creator/news', icon: IconBell },
  { key: 'reports', to: '/creator/reports', icon: IconReportAnalytics },
  { key: 'payouts', to: '/creator/payouts', icon: IconBuildingBank },
  { key: 'codes', to: '/creator/codes', icon: IconTag },
  { key: 'links', to: '/creator/links', icon: IconLink },
  { key: 'referrals', to: '/creator/referrals', icon: IconUserPlus },
  { key: 'receipts', to: '/creator/receipts', icon: IconReceipt },
  { key: 'postbacks', to: '/creator/postbacks', icon: IconPlugConnected },
];

function storeItems(storeId: string | null): NavItem[] {
  if (!storeId) return [{ key: 'newStore', to: '/store/new', icon: IconBuildingStore }];
  const at = `/store/${storeId}`;
  return [
    { key: 'overview', to: at, icon: IconChartBar, end: true },
    { key: 'orders', to: `${at}/orders`, icon: IconReceipt },
    { key: 'orderFiles', to: `${at}/order-files`, icon: IconFileSpreadsheet },
    { key: 'disputes', to: `${at}/disputes`, icon: IconMessages },
    { key: 'products', to: `${at}/products`, icon: IconPackage },
    { key: 'placements', to: `${at}/placements`, icon: IconLayoutGrid },
    { key: 'complaints', to: `${at}/complaints`, icon: IconFlag },
    { key: 'placing', to: `${at}/placing`, icon: IconRoute },
    { key: 'theme', to: `${at}/theme`, icon: IconPalette },
    { key: 'playerVersions', to: `${at}/player`, icon: IconVersions },
    { key: 'creators', to: `${at}/creators`, icon: IconUsers },
    { key: 'reports', to: `${at}/reports`, icon: IconReportAnalytics },
    { key: 'experiments', to: `${at}/experiments`, icon: IconFlask2 },
    { key: 'speed', to: `${at}/speed`, icon: IconGauge },
    { key: 'traffic', to: `${at}/traffic`, icon: IconTransfer },
    { key: 'ads', to: `${at}/ads`, icon: IconSpeakerphone },
    { key: 'embeds', to: `${at}/embeds`, icon: IconCode },
    { key: 'plan', to: `${at}/plan`, icon: IconPercentage },
    { key: 'funding', to: `${at}/funding`, icon: IconWallet },
    { key: 'rewards', to: `${at}/rewards`, icon: IconUserHeart },
    { key: 'certificates', to: `${at}/certificates`, icon: IconGift },
    { key: 'keys', to: `${at}/keys`, icon: IconKey },
    { key: 'settings', to: `${at}/settings`, icon: IconSettings },
  ];
}

function staffItems(me: Me): NavItem[] {
  const items: NavItem[] = [];
  if (hasRole(me, 'moderator', 'administrator')) {
    items.push({ key: 'review', to: '/staff/review', icon: IconListCheck });
    items.push({ key: 'complaints', to: '/staff/complaints', icon: IconFlag });
    items.push({ key: 'decisions', to: '/staff/decisions', icon: IconHistory });
  }
  if (hasRole(me, 'administrator')) {
    items.push({ key: 'people', to: '/staff/people', icon: IconUsers });
    items.push({ key: 'audit', to: '/staff/audit', icon: IconBooks });
    items.push({ key: 'deadLetters', to: '/staff/jobs', icon: IconRepeat });
  }
  if (hasRole(me, 'finance', 'administrator')) {
    items.push({ key: 'finance', to: '/staff/finance', icon: IconScale });
    items.push({ key: 'risk', to: '/staff/risk', icon: IconShieldSearch });
    items.push({ key: 'disputes', to: '/staff/disputes', icon: IconMessages });
    items.push({ key: 'reports', to: '/staff/reports', icon: IconReportAnalytics });
    items.push({ key: 'differences', to: '/staff/differences', icon: IconListDetails });
    items.push({ key: 'batches', to: '/staff/payouts', icon: IconBuildingBank });
    items.push({ key: 'fundingDesk', to: '/staff/funding', icon: IconWallet });
    items.push({ key: 'proposedPlans', to: '/staff/plans', icon: IconPercentage });
    items.push({ key: 'taxRules', to: '/staff/tax-rules', icon: IconGavel });
  }
  return items;
}

/** The groups this person may open, in the order of the road. */
export function navigationOf(me: Me, storeId: string | null): NavGroup[] {
  const groups: NavGroup[] = [];
  if (hasRole(me, 'creator')) groups.push({ key: 'creator', items: CREATOR });
  if (hasRole(me, 'store_owner')) groups.push({ key: 'store', items: storeItems(storeId) });
  const staff = staffItems(me);
  if (staff.length > 0) groups.push({ key: 'staff', items: staff });
  return groups;
}

/** Where this person starts: staff at their work, else the store, else the creator's home. */
export function homeOf(me: Me): string {
  if (hasRole(me, 'moderator', 'administrator')) return '/staff/review';
  if (hasRole(me, 'finance')) return '/staff/finance';
  if (hasRole(me, 'store_owner')) return '/store';
  if (hasRole(me, 'creator')) return '/creator';
  return '/account';
}
