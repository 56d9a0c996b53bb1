// The part of a creator's money that is held: the kind of doubt in a plain sentence, how much, until when, and the one appeal.
import { Button, Modal, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { AppealHeldPartDocument, MyHeldPartsDocument, type HeldPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Chip, type Tone } from '../../ui/chip';
import { Pager } from '../../ui/data-table';
import { formatDate } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import './held.css';

const PAGE = 5;
const SHORTEST = 10;
const TONES: Readonly<Record<string, Tone>> = { held: 'warning', rejected: 'danger', released: 'success' };

function Appeal({ part, onDone }: { part: HeldPartsFragment; onDone: () => void }) {
  const { t } = useLocale();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const change = useChange(AppealHeldPartDocument);
  const send = async () => {
    if (!(await change.run({ id: part.id, text: text.trim() }, t('held.sent')))) return;
    setOpened(false);
    onDone();
  };
  return (
    <>
      <Button variant="light" size="compact-md" onClick={() => setOpened(true)}>
        {t('held.appeal')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('held.appeal')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Textarea
          label={t('held.say')}
          description={t('held.sayHint')}
          autosize
          minRows={4}
          maxLength={2000}
          value={text}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button mt="md" disabled={text.trim().length < SHORTEST} loading={change.busy} onClick={() => void send()}>
          {t('held.send')}
        </Button>
      </Modal>
    </>
  );
}

function Part({ part, onDone }: { part: HeldPartsFragment; onDone: () => void }) {
  const { t, locale, money } = useLocale();
  const amount = part.amounts.map((one) => money(one)).join(' + ');
  const { appeal } = part;
  return (
    <article aria-label={t('held.of', { store: part.storeName })}>
      <Chip tone={TONES[part.status] ?? 'neutral'}>{t(`held.status.${part.status}`)}</Chip>
      <Text fw={560} component="p">
        {t(`held.sentence_${part.status}`, { amount, count: part.saleCount, store: part.storeName })}
      </Text>
      {part.status !== 'released' && <p>{t(`held.why.${part.category}`)}</p>}
      {part.until && <p className="vt-dim">{t('held.until', { date: formatDate(part.until, locale) })}</p>}
      {appeal && !appeal.outcome && <p className="vt-dim">{t('held.appealWaits')}</p>}
      {appeal?.outcome && (
        <p>
          <strong>{t(`held.outcome.${appeal.outcome}`)}</strong> {appeal.answer}
        </p>
      )}
      {part.mayAppeal && <Appeal part={part} onDone={onDone} />}
    </article>
  );
}

/** Nothing is shown to whom nothing was ever held. */
export function HeldCard() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: MyHeldPartsDocument,
    variables: { first: PAGE, after: pages.after },
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.myHeldParts;
  if (error && !list)
    return (
      <Card title={t('held.title')}>
        <ErrorState error={error} again={again} />
      </Card>
    );
  if (!list || list.totalCount === 0) return null;
  return (
    <Card title={t('held.title')}>
      <div className="vt-held">
        {list.nodes.map((part) => (
          <Part key={part.id} part={part} onDone={again} />
        ))}
      </div>
      <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
    </Card>
  );
}
