// Where shoppers find the creator's page: one in each store that shows something of theirs.
import { ActionIcon, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { MyPublicPagesDocument } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { Pager } from '../../ui/data-table';
import { Card } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const PAGE = 10;

export function PublicPagesCard() {
  const { t, locale } = useLocale();
  const pages = usePages(PAGE);
  const variables = { first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: MyPublicPagesDocument, variables });
  if (error && !data) return <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />;
  const list = data?.myPublicPages;
  return (
    <Card title={t('publicPages.title')}>
      <Text size="sm" c="dimmed">
        {list?.totalCount === 0 ? t('publicPages.none') : t('publicPages.text')}
      </Text>
      {!list ? (
        <RowsSkeleton rows={1} />
      ) : (
        <ul className="vt-rows" data-inset>
          {list.nodes.map(({ storeId, storeName, url }) => (
            <li key={storeId}>
              <div className="vt-grow">
                <Text fw={500}>{storeName}</Text>
                <Text size="sm" c="dimmed" className="vt-break">
                  {url}
                </Text>
              </div>
              <ActionIcon
                component="a"
                href={`${url}?lang=${locale}`}
                target="_blank"
                rel="noopener"
                variant="default"
                size={44}
                aria-label={t('publicPages.open', { store: storeName })}
              >
                <IconExternalLink size={20} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
    </Card>
  );
}
