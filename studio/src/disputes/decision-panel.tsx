// Staff decide: what the plan would pay stands in the field, a reason may be chosen by its number, one key ends it.
import { Button, Radio, Text, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useClient, useQuery } from 'urql';
import { fieldsOf } from '../api/client';
import { DecideDisputeDocument, DisputeReasonsDocument, DisputesDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { KEY_OF, useRiskKeys } from '../staff/risk/keys';
import { decimalText, isZero } from '../ui/format/money';
import { formatDate } from '../ui/format/time';
import { FormError } from '../ui/states';
import { toastDone } from '../ui/toast';
import { useLocale } from '../ui/use-locale';
import { SHORTEST } from './answer-panel';
import type { Shown } from './desk-page';

/** Finds the one after this, asked before it is decided and gone; `go` opens it, or the list. */
function useNext(id: string) {
  const { t } = useLocale();
  const client = useClient();
  const navigate = useNavigate();
  return {
    find: async (): Promise<string | null> => {
      const variables = { list: 'staff', storeId: null, first: 50, after: null };
      const asked = client.query(DisputesDocument, variables, { requestPolicy: 'network-only' });
      const waiting = (await asked.toPromise()).data?.disputes.nodes ?? [];
      return waiting.find((one) => one.id !== id && one.mayDecide)?.id ?? null;
    },
    go: (next: string | null) => {
      if (!next) toastDone(t('disputes.allDone'));
      void navigate(next ? `/staff/disputes/${next}` : '/staff/disputes');
    },
  };
}

function Plan({ shown }: { shown: Shown }) {
  const { t, locale } = useLocale();
  const { proposal } = shown;
  if (!proposal) return null;
  if (proposal.liftsCheck) return <Text size="sm">{t('disputes.liftsCheck')}</Text>;
  const why = proposal.reason
    ? t(`disputes.planReason.${proposal.reason}`, { defaultValue: proposal.reason })
    : t('disputes.alreadyPaid');
  return (
    <>
      {isZero(proposal.amount) && <Text size="sm">{t('disputes.noAmount', { why })}</Text>}
      <Text size="sm" c="dimmed">
        {t('disputes.payFrom', { date: formatDate(proposal.from, locale) })}
      </Text>
    </>
  );
}

type Choice = { chosen: string | null; text: string; amount: string | null };

/** What is sent for an outcome: the chosen reason where it belongs to it. */
function useDecision(shown: Shown, choice: Choice, onDone: () => void) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: DisputeReasonsDocument });
  const reasons = data?.disputeReasons ?? [];
  const change = useChange(DecideDisputeDocument, true);
  const next = useNext(shown.id);
  const ready = choice.text.trim().length >= SHORTEST;
  const decide = async (accept: boolean) => {
    if (!ready || change.busy) return;
    const own = reasons.find((one) => one.code === choice.chosen && one.accept === accept);
    const input = {
      ...{ id: shown.id, accept, reasonCode: own?.code ?? null, text: choice.text.trim(), seenSteps: shown.steps },
      amount: accept && !shown.proposal?.liftsCheck ? choice.amount : null,
    };
    const after = await next.find();
    const done = await change.run({ input }, t(accept ? 'disputes.acceptedDone' : 'disputes.refusedDone'));
    if (done) next.go(after);
    else onDone();
  };
  const skip = async () => next.go(await next.find());
  return { reasons, change, ready, decide, skip };
}

export function DecisionPanel({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  const { t, price } = useLocale();
  const { proposal } = shown;
  const planned =
    proposal && !isZero(proposal.amount) ? decimalText(proposal.amount.amountMinor, proposal.amount.decimals) : '';
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const amount = typed ?? planned;
  const { reasons, change, ready, decide, skip } = useDecision(
    shown,
    { chosen, text, amount: amount.trim() || null },
    onDone,
  );
  useRiskKeys(shown.mayDecide && !change.busy, (name, digit) => {
    if (name === 'reason') setChosen(reasons[digit - 1]?.code ?? chosen);
    else if (name === 'next') void skip();
    else if (name === 'release') void decide(true);
    else if (name === 'reject') void decide(false);
  });
  if (shown.outcomeCode) return null;
  if (!shown.mayDecide)
    return (
      <p className="vt-dim">{t(shown.state === 'waiting_staff' ? 'disputes.notYours' : 'disputes.notYourTurn')}</p>
    );
  return (
    <section className="vt-card" aria-label={t('disputes.decide')}>
      <div className="vt-stack">
        <Plan shown={shown} />
        {proposal && !proposal.liftsCheck && (
          <TextInput
            label={t('disputes.amount')}
            description={t('disputes.amountHint', { plan: price(proposal.amount), most: price(proposal.most) })}
            inputMode="decimal"
            rightSection={<span aria-hidden>{proposal.amount.currency}</span>}
            rightSectionWidth={56}
            value={amount}
            error={change.error ? fieldsOf(change.error)['amount'] : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={t('disputes.decisionText')}
          description={t('disputes.answerHint')}
          autosize
          minRows={3}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Radio.Group
          label={t('disputes.yourReason')}
          value={chosen ?? ''}
          onChange={setChosen}
          classNames={{ label: 'vt-legend-label' }}
        >
          <div className="vt-reasons">
            {reasons.map(({ code }, at) => (
              <Radio
                key={code}
                value={code}
                label={
                  <span className="vt-reason">
                    <span>{t(`disputes.outcome.${code}`)}</span>
                    {at < 9 && <kbd className="vt-key">{at + 1}</kbd>}
                  </span>
                }
              />
            ))}
          </div>
        </Radio.Group>
        <FormError error={change.error} />
        <Button
          fullWidth
          size="md"
          color="teal.9"
          disabled={!ready}
          loading={change.busy}
          leftSection={<IconCheck size={18} aria-hidden />}
          rightSection={<kbd className="vt-key">{KEY_OF.release}</kbd>}
          onClick={() => void decide(true)}
        >
          {t('disputes.accept')}
        </Button>
        <Button
          fullWidth
          size="md"
          color="red.8"
          disabled={!ready}
          loading={change.busy}
          leftSection={<IconX size={18} aria-hidden />}
          rightSection={<kbd className="vt-key">{KEY_OF.reject}</kbd>}
          onClick={() => void decide(false)}
        >
          {t('disputes.refuse')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          c="dimmed"
          rightSection={<kbd className="vt-key">{KEY_OF.next}</kbd>}
          onClick={() => void skip()}
        >
          {t('disputes.next')}
        </Button>
      </div>
    </section>
  );
}
