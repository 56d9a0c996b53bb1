// Every address of the studio, and who may open it.
import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, redirect, type RouteObject } from 'react-router';
import { hasRole, type Me } from './api/session';
import { Entry } from './account/entry';
import { homeOf } from './ui/navigation';
import { NotFound, RouteFailure } from './ui/not-found';
import { RowsSkeleton } from './ui/states';
import { Shell } from './ui/shell';

/** A page in a file of its own, fetched when it is first opened. */
function page<Name extends string>(
  path: string,
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): RouteObject {
  return { path, lazy: async () => ({ Component: (await load())[name] }) };
}

const signIn = () => import('./account/sign-in');
const join = () => import('./account/join');
const passwords = () => import('./account/password');
const signUp = () => import('./account/sign-up');

/** Reached from mails, whoever is signed in. */
const FROM_MAIL: RouteObject[] = [page('confirm', signUp, 'ConfirmPage'), page('reset', passwords, 'ResetPage')];

const OUTSIDE: RouteObject[] = [
  page('sign-in', signIn, 'SignInPage'),
  page('sign-up', signUp, 'SignUpPage'),
  page('forgot', passwords, 'ForgotPage'),
];

/** Whoever follows an invitation signs up by it, or says so with the account there is. */
const INVITED: RouteObject[] = [page('join/:invitation', signUp, 'SignUpPage')];

const captions = () => import('./creator/captions/captions-page');
const captionEditor = () => import('./creator/captions/editor/editor-page');

const marks = () => import('./creator/marks/marks-page');

const plans = () => import('./plans/plans-page');
const planVersion = () => import('./plans/version-page');

const disputes = () => import('./disputes/desk-list');
const dispute = () => import('./disputes/desk-page');

const complaints = () => import('./complaints/cases-page');

const reports = () => import('./reports/reports-page');

const CREATOR: RouteObject[] = [
  page('creator', () => import('./creator/home'), 'CreatorHome'),
  page('creator/upload', () => import('./creator/upload-page'), 'UploadPage'),
  page('creator/videos', () => import('./creator/videos'), 'VideosPage'),
  page('creator/videos/:id', () => import('./creator/video'), 'VideoPage'),
  page('creator/videos/:id/captions', captions, 'CaptionsPage'),
  page('creator/videos/:id/captions/:language', captionEditor, 'CaptionEditorPage'),
  page('creator/videos/:id/marks', marks, 'MarksPage'),
  page('creator/videos/:id/trim', () => import('./versions/trim-page'), 'TrimPage'),
  page('creator/earnings', () => import('./creator/earnings/earnings'), 'EarningsPage'),
  page('creator/disputes', () => import('./creator/disputes/disputes-page'), 'MyDisputesPage'),
  page('creator/disputes/:id', () => import('./creator/disputes/dispute-page'), 'MyDisputePage'),
  page('creator/news', () => import('./creator/news/news-page'), 'NewsPage'),
  page('creator/reports', reports, 'MyReportsPage'),
  page('creator/payouts', () => import('./creator/payouts/payouts'), 'CreatorPayoutsPage'),
  page('creator/codes', () => import('./creator/codes'), 'CodesPage'),
  page('creator/links', () => import('./creator/instruments/links'), 'LinksPage'),
  page('creator/referrals', () => import('./creator/referrals/referrals-page'), 'ReferralsPage'),
  page('creator/receipts', () => import('./creator/instruments/receipts'), 'CreatorReceiptsPage'),
  page('creator/postbacks', () => import('./creator/instruments/postbacks'), 'PostbacksPage'),
];

