// What the creator says against a decision, and the answer of another person than the one who decided.
import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { AnswerRiskAppealDocument, type RiskRowFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';

const SHORTEST = 10;

export function AppealCard({ group, onDone }: { group: RiskRowFragment; onDone: () => void }) {
  const { t, locale } = useLocale();
  const [answer, setAnswer] = useState('');
  const change = useChange(AnswerRiskAppealDocument);
  const { appeal } = group;
  if (!appeal) return null;
  const send = async (accept: boolean) => {
    const said = t(accept ? 'risk.appealAccepted' : 'risk.appealDismissed');
    if (await change.run({ groupId: group.id, accept, answer: answer.trim() }, said)) onDone();
  };
  const short = answer.trim().length < SHORTEST;
  return (
    <Card title={t('risk.appeal')}>
      <div className="vt-stack">
        <blockquote className="vt-said">
          {appeal.text}
          <small>{formatMoment(appeal.at, locale)}</small>
        </blockquote>
        {appeal.outcome && (
          <p>
            <strong>{t(`risk.outcome.${appeal.outcome}`)}</strong> {appeal.answer}
          </p>
        )}
        {!appeal.outcome && group.forOthers && <p>{t('risk.appealForOthers')}</p>}
        {!appeal.outcome && !group.forOthers && (
          <>
            <Textarea
              label={t('risk.answer')}
              description={t('risk.answerHint')}
              autosize
              minRows={3}
              maxLength={2000}
              value={answer}
              onChange={(event) => setAnswer(event.currentTarget.value)}
            />
            <Group>
              <Button color="teal.9" disabled={short} loading={change.busy} onClick={() => void send(true)}>
                {t('risk.accept')}
              </Button>
              <Button variant="default" disabled={short} loading={change.busy} onClick={() => void send(false)}>
                {t('risk.dismiss')}
              </Button>
            </Group>
          </>
        )}
      </div>
    </Card>
  );
}
