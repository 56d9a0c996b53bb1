// The versions of a store's plan, the newest first, and the way to a new draft; for staff what waits for a second person.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { IconPercentage, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useQuery } from 'urql';
import {
  CreatePlanDraftDocument,
  PlanVersionsDocument,
  ProposedPlansDocument,
  type PlanRowPartsFragment,
  type PlanStatus,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { usePages, type Pages } from '../api/use-pages';
import { StopsCard } from './stops-card';
import { useStore } from '../store/use-store';
import { Chip, type Tone } from '../ui/chip';
import { DataTable, Pager } from '../ui/data-table';
import { formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';

const TONES: Record<PlanStatus, Tone> = {
  draft: 'info',
  proposed: 'warning',
  published: 'success',
  refused: 'neutral',
  discarded: 'neutral',
};

export function PlanChip({ status }: { status: PlanStatus }) {
  const { t } = useLocale();
  return <Chip tone={TONES[status]}>{t(`planStatus.${status}`)}</Chip>;
}

type Found = {
  nodes: PlanRowPartsFragment[];
  totalCount: number;
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
};

function VersionsTable(props: {
  found: Found;
  pages: Pages;
  hrefOf: (row: PlanRowPartsFragment) => string;
  withStore: boolean;
}) {
  const { t, locale } = useLocale();
  const { found, pages, hrefOf, withStore } = props;
  return (
    <>
      <DataTable
        caption={t('plans.versions')}
        rows={found.nodes}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'title',
            header: t('plans.version'),
            lead: true,
            cell: (row) => (
              <span className="vt-two">
                <Link to={hrefOf(row)}>
                  {row.number === null ? row.title : t('plans.numbered', { number: row.number, title: row.title })}
                </Link>
                <small>{withStore ? row.storeName : t('plans.madeBy', { name: row.madeBy })}</small>
              </span>
            ),
          },
          { key: 'status', header: t('plans.status'), cell: (row) => <PlanChip status={row.status} /> },
          {
            key: 'who',
            header: t('plans.lastStep'),
            cell: (row) => (
              <span className="vt-two">
                <span>{row.decidedBy ?? row.proposedBy ?? row.madeBy}</span>
                <small>{formatMoment(row.decidedAt ?? row.proposedAt ?? row.madeAt, locale)}</small>
              </span>
            ),
          },
        ]}
      />
      <Pager pages={pages} shown={found.nodes.length} totalCount={found.totalCount} pageInfo={found.pageInfo} />
    </>
  );
}

function NewDraft({ storeId }: { storeId: string }) {
  const { t } = useLocale();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [title, setTitle] = useState('');
  const create = useChange(CreatePlanDraftDocument);
  const make = async () => {
    const made = await create.run({ storeId, title: title.trim(), fromId: null });
    if (made) void navigate(`/store/${storeId}/plan/${made.createPlanDraft.id}`);
  };
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {t('plans.newDraft')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('plans.newDraft')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <form
          className="vt-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <TextInput
            data-autofocus
            label={t('plans.title')}
            description={t('plans.titleHint')}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={create.busy} disabled={title.trim().length < 2}>
              {t('plans.begin')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}

export function PlansPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const pages = usePages(20);
  const [{ data, error }, ask] = useQuery({ query: PlanVersionsDocument, variables: { storeId, after: pages.after } });
  const found = data?.planVersions;
  return (
    <Page title={t('nav.plan')} lead={t('plans.lead')} actions={<NewDraft storeId={storeId} />}>
      <StopsCard storeId={storeId} />
      <Card flush>
        {error && !found && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!found && !error && <RowsSkeleton />}
        {found?.totalCount === 0 && (
          <EmptyState
            icon={<IconPercentage size={26} aria-hidden />}
            title={t('plans.none')}
            text={t('plans.noneText')}
          />
        )}
        {found && found.totalCount > 0 && (
          <VersionsTable
            found={found}
            pages={pages}
            withStore={false}
            hrefOf={(row) => `/store/${row.storeId}/plan/${row.id}`}
          />
        )}
      </Card>
    </Page>
  );
}

export function ProposedPlansPage() {
  const { t } = useLocale();
  const pages = usePages(20);
  const [{ data, error }, ask] = useQuery({ query: ProposedPlansDocument, variables: { after: pages.after } });
  const found = data?.proposedPlans;
  return (
    <Page title={t('nav.proposedPlans')} lead={t('plans.proposedLead')}>
      <Card flush>
        {error && !found && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!found && !error && <RowsSkeleton />}
        {found?.totalCount === 0 && (
          <EmptyState
            icon={<IconPercentage size={26} aria-hidden />}
            title={t('plans.noneProposed')}
            text={t('plans.noneProposedText')}
          />
        )}
        {found && found.totalCount > 0 && (
          <VersionsTable found={found} pages={pages} withStore hrefOf={(row) => `/staff/plans/${row.id}`} />
        )}
      </Card>
    </Page>
  );
}
