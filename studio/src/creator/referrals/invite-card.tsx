// One's own invitation: an address to copy, a QR code, a letter, and the stores that pay for it.
import { Button, CopyButton, Group, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconQrcode, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldsOf } from '../../api/client';
import { InviteCreatorDocument, type MyInvitationQuery } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { formatRate } from '../../ui/format/size';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { QrDialog } from '../instruments/qr-dialog';

type Invitation = MyInvitationQuery['myInvitation'];

function ByMail({ onSent }: { onSent: () => void }) {
  const { t } = useLocale();
  const [email, setEmail] = useState('');
  const invite = useChange(InviteCreatorDocument, true);
  const fields = invite.error ? fieldsOf(invite.error) : {};
  const send = async () => {
    if (!(await invite.run({ email: email.trim() }, t('referrals.sent')))) return;
    setEmail('');
    onSent();
  };
  return (
    <form
      className="vt-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FormError error={invite.error} />
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t('referrals.byMail')}
          type="email"
          inputMode="email"
          autoComplete="off"
          flex={1}
          miw={220}
          value={email}
          error={fields['email']}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          loading={invite.busy}
          disabled={!email.includes('@')}
          leftSection={<IconSend size={18} aria-hidden />}
        >
          {t('referrals.send')}
        </Button>
      </Group>
    </form>
  );
}

function Stores({ stores }: Pick<Invitation, 'stores'>) {
  const { t, locale } = useLocale();
  if (stores.length === 0) return <Text c="dimmed">{t('referrals.noStores')}</Text>;
  return (
    <details className="vt-details">
      <summary>{t('referrals.stores', { count: stores.length })}</summary>
      <dl className="vt-facts">
        {stores.map(({ storeName, rateBps }, at) => (
          <div key={at}>
            <dt>{storeName}</dt>
            <dd>{formatRate(rateBps, locale)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function InviteCard({ invitation, onSent }: { invitation: Invitation; onSent: () => void }) {
  const { t } = useLocale();
  const [shown, setShown] = useState(false);
  const { url } = invitation;
  return (
    <Card title={t('referrals.own')}>
      <div className="vt-stack">
        <Text c="dimmed">{t('referrals.ownText')}</Text>
        <Group gap="xs">
          <span className="vt-mono vt-break">{url.replace(/^https?:\/\//, '')}</span>
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                onClick={copy}
                leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              >
                {copied ? t('ui.copied') : t('ui.copy')}
              </Button>
            )}
          </CopyButton>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setShown(true)}
            leftSection={<IconQrcode size={14} aria-hidden />}
            aria-label={t('links.qrOf', { title: t('referrals.own') })}
          >
            QR
          </Button>
        </Group>
        <ByMail onSent={onSent} />
        <Stores stores={invitation.stores} />
        {invitation.invitedBy && <Text c="dimmed">{t('referrals.youCameBy', { name: invitation.invitedBy })}</Text>}
      </div>
      {shown && (
        <QrDialog title={t('referrals.own')} text={url} fileName="vitrina-invitation" onClose={() => setShown(false)} />
      )}
    </Card>
  );
}
