// One's own account: name, language, colours, second factor, sessions, and the creator's public profile.
import { Button, Group, SegmentedControl, Select, Text, TextInput, useMantineColorScheme } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { UpdateMeDocument } from '../api/generated';
import { hasRole, useMe, useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { LANGUAGES, speak } from '../i18n';
import { Chip } from '../ui/chip';
import { Card, Page } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { CreatorProfileCard } from './creator-profile';
import { DevicesCard } from './people/devices';
import { PublicPagesCard } from './people/public-pages';
import { SessionsCard } from './sessions';

function ProfileCard() {
  const { t } = useLocale();
  const me = useMe();
  const { take } = useSession();
  const [name, setName] = useState(me.name);
  const update = useChange(UpdateMeDocument);
  const save = async () => {
    const data = await update.run({ name: name.trim() }, t('ui.saved'));
    if (data) take(data.updateMe);
  };
  return (
    <Card title={t('account.profile')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('account.name')}
          value={name}
          required
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput label={t('account.email')} value={me.email} readOnly />
        <Group gap={6}>
          {me.roles.map((grant) => (
            <Chip key={`${grant.role}${grant.storeId}`} tone="neutral">
              {t(`role.${grant.role}`)}
            </Chip>
          ))}
        </Group>
        <Group>
          <Button type="submit" loading={update.busy} disabled={!name.trim() || name.trim() === me.name}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}

function LooksCard() {
  const { t, locale } = useLocale();
  const { take } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const update = useChange(UpdateMeDocument);
  const choose = async (code: string) => {
    await speak(code);
    const data = await update.run({ locale: code });
    if (data) take(data.updateMe);
  };
  return (
    <Card title={t('account.looks')}>
      <div className="vt-stack">
        <Select
          label={t('ui.language')}
          value={locale}
          data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(code) => code && void choose(code)}
        />
        <div>
          <Text size="sm" fw={500} mb={4} id="scheme-label">
            {t('ui.scheme')}
          </Text>
          <SegmentedControl
            aria-labelledby="scheme-label"
            fullWidth
            value={colorScheme}
            data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`ui.scheme_${value}`) }))}
            onChange={(value) => setColorScheme(value === 'dark' || value === 'light' ? value : 'auto')}
          />
        </div>
      </div>
    </Card>
  );
}

function SecurityCard() {
  const { t } = useLocale();
  const me = useMe();
  const on = me.secondFactorEnabled;
  return (
    <Card title={t('account.security')}>
      <Group align="flex-start" wrap="nowrap">
        <span className="vt-state-icon" data-size="sm" data-tone={on ? 'success' : 'warning'}>
          {on ? <IconShieldCheck size={22} aria-hidden /> : <IconShieldOff size={22} aria-hidden />}
        </span>
        <div className="vt-grow">
          <Text fw={560}>{on ? t('account.factorOn') : t('account.factorOff')}</Text>
          <Text size="sm" c="dimmed" mb="sm">
            {on ? t('account.factorOnText') : t('account.factorOffText')}
          </Text>
          {!on && (
            <Button component={Link} to="/account/second-factor" variant="default">
              {t('account.turnOn')}
            </Button>
          )}
        </div>
      </Group>
    </Card>
  );
}

export function AccountPage() {
  const { t } = useLocale();
  const me = useMe();
  return (
    <Page title={t('account.title')} width="narrow">
      <div className="vt-cards">
        {me.roles.length === 0 && (
          <div className="vt-notice" data-tone="info">
            <div>{t('account.noRoles')}</div>
          </div>
        )}
        <ProfileCard />
        {hasRole(me, 'creator') && (
          <>
            <CreatorProfileCard />
            <PublicPagesCard key={me.creator?.handle} />
            <DevicesCard />
          </>
        )}
        <LooksCard />
        <SecurityCard />
        <SessionsCard />
      </div>
    </Page>
  );
}
