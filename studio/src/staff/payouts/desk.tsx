// Finance's desk of one store: what stops payouts, who pays, who is owed what and why somebody cannot be paid.
import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldsOf } from '../../api/client';
import {
  CheckTaxStatusDocument,
  ResumePayoutsDocument,
  SetPayoutPayerDocument,
  type PayoutDeskQuery,
} from '../../api/generated';
import { hasRole, useMe } from '../../api/session';
import { useChange } from '../../api/use-change';
import { Chip } from '../../ui/chip';
import { DataTable } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

export type Desk = PayoutDeskQuery['payoutDesk'];
type Candidate = Desk['candidates'][number];

/** What a check found. Only an administrator may go on, with a reason. */
export function Stopped({ storeId, desk, onDone }: { storeId: string; desk: Desk; onDone: () => void }) {
  const { t, locale } = useLocale();
  const me = useMe();
  const [reason, setReason] = useState('');
  const resume = useChange(ResumePayoutsDocument);
  if (desk.stoppedBy.length === 0) return null;
  return (
    <div className="vt-notice" data-tone="danger" role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div className="vt-stack">
        <strong>{t('batches.stopped')}</strong>
        <ul>
          {desk.stoppedBy.map((one) => (
            <li key={`${one.scope}-${one.subject}`} className="vt-break">
              {t('batches.finding', { ...one, at: formatMoment(one.at, locale) })}
            </li>
          ))}
        </ul>
        {hasRole(me, 'administrator') && (
          <Group align="flex-end">
            <Textarea
              label={t('batches.resumeWhy')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button
              color="red.8"
              loading={resume.busy}
              disabled={reason.trim().length < 10}
              onClick={() =>
                void resume.run({ storeId, reason }, t('batches.resumed')).then((done) => done && onDone())
              }
            >
              {t('batches.resume')}
            </Button>
          </Group>
        )}
      </div>
    </div>
  );
}

const FIELDS = ['name', 'account', 'bankCode', 'country'] as const;

export function PayerCard({ storeId, desk, onDone }: { storeId: string; desk: Desk; onDone: () => void }) {
  const { t } = useLocale();
  const [opened, setOpened] = useState(false);
  const [input, setInput] = useState({ name: '', account: '', bankCode: '', country: 'KZ' });
  const set = useChange(SetPayoutPayerDocument, true);
  const wrong = set.error ? fieldsOf(set.error) : {};
  const save = async () => {
    if (!(await set.run({ storeId, input }, t('ui.saved')))) return;
    setOpened(false);
    onDone();
  };
  return (
    <Card
      title={t('batches.payer')}
      aside={
        <Button variant="default" onClick={() => setOpened(true)}>
          {desk.payer ? t('payouts.change') : t('payouts.fillIn')}
        </Button>
      }
    >
      <p className={desk.payer ? undefined : 'vt-dim'}>
        {desk.payer ? `${desk.payer.name} · ${desk.payer.account} · ${desk.payer.bankCode}` : t('batches.noPayer')}
      </p>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('batches.payer')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <form
          className="vt-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <FormError error={set.error} />
          {FIELDS.map((name) => (
            <TextInput
              key={name}
              required
              label={t(`batches.payer_${name}`)}
              value={input[name]}
              error={wrong[name]}
              onChange={(event) => setInput({ ...input, [name]: event.currentTarget.value })}
            />
          ))}
          <Button type="submit" loading={set.busy}>
            {t('ui.save')}
          </Button>
        </form>
      </Modal>
    </Card>
  );
}

function CheckStatus({ candidate, onDone }: { candidate: Candidate; onDone: () => void }) {
  const { t } = useLocale();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const check = useChange(CheckTaxStatusDocument);
  const say = async (confirmed: boolean) => {
    if (!(await check.run({ creatorId: candidate.creatorId, confirmed, note }, t('ui.saved')))) return;
    setOpened(false);
    onDone();
  };
  if (!candidate.account || candidate.taxStatus === 'none') return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={t('batches.checkFor', { name: candidate.name })}
        onClick={() => setOpened(true)}
      >
        {t('batches.check')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('batches.checkOf', { name: candidate.name })}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <div className="vt-stack">
          <Textarea
            label={t('batches.checkNote')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button
              variant="default"
              loading={check.busy}
              disabled={note.trim().length < 3}
              onClick={() => void say(false)}
            >
              {t('batches.checkBad')}
            </Button>
            <Button loading={check.busy} disabled={note.trim().length < 3} onClick={() => void say(true)}>
              {t('batches.checkGood')}
            </Button>
          </Group>
        </div>
      </Modal>
    </>
  );
}

export function CandidatesTable({ rows, onDone }: { rows: readonly Candidate[]; onDone: () => void }) {
  const { t, money } = useLocale();
  return (
    <DataTable
      caption={t('batches.owed')}
      rows={rows}
      rowKey={(row) => row.creatorId}
      columns={[
        {
          key: 'name',
          header: t('batches.creator'),
          lead: true,
          cell: (row) => (
            <span className="vt-two">
              <span>{row.name}</span>
              <small>
                {[
                  row.method === 'paypal' && t('payoutMethod.paypal'),
                  row.account,
                  row.taxStatus && t(`taxStatus.${row.taxStatus}`),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
          ),
        },
        {
          key: 'state',
          header: t('batches.ready'),
          cell: (row) => (
            <span className="vt-two">
              <span>
                <Chip tone={row.reason ? 'warning' : 'success'}>
                  {row.reason ? t(`notPaid.${row.reason}`) : t('batches.isReady')}
                </Chip>
              </span>
              {row.nearLimit && <small>{t('batches.nearLimit')}</small>}
            </span>
          ),
        },
        { key: 'owed', header: t('batches.owedSum'), end: true, cell: (row) => <strong>{money(row.owed)}</strong> },
        { key: 'check', header: '', end: true, cell: (row) => <CheckStatus candidate={row} onDone={onDone} /> },
      ]}
    />
  );
}
