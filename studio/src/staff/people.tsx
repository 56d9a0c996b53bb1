// Everybody with an account: found, given and taken roles, blocked and unblocked.
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { PeopleDocument, type PersonPartsFragment, type Role } from '../api/generated';
import { usePages } from '../api/use-pages';
import { Chip } from '../ui/chip';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { formatDate } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { PersonDrawer, ROLES } from './person-drawer';

const PAGE = 20;

function useColumns(onOpen: (person: PersonPartsFragment) => void): Column<PersonPartsFragment>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'name',
      header: t('people.person'),
      lead: true,
      cell: (row) => (
        <span className="vt-two">
          <span>{row.name}</span>
          <small className="vt-break">{row.email}</small>
        </span>
      ),
    },
    {
      key: 'roles',
      header: t('people.roles'),
      cell: (row) => (
        <Group gap={4}>
          {[...new Set(row.roles.map((grant) => grant.role))].map((role) => (
            <Chip key={role} tone={role === 'creator' || role === 'store_owner' ? 'neutral' : 'accent'}>
              {t(`role.${role}`)}
            </Chip>
          ))}
        </Group>
      ),
    },
    {
      key: 'state',
      header: t('people.state'),
      cell: (row) => {
        if (row.blockedAt) return <Chip tone="danger">{t('people.blocked')}</Chip>;
        return row.emailConfirmed ? (
          <Chip tone="success">{t('people.active')}</Chip>
        ) : (
          <Chip tone="warning">{t('people.unconfirmed')}</Chip>
        );
      },
    },
    {
      key: 'factor',
      header: t('people.factor'),
      cell: (row) => (row.secondFactorEnabled ? t('ui.yes') : <span className="vt-dim">{t('ui.no')}</span>),
    },
    { key: 'since', header: t('people.since'), cell: (row) => formatDate(row.createdAt, locale) },
    {
      key: 'open',
      header: '',
      end: true,
      cell: (row) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('people.manageOf', { name: row.name })}
          onClick={() => onOpen(row)}
        >
          {t('people.manage')}
        </Button>
      ),
    },
  ];
}

export function PeoplePage() {
  const { t } = useLocale();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [role, setRole] = useState<Role | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const pages = usePages(PAGE);
  const columns = useColumns((person) => setOpenId(person.id));
  const [{ data, error }, ask] = useQuery({
    query: PeopleDocument,
    variables: { search: search || null, role, first: PAGE, after: pages.after },
  });
  const list = data?.people;
  const again = () => ask({ requestPolicy: 'network-only' });
  return (
    <Page title={t('nav.people')} lead={t('people.lead')}>
      <Card flush>
        <Group className="vt-toolbar">
          <TextInput
            className="vt-grow"
            maw={360}
            aria-label={t('people.find')}
            placeholder={t('people.find')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              pages.restart();
            }}
          />
          <Select
            aria-label={t('people.role')}
            value={role ?? 'all'}
            data={[
              { value: 'all', label: t('people.anyRole') },
              ...ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
            ]}
            onChange={(value) => {
              setRole(ROLES.find((one) => one === value) ?? null);
              pages.restart();
            }}
          />
        </Group>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState icon={<IconUsers size={26} aria-hidden />} title={t('people.none')} text={t('people.noneText')} />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.people')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      <PersonDrawer
        person={list?.nodes.find((one) => one.id === openId) ?? null}
        onClose={() => setOpenId(null)}
        onChanged={again}
      />
    </Page>
  );
}
