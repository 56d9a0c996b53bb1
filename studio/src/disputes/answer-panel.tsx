// The store's answer: it agrees, or says why not.
import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { AnswerDisputeDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { Card } from '../ui/page';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import type { Shown } from './desk-page';

export const SHORTEST = 10;
export const LONGEST = 2000;

export function AnswerPanel({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  const { t } = useLocale();
  const [text, setText] = useState('');
  const answer = useChange(AnswerDisputeDocument, true);
  if (!shown.mayAnswer) return null;
  const send = async (agree: boolean) => {
    if (await answer.run({ id: shown.id, agree, text: text.trim() }, t('disputes.answered'))) onDone();
  };
  const short = text.trim().length < SHORTEST;
  return (
    <Card title={t('disputes.answerCard')}>
      <div className="vt-stack">
        <Textarea
          label={t('disputes.answerLabel')}
          description={t('disputes.answerHint')}
          autosize
          minRows={4}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FormError error={answer.error} />
        <Group>
          <Button color="teal.9" disabled={short} loading={answer.busy} onClick={() => void send(true)}>
            {t('disputes.agree')}
          </Button>
          <Button variant="default" disabled={short} loading={answer.busy} onClick={() => void send(false)}>
            {t('disputes.object')}
          </Button>
        </Group>
      </div>
    </Card>
  );
}
