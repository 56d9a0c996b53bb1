// Sign-up by e-mail, and the page that the link in the confirmation mail opens.
import { Anchor, Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { fieldsOf } from '../api/client';
import { ConfirmEmailDocument, InvitedByDocument, ResendConfirmationDocument, SignUpDocument } from '../api/generated';
import { useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { FormError } from '../ui/states';
import { FormPage } from './form-page';

/** The same bound as the API's; shown before the person has to be refused. */
export const PASSWORD_MIN = 10;

export function SignUpPage() {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { invitation = null } = useParams();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const signUp = useChange(SignUpDocument, true);
  const fields = signUp.error ? fieldsOf(signUp.error) : {};
  const submit = async () => {
    const input = { name: name.trim(), email: email.trim(), password, locale: i18n.language, invitation };
    if (await signUp.run({ input })) setSentTo(input.email);
  };
  if (sentTo) return <MailSent email={sentTo} />;
  const known = (
    <>
      {t('account.haveAccount')}{' '}
      <Anchor component={Link} to="/sign-in" underline="always">
        {t('account.toSignIn')}
      </Anchor>
    </>
  );
  return (
    <FormPage title={t('account.signUp')} lead={t('account.signUpLead')} onSubmit={() => void submit()} after={known}>
      {invitation && <Invited invitation={invitation} />}
      <FormError error={signUp.error} />
      <TextInput
        label={t('account.name')}
        description={t('account.nameHint')}
        autoComplete="name"
        required
        value={name}
        error={fields['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('account.email')}
        type="email"
        autoComplete="email"
        inputMode="email"
        required
        value={email}
        error={fields['email']}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('account.password')}
        description={t('account.passwordHint', { count: PASSWORD_MIN })}
        autoComplete="new-password"
        required
        value={password}
        error={fields['password']}
        visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button
        type="submit"
        size="md"
        loading={signUp.busy}
        disabled={!name.trim() || !email.includes('@') || password.length < PASSWORD_MIN}
      >
        {t('account.signUpButton')}
      </Button>
    </FormPage>
  );
}

/** By whom, so that nobody wonders; an invitation that does not work stops nobody from signing up. */
function Invited({ invitation }: { invitation: string }) {
  const { t } = useTranslation();
  const [{ data, error }] = useQuery({ query: InvitedByDocument, variables: { invitation } });
  if (!data && !error) return null;
  return (
    <div className="vt-notice" data-tone={data ? 'info' : 'warning'} role="status">
      <div>{data ? t('referrals.invitedBy', { name: data.invitedBy }) : t('referrals.closedText')}</div>
    </div>
  );
}

function MailSent({ email }: { email: string }) {
  const { t } = useTranslation();
  const resend = useChange(ResendConfirmationDocument);
  return (
    <FormPage title={t('account.checkMail')} lead={t('account.checkMailLead', { email })}>
      <Text c="dimmed">{t('account.checkMailHint')}</Text>
      <Button variant="default" loading={resend.busy} onClick={() => void resend.run({ email }, t('account.mailSent'))}>
        {t('account.resend')}
      </Button>
      <Anchor component={Link} to="/sign-in" underline="always">
        {t('account.toSignIn')}
      </Anchor>
    </FormPage>
  );
}

/** Confirms at once: whoever opened the link wants nothing else. */
export function ConfirmPage() {
  const { t } = useTranslation();
  const { me, renew } = useSession();
  const [query] = useSearchParams();
  const token = query.get('token') ?? '';
  const confirm = useChange(ConfirmEmailDocument, true);
  const [done, setDone] = useState(false);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void confirm.run({ token }).then((data) => data && setDone(true));
  }, [confirm, token]);
  if (done) {
    return (
      <FormPage title={t('account.confirmed')} lead={t('account.confirmedLead')}>
        <Button component={Link} to={me ? '/' : '/sign-in'} size="md" onClick={() => me && renew()}>
          {me ? t('ui.toStart') : t('account.signInButton')}
        </Button>
      </FormPage>
    );
  }
  return (
    <FormPage title={t('account.confirming')}>
      <FormError error={confirm.error} />
      {confirm.error && (
        <Anchor component={Link} to="/sign-in" underline="always">
          {t('account.toSignIn')}
        </Anchor>
      )}
    </FormPage>
  );
}
