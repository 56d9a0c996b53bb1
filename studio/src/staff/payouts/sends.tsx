// A batch's orders at PayPal: where each is, what went wrong, and what people may do about it.
import { Button, Divider, Group, TextInput, Textarea } from '@mantine/core';
import { Fragment, useState } from 'react';
import {
  AskPayoutProviderDocument,
  GiveUpPayoutSendDocument,
  NamePayoutSendDocument,
  type PayoutSendState,
  type SendPartsFragment,
} from '../../api/generated';
import { hasRole, useMe } from '../../api/session';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { Chip, type Tone } from '../../ui/chip';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';

const TONES: Record<PayoutSendState, Tone> = {
  ...{ waiting: 'info', taken: 'accent', refused: 'danger', lost: 'danger', done: 'success', given_up: 'neutral' },
};

function GiveUp({ send, onDone }: { send: SendPartsFragment; onDone: () => void }) {
  const { t } = useLocale();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const giveUp = useChange(GiveUpPayoutSendDocument);
  const yes = async () => {
    const done = await giveUp.run({ sendId: send.id, reason }, t('sends.givenUp'));
    setOpened(false);
    if (done) onDone();
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('sends.giveUp')}
      </Button>
      <Ask
        danger
        opened={opened}
        title={t('sends.giveUpAsk')}
        text={t('sends.giveUpText')}
        yes={t('sends.giveUp')}
        busy={giveUp.busy}
        onYes={() => void yes()}
        onClose={() => setOpened(false)}
      >
        <Textarea label={t('batches.why')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </Ask>
    </>
  );
}

/** An order that nobody answered for is found by its number in the account at PayPal. */
function NameIt({ send, onDone }: { send: SendPartsFragment; onDone: () => void }) {
  const { t } = useLocale();
  const [providerId, setProviderId] = useState('');
  const name = useChange(NamePayoutSendDocument);
  const tell = async () => {
    if (await name.run({ sendId: send.id, providerId: providerId.trim() }, t('sends.named'))) onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void tell();
      }}
    >
      <Group align="flex-end">
        <TextInput
          label={t('sends.providerId')}
          description={t('sends.nameHint', { key: send.id })}
          value={providerId}
          onChange={(event) => setProviderId(event.currentTarget.value)}
        />
        <Button type="submit" loading={name.busy} disabled={providerId.trim() === ''}>
          {t('sends.name')}
        </Button>
      </Group>
    </form>
  );
}

function Order({ send, onDone }: { send: SendPartsFragment; onDone: () => void }) {
  const { t, locale, money } = useLocale();
  const me = useMe();
  const ask = useChange(AskPayoutProviderDocument);
  const at = (moment: string | null) => moment && formatMoment(moment, locale);
  const rows: [string, string | null][] = [
    [t('sends.providerId'), send.providerId],
    [t('sends.tries'), String(send.tries)],
    [t('sends.takenAt'), at(send.takenAt)],
    [t('sends.lookedAt'), at(send.lookedAt)],
    [t('sends.nextAt'), at(send.nextAt)],
    [t('sends.fee'), send.fee && money(send.fee)],
  ];
  const again = async () => {
    if (await ask.run({ sendId: send.id }, t('sends.asked'))) onDone();
  };
  const canAsk = send.state === 'waiting' || send.state === 'refused' || send.state === 'taken';
  const canGiveUp = send.state === 'refused' || (send.state === 'waiting' && !send.mayBeTaken);
  return (
    <div className="vt-stack">
      <Group>
        <strong>{send.currency}</strong>
        <Chip tone={TONES[send.state]}>{t(`sendState.${send.state}`)}</Chip>
        {send.sandbox && <Chip tone="warning">{t('sends.sandbox')}</Chip>}
      </Group>
      {send.error && (
        <div className="vt-notice" data-tone={send.state === 'waiting' ? 'warning' : 'danger'} role="status">
          <div className="vt-stack">
            <span>{t(`sendError.${send.error}`)}</span>
            {send.mayBeTaken && <strong>{t('sends.mayBeTaken')}</strong>}
            {send.errorDetail && <small className="vt-break">{send.errorDetail}</small>}
          </div>
        </div>
      )}
      <dl className="vt-facts">
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="vt-break">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {hasRole(me, 'finance') && (
        <Group>
          {canAsk && (
            <Button variant="light" loading={ask.busy} onClick={() => void again()}>
              {t(send.state === 'taken' ? 'sends.look' : 'sends.ask')}
            </Button>
          )}
          {canGiveUp && <GiveUp send={send} onDone={onDone} />}
          {send.state === 'lost' && <NameIt send={send} onDone={onDone} />}
        </Group>
      )}
    </div>
  );
}

export function SendsCard({ sends, onDone }: { sends: readonly SendPartsFragment[]; onDone: () => void }) {
  const { t } = useLocale();
  if (sends.length === 0) return null;
  return (
    <Card title={t('sends.title')}>
      <div className="vt-stack">
        {sends.map((send, i) => (
          <Fragment key={send.id}>
            {i > 0 && <Divider />}
            <Order send={send} onDone={onDone} />
          </Fragment>
        ))}
      </div>
    </Card>
  );
}