const STORE: RouteObject[] = [
  page('store', () => import('./store/settings'), 'FirstStore'),
  page('store/new', () => import('./store/settings'), 'NewStorePage'),
  page('store/:storeId', () => import('./store/overview'), 'OverviewPage'),
  page('store/:storeId/products', () => import('./store/products'), 'ProductsPage'),
  page('store/:storeId/placements', () => import('./store/placements'), 'PlacementsPage'),
  page('store/:storeId/videos/:id/captions', captions, 'CaptionsPage'),
  page('store/:storeId/videos/:id/captions/:language', captionEditor, 'CaptionEditorPage'),
  page('store/:storeId/videos/:id/marks', marks, 'MarksPage'),
  page('store/:storeId/placing', () => import('./store/placing/placing-page'), 'PlacingPage'),
  page('store/:storeId/theme', () => import('./store/theme/theme-page'), 'ThemePage'),
  page('store/:storeId/player', () => import('./store/versions/versions-page'), 'PlayerVersionsPage'),
  page('store/:storeId/orders', () => import('./store/orders'), 'OrdersPage'),
  page('store/:storeId/orders/:id', () => import('./store/order'), 'OrderPage'),
  page('store/:storeId/order-files', () => import('./store/files/order-files'), 'OrderFilesPage'),
  page('store/:storeId/differences', () => import('./store/files/differences'), 'StoreDifferencesPage'),
  page('store/:storeId/receipts', () => import('./store/files/receipts'), 'StoreReceiptsPage'),
  page('store/:storeId/disputes', disputes, 'StoreDisputesPage'),
  page('store/:storeId/disputes/:id', dispute, 'StoreDisputePage'),
  page('store/:storeId/complaints', complaints, 'ComplaintCasesPage'),
  page('store/:storeId/creators', () => import('./store/creators'), 'CreatorsPage'),
  page('store/:storeId/reports', reports, 'StoreReportsPage'),
  page('store/:storeId/experiments', () => import('./store/experiments/experiments-page'), 'ExperimentsPage'),
  page('store/:storeId/plan', plans, 'PlansPage'),
  page('store/:storeId/plan/:id', planVersion, 'PlanVersionPage'),
  page('store/:storeId/ads', () => import('./store/ads/ads-page'), 'AdsPage'),
  page('store/:storeId/speed', () => import('./store/speed/speed-page'), 'SpeedPage'),
  page('store/:storeId/traffic', () => import('./store/traffic/traffic-page'), 'TrafficPage'),
  page('store/:storeId/embeds', () => import('./store/embeds/embeds-page'), 'EmbedsPage'),
  page('store/:storeId/funding', () => import('./store/funding/funding-page'), 'FundingPage'),
  page('store/:storeId/rewards', () => import('./store/rewards/overview-page'), 'RewardsOverviewPage'),
  page('store/:storeId/rewards/list', () => import('./store/rewards/list-page'), 'RewardListPage'),
  page('store/:storeId/rewards/events', () => import('./store/rewards/events-page'), 'RewardEventsPage'),
  page('store/:storeId/rewards/rules', () => import('./store/rewards/rules-page'), 'RewardRulesPage'),
  page('store/:storeId/certificates', () => import('./store/certificates/certificates-page'), 'CertificatesPage'),
  page('store/:storeId/certificates/:poolId', () => import('./store/certificates/pool-page'), 'CertificatePoolPage'),
  page('store/:storeId/keys', () => import('./store/keys'), 'KeysPage'),
  page('store/:storeId/settings', () => import('./store/settings'), 'SettingsPage'),
];

const REVIEW: RouteObject[] = [
  page('staff/review', () => import('./staff/waiting/queue'), 'QueuePage'),
  page('staff/review/:id', () => import('./staff/review'), 'ReviewPage'),
  page('staff/review/:id/captions', captions, 'CaptionsPage'),
  page('staff/review/:id/captions/:language', captionEditor, 'CaptionEditorPage'),
  page('staff/complaints', complaints, 'ComplaintCasesPage'),
  page('staff/review/:id/marks', marks, 'MarksPage'),
  page('staff/decisions', () => import('./staff/decisions'), 'DecisionsPage'),
];

const ADMIN: RouteObject[] = [
  page('staff/people', () => import('./staff/people'), 'PeoplePage'),
  page('staff/audit', () => import('./staff/audit'), 'AuditPage'),
  page('staff/jobs', () => import('./staff/dead-letters'), 'DeadLettersPage'),
];

