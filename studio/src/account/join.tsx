// The page of an invitation for somebody who is signed in: says whose it is, and takes a newcomer's word for it.
import { Anchor, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { AcceptInvitationDocument, InvitedByDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { Card, Page } from '../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../ui/states';

export function JoinPage() {
  const { t } = useTranslation();
  const { invitation = '' } = useParams();
  const [{ data, error }, ask] = useQuery({ query: InvitedByDocument, variables: { invitation } });
  const accept = useChange(AcceptInvitationDocument, true);
  const [joined, setJoined] = useState(false);
  const name = data?.invitedBy ?? '';
  const say = async () => {
    if (await accept.run({ invitation }, t('referrals.accepted', { name }))) setJoined(true);
  };
  return (
    <Page title={t('referrals.invitation')} width="narrow">
      <Card>
        {!data && !error && <RowsSkeleton rows={1} />}
        {error && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {data && (
          <div className="vt-stack">
            <Text>{t(joined ? 'referrals.accepted' : 'referrals.invitedBy', { name })}</Text>
            <FormError error={accept.error} />
            {joined ? (
              <Anchor component={Link} to="/creator/upload" underline="always">
                {t('nav.upload')}
              </Anchor>
            ) : (
              <>
                <Text c="dimmed">{t('referrals.acceptText')}</Text>
                <div>
                  <Button loading={accept.busy} onClick={() => void say()}>
                    {t('referrals.accept')}
                  </Button>
                </div>
              </>
            )}
          </div>
        )}
      </Card>
    </Page>
  );
}
