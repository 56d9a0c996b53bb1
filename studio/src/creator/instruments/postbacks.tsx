// The addresses that a creator's tracker wants told: made, tried out, looked into, stopped and removed.
import { Button, Checkbox, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  AddPostbackDocument,
  MyPostbacksDocument,
  RemovePostbackDocument,
  ResumePostbackDocument,
  TestPostbackDocument,
  type PostbackCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { CopyBlock } from '../../store/copy-block';
import { Ask } from '../../ui/ask';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { toastDone } from '../../ui/toast';
import { Deliveries } from './deliveries';

type Postback = PostbackCardFragment;
const EVENTS = ['click', 'order', 'refund', 'approved', 'rejected', 'paid', 'video', 'first_sale', 'payout', 'rate'];
const MOST = 5;

function NewPostback({
  macros,
  onClose,
  onMade,
}: {
  macros: readonly string[];
  onClose: () => void;
  onMade: () => void;
}) {
  const { t } = useLocale();
  const [url, setUrl] = useState('');
  const [method, setMethod] = useState<'GET' | 'POST'>('GET');
  const [events, setEvents] = useState<string[]>(['order', 'refund', 'rejected']);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useChange(AddPostbackDocument, true);
  const save = async () => {
    const made = await add.run({ input: { url: url.trim(), method, events } });
    if (!made) return;
    setSecret(made.addPostback.secret);
    onMade();
  };
  const title = t(secret ? 'postbacks.secretTitle' : 'postbacks.new');
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      {secret ? (
        <div className="vt-stack">
          <p>{t('postbacks.secretText')}</p>
          <CopyBlock label={t('postbacks.secret')} text={secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('ui.close')}</Button>
          </Group>
        </div>
      ) : (
        <form
          className="vt-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextInput
            data-autofocus
            label={t('postbacks.url')}
            description={t('postbacks.urlHint')}
            placeholder="https://tracker.example/pb?cid={click_id}&sum={commission}"
            required
            maxLength={2000}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <fieldset className="vt-fieldset">
            <legend>{t('postbacks.macros')}</legend>
            <Group gap={6}>
              {macros.map((macro) => (
                <Button key={macro} size="compact-xs" variant="default" onClick={() => setUrl(`${url}{${macro}}`)}>
                  <span className="vt-mono">{`{${macro}}`}</span>
                </Button>
              ))}
            </Group>
          </fieldset>
          <NativeSelect
            label={t('postbacks.method')}
            data={['GET', 'POST']}
            value={method}
            onChange={(event) => setMethod(event.currentTarget.value === 'POST' ? 'POST' : 'GET')}
          />
          <Checkbox.Group label={t('postbacks.events')} value={events} onChange={setEvents}>
            <div className="vt-stack" data-tight>
              {EVENTS.map((event) => (
                <Checkbox key={event} value={event} label={t(`postbacks.event_${event}`)} />
              ))}
            </div>
          </Checkbox.Group>
          <FormError error={add.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={add.busy} disabled={!url.trim() || events.length === 0}>
              {t('postbacks.add')}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}

type Acts = {
  test: (one: Postback) => void;
  resume: (one: Postback) => void;
  look: (one: Postback) => void;
  remove: (one: Postback) => void;
};

function useColumns({ test, resume, look, remove }: Acts): Column<Postback>[] {
  const { t } = useLocale();
  return [
    {
      ...{ key: 'url', header: t('postbacks.url'), lead: true },
      cell: (one) => (
        <span className="vt-two">
          <span className="vt-mono vt-break">{one.url}</span>
          <small>
            {one.method} · {one.events.map((event) => t(`postbacks.short_${event}`)).join(', ')}
          </small>
        </span>
      ),
    },
    {
      ...{ key: 'state', header: t('orderFiles.status') },
      cell: (one) => (
        <Chip tone={one.stoppedAt ? 'danger' : one.failures > 0 ? 'warning' : 'success'}>
          {t(one.stoppedAt ? 'postbacks.stopped' : one.failures > 0 ? 'postbacks.failing' : 'postbacks.works')}
        </Chip>
      ),
    },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (one) => (
        <Group gap="xs" justify="flex-end">
          {one.stoppedAt && (
            <Button size="compact-sm" onClick={() => resume(one)}>
              {t('postbacks.resume')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => test(one)}
            aria-label={t('postbacks.testOf', { url: one.url })}
          >
            {t('postbacks.test')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => look(one)}
            aria-label={t('postbacks.logOf', { url: one.url })}
          >
            {t('postbacks.log')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => remove(one)}
            aria-label={t('postbacks.removeOf', { url: one.url })}
          >
            {t('postbacks.remove')}
          </Button>
        </Group>
      ),
    },
  ];
}

export function PostbacksPage() {
  const { t } = useLocale();
  const [{ data, error }, ask] = useQuery({ query: MyPostbacksDocument });
  const [making, setMaking] = useState(false);
  const [looking, setLooking] = useState<Postback | null>(null);
  const [removing, setRemoving] = useState<Postback | null>(null);
  const test = useChange(TestPostbackDocument);
  const resume = useChange(ResumePostbackDocument);
  const remove = useChange(RemovePostbackDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const tryOut = async (one: Postback) => {
    const done = await test.run({ id: one.id });
    if (!done) return;
    const { state, status, answer } = done.testPostback;
    if (state === 'delivered') toastDone(t('postbacks.testGood', { status }));
    else setLooking(one);
    if (state !== 'delivered' && status === null && answer) again();
  };
  const columns = useColumns({
    test: (one) => void tryOut(one),
    resume: (one) => void resume.run({ id: one.id }, t('postbacks.resumed')).then(again),
    look: setLooking,
    remove: setRemoving,
  });
  const list = data?.myPostbacks;
  const add = (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      disabled={(list?.length ?? 0) >= MOST}
      onClick={() => setMaking(true)}
    >
      {t('postbacks.new')}
    </Button>
  );
  return (
    <Page title={t('nav.postbacks')} lead={t('postbacks.lead')} actions={add} width="wide">
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={3} />}
        {list?.length === 0 && (
          <EmptyState
            icon={<IconPlugConnected size={26} aria-hidden />}
            title={t('postbacks.none')}
            text={t('postbacks.noneText')}
          >
            {add}
          </EmptyState>
        )}
        {list && list.length > 0 && (
          <DataTable caption={t('nav.postbacks')} columns={columns} rows={list} rowKey={(one) => one.id} />
        )}
      </Card>
      {making && <NewPostback macros={data?.postbackMacros ?? []} onClose={() => setMaking(false)} onMade={again} />}
      {looking && <Deliveries postback={looking} onClose={() => setLooking(null)} />}
      {removing && (
        <Ask
          opened
          title={t('postbacks.askRemove')}
          text={removing.url}
          yes={t('postbacks.remove')}
          danger
          busy={remove.busy}
          onClose={() => setRemoving(null)}
          onYes={() => {
            void remove.run({ id: removing.id }, t('postbacks.removed')).then(again);
            setRemoving(null);
          }}
        />
      )}
    </Page>
  );
}
