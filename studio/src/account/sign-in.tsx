// Sign-in with e-mail and password; the second factor, when there is one, is asked on the next page.
import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { codeOf } from '../api/client';
import { ResendConfirmationDocument, SignInDocument } from '../api/generated';
import { useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { FormError } from '../ui/states';
import { FormPage } from './form-page';

export function SignInPage() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useChange(SignInDocument, true);
  const resend = useChange(ResendConfirmationDocument);
  const unconfirmed = signIn.error !== null && codeOf(signIn.error) === 'EMAIL_NOT_CONFIRMED';
  const submit = async () => {
    if (await signIn.run({ email: email.trim(), password })) renew();
  };
  const newcomer = (
    <>
      {t('account.noAccount')}{' '}
      <Anchor component={Link} to="/sign-up" underline="always">
        {t('account.toSignUp')}
      </Anchor>
    </>
  );
  return (
    <FormPage
      title={t('account.signIn')}
      lead={t('account.signInLead')}
      onSubmit={() => void submit()}
      after={newcomer}
    >
      <FormError error={signIn.error} />
      {unconfirmed && (
        <Button variant="default" onClick={() => void resend.run({ email: email.trim() }, t('account.mailSent'))}>
          {t('account.resend')}
        </Button>
      )}
      <TextInput
        label={t('account.email')}
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div>
        <PasswordInput
          label={t('account.password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Anchor component={Link} to="/forgot" size="sm" mt={8} display="inline-block" underline="always">
          {t('account.toForgot')}
        </Anchor>
      </div>
      <Button type="submit" size="md" loading={signIn.busy} disabled={!email || !password}>
        {t('account.signInButton')}
      </Button>
    </FormPage>
  );
}
