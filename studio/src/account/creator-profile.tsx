// What shoppers see of a creator, and the phone that keeps the creator from earning on own orders.
import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldsOf } from '../api/client';
import { UpdateCreatorProfileDocument } from '../api/generated';
import { useMe, useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { Card } from '../ui/page';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';

export function CreatorProfileCard() {
  const { t } = useLocale();
  const me = useMe();
  const { take } = useSession();
  const [displayName, setDisplayName] = useState(me.creator?.displayName ?? me.name);
  const [bio, setBio] = useState(me.creator?.bio ?? '');
  const [country, setCountry] = useState(me.creator?.country ?? '');
  const [phone, setPhone] = useState('');
  const update = useChange(UpdateCreatorProfileDocument, true);
  const fields = update.error ? fieldsOf(update.error) : {};
  const save = async () => {
    const input = {
      displayName: displayName.trim(),
      bio: bio.trim() || null,
      country: country.trim().toUpperCase() || null,
      ...(phone.trim() ? { phone: phone.trim() } : {}),
    };
    const data = await update.run({ input }, t('ui.saved'));
    if (data) {
      take({ ...me, creator: data.updateCreatorProfile });
      setPhone('');
    }
  };
  return (
    <Card title={t('account.creatorProfile')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={update.error} />
        <TextInput
          label={t('account.displayName')}
          description={t('account.displayNameHint')}
          required
          value={displayName}
          error={fields['displayName']}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <Textarea
          label={t('account.bio')}
          autosize
          minRows={2}
          maxLength={300}
          value={bio}
          error={fields['bio']}
          onChange={(event) => setBio(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <TextInput
            label={t('account.country')}
            description={t('account.countryHint')}
            maxLength={2}
            value={country}
            error={fields['country']}
            onChange={(event) => setCountry(event.currentTarget.value)}
          />
          <TextInput
            label={t('account.phone')}
            description={me.creator?.phoneSet ? t('account.phoneSet') : t('account.phoneHint')}
            type="tel"
            autoComplete="tel"
            value={phone}
            error={fields['phone']}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
        </Group>
        <Group>
          <Button type="submit" loading={update.busy} disabled={!displayName.trim()}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
