// The second factor: asked for at sign-in, and set up with an authenticator app and recovery codes.
import { Anchor, Button, Checkbox, CopyButton, Group, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  ConfirmSecondFactorDocument,
  EnrolSecondFactorDocument,
  PassSecondFactorDocument,
  SignOutDocument,
} from '../api/generated';
import { useMe, useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { Page } from '../ui/page';
import { FormError, RowsSkeleton } from '../ui/states';
import { FormPage } from './form-page';
import { QrCode } from './qr-code';

function SignOutLink() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const signOut = useChange(SignOutDocument);
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      underline="always"
      onClick={() => void signOut.run({}).then((data) => data && renew())}
    >
      {t('account.otherAccount')}
    </Anchor>
  );
}

function CodeInput({ value, onChange, label }: { value: string; onChange: (code: string) => void; label: string }) {
  return (
    <TextInput
      label={label}
      value={value}
      required
      autoFocus
      size="md"
      inputMode="text"
      autoComplete="one-time-code"
      classNames={{ input: 'vt-code-input' }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Takes six digits or one recovery code. */
export function PassPage() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const [code, setCode] = useState('');
  const pass = useChange(PassSecondFactorDocument, true);
  const submit = async () => {
    if (await pass.run({ code: code.replace(/\s/g, '') })) renew();
  };
  return (
    <FormPage
      title={t('account.secondFactor')}
      lead={t('account.secondFactorLead')}
      onSubmit={() => void submit()}
      after={<SignOutLink />}
    >
      <FormError error={pass.error} />
      <CodeInput label={t('account.code')} value={code} onChange={setCode} />
      <Text size="sm" c="dimmed">
        {t('account.lostPhone')}
      </Text>
      <Button type="submit" size="md" loading={pass.busy} disabled={code.replace(/\s/g, '').length < 6}>
        {t('account.continue')}
      </Button>
    </FormPage>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  return (
    <>
      <Text>{t('account.recoveryLead')}</Text>
      <ul className="vt-codes" aria-label={t('account.recoveryCodes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? t('ui.copied') : t('ui.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          href={file}
          download="vitrina-recovery-codes.txt"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('account.download')}
        </Button>
      </Group>
      <Checkbox
        label={t('account.recoveryKept')}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button size="md" disabled={!kept} onClick={onDone}>
        {t('account.continue')}
      </Button>
    </>
  );
}

function Enrolment({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<{ secret: string; otpauthUrl: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState('');
  const enrol = useChange(EnrolSecondFactorDocument, true);
  const confirm = useChange(ConfirmSecondFactorDocument, true);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void enrol.run({}).then((data) => data && setSecret(data.enrolSecondFactor));
  }, [enrol]);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (!secret) return enrol.error ? <FormError error={enrol.error} /> : <RowsSkeleton rows={3} />;
  const submit = async () => {
    const data = await confirm.run({ code: code.replace(/\s/g, '') });
    if (data) setCodes(data.confirmSecondFactor.codes);
  };
  return (
    <form
      className="vt-enrol"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ol>
        <li>{t('account.enrolStep1')}</li>
        <li>
          {t('account.enrolStep2')}
          <QrCode text={secret.otpauthUrl} label={t('account.qrLabel')} />
          <p className="vt-enrol-secret">
            {t('account.orType')} <code>{secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
        </li>
        <li>{t('account.enrolStep3')}</li>
      </ol>
      <FormError error={confirm.error} />
      <CodeInput label={t('account.code')} value={code} onChange={setCode} />
      <Button type="submit" size="md" loading={confirm.busy} disabled={code.replace(/\s/g, '').length < 6}>
        {t('account.turnOn')}
      </Button>
    </form>
  );
}

/** Staff cannot work without a second factor: this page comes before everything else. */
export function EnrolPage() {
  const { t } = useTranslation();
  const { renew } = useSession();
  return (
    <FormPage title={t('account.enrol')} lead={t('account.enrolForced')} after={<SignOutLink />}>
      <Enrolment onDone={renew} />
    </FormPage>
  );
}

/** The same by one's own choice, from the profile. */
export function EnrolInside() {
  const { t } = useTranslation();
  const me = useMe();
  const { renew } = useSession();
  const navigate = useNavigate();
  return (
    <Page title={t('account.enrol')} lead={t('account.enrolLead', { email: me.email })} width="narrow">
      <section className="vt-card vt-stack">
        <Enrolment
          onDone={() => {
            void navigate('/account');
            renew();
          }}
        />
      </section>
    </Page>
  );
}
