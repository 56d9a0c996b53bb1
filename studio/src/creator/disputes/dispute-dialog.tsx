// From "why this amount": a creator disputes it, with a reason and own words.
import { Button, Group, Modal, Radio, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { DisputeLineDocument } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { LONGEST, SHORTEST } from '../../disputes/answer-panel';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const REASONS = ['WRONG_AMOUNT', 'NOT_RETURNED', 'NOT_CREDITED', 'WRONGLY_REJECTED', 'OTHER'] as const;

type Line = { orderId: string; lineId: string };

export function DisputeDialog({ line, onClose }: { line: Line; onClose: () => void }) {
  const { t } = useLocale();
  const navigate = useNavigate();
  const [reasonCode, setReason] = useState<string>(REASONS[0]);
  const [text, setText] = useState('');
  const dispute = useChange(DisputeLineDocument, true);
  const send = async () => {
    const { orderId, lineId } = line;
    const done = await dispute.run({ input: { orderId, lineId, reasonCode, text: text.trim() } }, t('disputes.sent'));
    if (done) void navigate(`/creator/disputes/${done.disputeLine.id}`);
  };
  return (
    <Modal opened onClose={onClose} title={t('disputes.dispute')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Text c="dimmed">{t('disputes.disputeIntro')}</Text>
        <Radio.Group label={t('disputes.reasonLabel')} value={reasonCode} onChange={setReason}>
          <div className="vt-reasons">
            {REASONS.map((code) => (
              <Radio key={code} value={code} label={t(`disputes.reason.${code}`)} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={t('disputes.sayLine')}
          description={t('disputes.sayHint')}
          required
          autosize
          minRows={4}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FormError error={dispute.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={text.trim().length < SHORTEST} loading={dispute.busy}>
            {t('disputes.send')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
