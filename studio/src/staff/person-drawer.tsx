// One person: the roles they hold, and whether they may sign in.
import { Button, CloseButton, Drawer, Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  BlockPersonDocument,
  GrantRoleDocument,
  RevokeRoleDocument,
  StoreNamesDocument,
  UnblockPersonDocument,
  type PersonPartsFragment,
  type Role,
} from '../api/generated';
import { useMe } from '../api/session';
import { useChange } from '../api/use-change';
import { formatMoment } from '../ui/format/time';
import { useLocale } from '../ui/use-locale';

type Props = { person: PersonPartsFragment; onChanged: () => void };
type StoreName = { id: string; name: string };

export const ROLES: readonly Role[] = ['creator', 'store_owner', 'moderator', 'finance', 'administrator'];

function Grants({ person, onChanged, stores }: Props & { stores: readonly StoreName[] }) {
  const { t } = useLocale();
  const revoke = useChange(RevokeRoleDocument);
  if (person.roles.length === 0) return <Text c="dimmed">{t('people.noRole')}</Text>;
  return (
    <ul className="vt-rows" data-inset>
      {person.roles.map((grant) => {
        const store = grant.storeId ? (stores.find((one) => one.id === grant.storeId)?.name ?? grant.storeId) : null;
        const name = [t(`role.${grant.role}`), store].filter(Boolean).join(' · ');
        return (
          <li key={`${grant.role}${grant.storeId}`}>
            <span className="vt-grow">{name}</span>
            <CloseButton
              aria-label={t('people.revoke', { role: name })}
              disabled={revoke.busy}
              onClick={() =>
                void revoke
                  .run({ personId: person.id, ...grant }, t('people.revoked', { role: name }))
                  .then((data) => data && onChanged())
              }
            />
          </li>
        );
      })}
    </ul>
  );
}

function GrantForm({ person, onChanged, stores }: Props & { stores: readonly StoreName[] }) {
  const { t } = useLocale();
  const [role, setRole] = useState<Role>('moderator');
  const [storeId, setStoreId] = useState<string | null>(null);
  const grant = useChange(GrantRoleDocument);
  const needsStore = role === 'store_owner';
  const give = async () => {
    const variables = { personId: person.id, role, storeId: needsStore ? storeId : null };
    if (await grant.run(variables, t('people.granted', { role: t(`role.${role}`) }))) onChanged();
  };
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <Group align="flex-end">
        <Select
          className="vt-grow"
          label={t('people.giveRole')}
          value={role}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={(value) => setRole(ROLES.find((one) => one === value) ?? 'moderator')}
        />
        {needsStore && (
          <Select
            className="vt-grow"
            label={t('uploads.store')}
            searchable
            value={storeId}
            data={stores.map((store) => ({ value: store.id, label: store.name }))}
            onChange={setStoreId}
          />
        )}
        <Button type="submit" loading={grant.busy} disabled={needsStore && !storeId}>
          {t('people.give')}
        </Button>
      </Group>
      {!needsStore && role !== 'creator' && (
        <Text size="sm" c="dimmed">
          {t('people.staffNote')}
        </Text>
      )}
    </form>
  );
}

function Block({ person, onChanged }: Props) {
  const { t, locale } = useLocale();
  const me = useMe();
  const [reason, setReason] = useState('');
  const block = useChange(BlockPersonDocument);
  const unblock = useChange(UnblockPersonDocument);
  if (person.id === me.id) return <Text c="dimmed">{t('people.notYourself')}</Text>;
  if (person.blockedAt) {
    return (
      <div className="vt-stack">
        <Text>{t('people.blockedSince', { date: formatMoment(person.blockedAt, locale) })}</Text>
        <Group>
          <Button
            variant="default"
            loading={unblock.busy}
            onClick={() =>
              void unblock
                .run({ personId: person.id }, t('people.unblocked', { name: person.name }))
                .then((data) => data && onChanged())
            }
          >
            {t('people.unblock')}
          </Button>
        </Group>
      </div>
    );
  }
  const stop = async () => {
    const variables = { personId: person.id, reason: reason.trim() };
    if (await block.run(variables, t('people.blockedDone', { name: person.name }))) onChanged();
  };
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void stop();
      }}
    >
      <TextInput
        label={t('people.blockReason')}
        description={t('people.blockHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group>
        <Button type="submit" color="red.8" loading={block.busy} disabled={!reason.trim()}>
          {t('people.block')}
        </Button>
      </Group>
    </form>
  );
}

export function PersonDrawer(props: {
  person: PersonPartsFragment | null;
  onClose: () => void;
  onChanged: () => void;
}) {
  const { person, onClose, onChanged } = props;
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: StoreNamesDocument, pause: person === null });
  const stores = data?.stores.nodes ?? [];
  return (
    <Drawer
      opened={person !== null}
      onClose={onClose}
      title={person?.name ?? ''}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {person && (
        <div className="vt-stack">
          <Text c="dimmed">{person.email}</Text>
          <h3 className="vt-h3">{t('people.roles')}</h3>
          <Grants person={person} onChanged={onChanged} stores={stores} />
          <GrantForm person={person} onChanged={onChanged} stores={stores} />
          <h3 className="vt-h3">{t('people.access')}</h3>
          <Block key={person.id} person={person} onChanged={onChanged} />
        </div>
      )}
    </Drawer>
  );
}
