// What concerns a creator, the newest first; what was on the page counts as read. And which of it also comes by mail.
import { Switch, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useMutation, useQuery } from 'urql';
import {
  ChooseMailDocument,
  MyMailChoicesDocument,
  MyNewsDocument,
  ReadNewsDocument,
  type MyNewsQuery,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Chip } from '../../ui/chip';
import { Pager } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import './news.css';

const PAGE = 20;
type One = MyNewsQuery['myNews']['nodes'][number];

/** Where one reads more of it. */
function pageOf({ kind, subjectId }: One): string {
  if (kind.startsWith('video')) return `/creator/videos/${subjectId}`;
  if (kind.startsWith('marks')) return `/creator/videos/${subjectId}/marks`;
  if (kind.startsWith('payout')) return '/creator/payouts';
  if (kind.startsWith('dispute')) return `/creator/disputes/${subjectId}`;
  return '/creator/earnings';
}

function NewsRow({ one }: { one: One }) {
  const { t, locale, price } = useLocale();
  const { kind, storeName: store, subjectId: subject, title, amount, cause } = one;
  const values = { store, subject, title: title ?? '', amount: amount ? price(amount) : '' };
  return (
    <li data-unread={!one.read || undefined}>
      <Link to={pageOf(one)}>{t(`news.kind.${kind}`, values)}</Link>
      {!one.read && <Chip tone="accent">{t('news.unread')}</Chip>}
      <small>
        {kind === 'reversal' && cause ? `${t(`news.cause.${cause}`, { defaultValue: cause })} ` : ''}
        {formatMoment(one.at, locale)}
      </small>
    </li>
  );
}

/** Once they were seen, the bell is quiet; the marks stay until the page is opened anew. */
function useRead(newest: One | undefined, unread: number): void {
  const [, read] = useMutation(ReadNewsDocument);
  const id = newest?.id;
  useEffect(() => {
    if (id && unread > 0) void read({ upTo: id });
  }, [id, unread, read]);
}

function MailsCard() {
  const { t } = useLocale();
  const [{ data }, ask] = useQuery({ query: MyMailChoicesDocument });
  const choose = useChange(ChooseMailDocument);
  const all = data?.myMailChoices ?? [];
  const change = async (topic: string, wanted: boolean) => {
    await choose.run({ topic, wanted }, t('news.chosen'));
    ask({ requestPolicy: 'network-only' });
  };
  return (
    <Card title={t('news.mails')}>
      <Text c="dimmed" mb="md">
        {t('news.mailsText')}
      </Text>
      <div className="vt-stack">
        {all
          .filter((one) => one.optional)
          .map(({ topic, wanted }) => (
            <Switch
              key={topic}
              label={t(`news.topic.${topic}`)}
              checked={wanted}
              disabled={choose.busy}
              onChange={(event) => void change(topic, event.currentTarget.checked)}
            />
          ))}
      </div>
      <Text size="sm" c="dimmed" mt="md">
        {t('news.mailsOwed')}{' '}
        {all
          .filter((one) => !one.optional)
          .map(({ topic }) => t(`news.topic.${topic}`))
          .join('; ')}
        .
      </Text>
    </Card>
  );
}

export function NewsPage() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: MyNewsDocument,
    variables: { first: PAGE, after: pages.after },
    requestPolicy: 'cache-and-network',
  });
  const list = data?.myNews;
  useRead(pages.after === null ? list?.nodes[0] : undefined, data?.unreadNews ?? 0);
  return (
    <Page title={t('nav.news')} lead={t('news.lead')}>
      <div className="vt-cards">
        <Card flush>
          {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
          {!list && !error && <RowsSkeleton rows={4} />}
          {list?.nodes.length === 0 && (
            <EmptyState icon={<IconBell size={26} aria-hidden />} title={t('news.none')} text={t('news.noneText')} />
          )}
          {list && list.nodes.length > 0 && (
            <ul className="vt-news" aria-label={t('news.list')}>
              {list.nodes.map((one) => (
                <NewsRow key={one.id} one={one} />
              ))}
            </ul>
          )}
          {list && (
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          )}
        </Card>
        <MailsCard />
      </div>
    </Page>
  );
}
