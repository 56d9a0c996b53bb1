// A forgotten password: asking for the mail, and choosing a new password with the link from it.
import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { fieldsOf } from '../api/client';
import { RequestPasswordResetDocument, ResetPasswordDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { FormError } from '../ui/states';
import { FormPage } from './form-page';
import { PASSWORD_MIN } from './sign-up';

function BackToSignIn() {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/sign-in" underline="always">
      {t('account.toSignIn')}
    </Anchor>
  );
}

/** The answer is the same for known and unknown addresses, so that nobody can try out who has an account. */
export function ForgotPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const request = useChange(RequestPasswordResetDocument, true);
  const submit = async () => {
    if (await request.run({ email: email.trim() })) setSent(true);
  };
  if (sent) {
    return (
      <FormPage title={t('account.checkMail')} lead={t('account.resetSent', { email })}>
        <BackToSignIn />
      </FormPage>
    );
  }
  return (
    <FormPage
      title={t('account.forgot')}
      lead={t('account.forgotLead')}
      onSubmit={() => void submit()}
      after={<BackToSignIn />}
    >
      <FormError error={request.error} />
      <TextInput
        label={t('account.email')}
        type="email"
        autoComplete="username"
        inputMode="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" size="md" loading={request.busy} disabled={!email.includes('@')}>
        {t('account.sendLink')}
      </Button>
    </FormPage>
  );
}

export function ResetPage() {
  const { t } = useTranslation();
  const [query] = useSearchParams();
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const reset = useChange(ResetPasswordDocument, true);
  const submit = async () => {
    if (await reset.run({ token: query.get('token') ?? '', password })) setDone(true);
  };
  if (done) {
    return (
      <FormPage title={t('account.resetDone')} lead={t('account.resetDoneLead')}>
        <Button component={Link} to="/sign-in" size="md">
          {t('account.signInButton')}
        </Button>
      </FormPage>
    );
  }
  return (
    <FormPage title={t('account.reset')} lead={t('account.resetLead')} onSubmit={() => void submit()}>
      <FormError error={reset.error} />
      <PasswordInput
        label={t('account.newPassword')}
        description={t('account.passwordHint', { count: PASSWORD_MIN })}
        autoComplete="new-password"
        required
        value={password}
        error={reset.error ? fieldsOf(reset.error)['password'] : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="md" loading={reset.busy} disabled={password.length < PASSWORD_MIN}>
        {t('account.resetButton')}
      </Button>
    </FormPage>
  );
}
