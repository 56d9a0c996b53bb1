// Every theme that stood on the pages, and the way back to it.
import { Button } from '@mantine/core';
import { useQuery } from 'urql';
import { ThemeVersionsDocument, type ThemePartsFragment } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';

const PAGE = 10;

type Props = { storeId: string; current: number; busy: boolean; onBack: (to: number) => void };

function Swatch({ values }: { values: ThemePartsFragment }) {
  const { accent, onAccent, radiusPx, fonts } = values;
  return (
    <span className="vt-swatch">
      <span style={{ background: accent ?? '#5b3df5', color: onAccent ?? '#ffffff' }} aria-hidden>
        Aa
      </span>
      {[accent, radiusPx === null ? null : `${radiusPx} px`, fonts?.[0]].filter(Boolean).join(' · ')}
    </span>
  );
}

export function VersionsCard({ storeId, current, busy, onBack }: Props) {
  const { t, locale } = useLocale();
  const pages = usePages(PAGE);
  const [{ data }] = useQuery({
    query: ThemeVersionsDocument,
    variables: { storeId, first: PAGE, after: pages.after },
  });
  const list = data?.themeVersions;
  if (!list || list.totalCount === 0) return null;
  return (
    <Card title={t('theme.versions')} flush>
      <DataTable
        caption={t('theme.versions')}
        rows={list.nodes}
        rowKey={({ version }) => String(version)}
        columns={[
          {
            key: 'version',
            header: t('theme.version'),
            lead: true,
            cell: ({ version, backTo }) =>
              backTo === null ? String(version) : t('theme.broughtBack', { version, backTo }),
          },
          { key: 'at', header: t('theme.publishedAt'), cell: ({ publishedAt }) => formatMoment(publishedAt, locale) },
          { key: 'values', header: t('theme.values'), cell: ({ values }) => <Swatch values={values} /> },
          {
            key: 'back',
            header: t('theme.back'),
            end: true,
            cell: ({ version }) =>
              version === current ? (
                t('theme.onPages')
              ) : (
                <Button
                  variant="default"
                  size="compact-md"
                  loading={busy}
                  aria-label={t('theme.backTo', { version })}
                  onClick={() => onBack(version)}
                >
                  {t('theme.back')}
                </Button>
              ),
          },
        ]}
      />
      <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
    </Card>
  );
}
