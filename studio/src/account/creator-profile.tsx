// What shoppers see of a creator, and the phone that keeps the creator from earning on own orders.
import { Button, Group, Textarea, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { CombinedError } from 'urql';
import { fieldsOf } from '../api/client';
import { UpdateCreatorProfileDocument } from '../api/generated';
import { useMe, useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { Card } from '../ui/page';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { FacePicker } from './people/face';

/** Why the address or a line of the links was refused, in the reader's own language. */
function faultOf(error: CombinedError | null, t: TFunction): { handle?: string; links?: string } {
  const { code, field, fault } = error?.graphQLErrors[0]?.extensions ?? {};
  if (code === 'HANDLE_TAKEN') return { handle: t('account.handleTaken') };
  if (code === 'HANDLE_NOT_ALLOWED' && typeof fault === 'string') return { handle: t(`account.handleFault_${fault}`) };
  const line = typeof field === 'string' ? /^links\.(\d+)$/.exec(field)?.[1] : undefined;
  return line === undefined ? {} : { links: t('account.linkWrong', { line: Number(line) + 1 }) };
}

export function CreatorProfileCard() {
  const { t } = useLocale();
  const me = useMe();
  const { take } = useSession();
  const [displayName, setDisplayName] = useState(me.creator?.displayName ?? me.name);
  const [bio, setBio] = useState(me.creator?.bio ?? '');
  const [country, setCountry] = useState(me.creator?.country ?? '');
  const [handle, setHandle] = useState(me.creator?.handle ?? '');
  const [links, setLinks] = useState(me.creator?.links.join('\n') ?? '');
  const [phone, setPhone] = useState('');
  const update = useChange(UpdateCreatorProfileDocument, true);
  const fields = update.error ? fieldsOf(update.error) : {};
  const wrong = faultOf(update.error, t);
  const save = async () => {
    const input = {
      displayName: displayName.trim(),
      bio: bio.trim() || null,
      country: country.trim().toUpperCase() || null,
      handle: handle.trim() || null,
      links: links.split('\n'),
      ...(phone.trim() ? { phone: phone.trim() } : {}),
    };
    const data = await update.run({ input }, t('ui.saved'));
    if (data) {
      take({ ...me, creator: data.updateCreatorProfile });
      setPhone('');
      setHandle(data.updateCreatorProfile.handle ?? '');
      setLinks(data.updateCreatorProfile.links.join('\n'));
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
        <FacePicker name={displayName} />
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
          maxLength={500}
          value={bio}
          error={fields['bio']}
          onChange={(event) => setBio(event.currentTarget.value)}
        />
        <TextInput
          label={t('account.handle')}
          description={t('account.handleHint')}
          leftSection="@"
          maxLength={31}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={handle}
          error={wrong.handle ?? fields['handle']}
          onChange={(event) => setHandle(event.currentTarget.value)}
        />
        <Textarea
          label={t('account.links')}
          description={t('account.linksHint')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1100}
          spellCheck={false}
          value={links}
          error={wrong.links}
          onChange={(event) => setLinks(event.currentTarget.value)}
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