const FINANCE: RouteObject[] = [
  page('staff/finance', () => import('./staff/finance'), 'FinancePage'),
  page('staff/risk', () => import('./staff/risk/queue'), 'RiskQueuePage'),
  page('staff/risk/:id', () => import('./staff/risk/group'), 'RiskGroupPage'),
  page('staff/disputes', disputes, 'StaffDisputesPage'),
  page('staff/disputes/:id', dispute, 'StaffDisputePage'),
  page('staff/reports', reports, 'StaffReportsPage'),
  page('staff/payouts', () => import('./staff/payouts/payouts'), 'PayoutsPage'),
  page('staff/payouts/:id', () => import('./staff/payouts/batch'), 'BatchPage'),
  page('staff/funding', () => import('./staff/funding/funding-desk'), 'FundingDeskPage'),
  page('staff/plans', plans, 'ProposedPlansPage'),
  page('staff/plans/:id', planVersion, 'PlanVersionPage'),
  page('staff/differences', () => import('./store/files/differences'), 'StaffDifferencesPage'),
  page('staff/tax-rules', () => import('./staff/payouts/tax-rules'), 'TaxRulesPage'),
];

/** The page wanted before sign-in; only an address of ours, never another site's. */
function nextOf(address: string): string {
  const next = new URL(address).searchParams.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

function inside(me: Me): RouteObject[] {
  return [
    { index: true, element: <Navigate to={homeOf(me)} replace /> },
    page('account', () => import('./account/account'), 'AccountPage'),
    page('join/:invitation', join, 'JoinPage'),
    page('account/second-factor', () => import('./account/second-factor'), 'EnrolInside'),
    ...(hasRole(me, 'creator') ? CREATOR : []),
    ...(hasRole(me, 'store_owner') ? STORE : []),
    ...(hasRole(me, 'moderator', 'administrator') ? REVIEW : []),
    ...(hasRole(me, 'administrator') ? ADMIN : []),
    ...(hasRole(me, 'finance', 'administrator') ? FINANCE : []),
    ...OUTSIDE.map(({ path }): RouteObject => ({
      path: path ?? '',
      loader: ({ request }) => redirect(nextOf(request.url)),
    })),
    { path: '*', element: <NotFound /> },
  ];
}

/** Signed out: sign-in keeps the address that was wanted, so that it opens afterwards. */
function outside(): RouteObject[] {
  const wanted: RouteObject = {
    path: '*',
    loader: ({ request }) => {
      const url = new URL(request.url);
      const path = url.pathname.replace(/^\/studio/, '') + url.search;
      return redirect(path === '/' || path === '' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
    },
  };
  return [...OUTSIDE, ...INVITED, ...FROM_MAIL, wanted];
}

/** Between password and work: the second factor is asked for, or has to be set up first. */
function between(me: Me): RouteObject[] {
  const load = () => import('./account/second-factor');
  return [...FROM_MAIL, page('*', load, me.secondFactorEnabled ? 'PassPage' : 'EnrolPage')];
}

/** True while the session cannot be used for work because of the second factor. */
export function isHeldBack(me: Me): boolean {
  return (me.secondFactorEnabled && !me.secondFactorPassed) || (me.secondFactorRequired && !me.secondFactorEnabled);
}

/** The router for this person; `null` is nobody signed in. */
export function makeRouter(me: Me | null) {
  const waiting = <RowsSkeleton rows={4} />;
  const common = { errorElement: <RouteFailure />, hydrateFallbackElement: waiting };
  const routes: RouteObject[] =
    me && !isHeldBack(me)
      ? [
          { element: <Entry />, ...common, children: FROM_MAIL },
          { element: <Shell />, ...common, children: inside(me) },
        ]
      : [{ element: <Entry />, ...common, children: me ? between(me) : outside() }];
  return createBrowserRouter(routes, { basename: '/studio' });
}
