// A table on wide screens, a list of cards on narrow ones; the same markup, so a screen reader hears a table in both.
import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pages } from '../api/use-pages';
import { formatCount } from './format/size';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end of their column. */
  end?: boolean;
  /** Shown first and without a label in the narrow list. */
  lead?: boolean;
  width?: string;
};

type Props<Row> = {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

/** The caption names the table for screen readers; it is not drawn. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  const { t } = useTranslation();
  return (
    <table className="vt-table" role="table">
      <caption className="vt-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              data-end={column.end || undefined}
              style={{ width: column.width }}
            >
              {column.header || <span className="vt-hidden">{t('ui.actions')}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => (
              <td
                key={column.key}
                role="cell"
                data-label={column.header || undefined}
                data-end={column.end || undefined}
                data-lead={column.lead || undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type PagerProps = {
  pages: Pages;
  shown: number;
  totalCount: number;
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
};

/** Which records are shown, and the way to the next and the previous ones. */
export function Pager({ pages, shown, totalCount, pageInfo }: PagerProps) {
  const { t, i18n } = useTranslation();
  const cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  if (!pages.back && !cursor) return null;
  const range = `${formatCount(pages.before + 1, i18n.language)}–${formatCount(pages.before + shown, i18n.language)}`;
  return (
    <Group component="nav" justify="space-between" className="vt-pager" aria-label={t('ui.pages')}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('ui.range', { range, total: formatCount(totalCount, i18n.language) })}
      </Text>
      <Group gap="xs">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('ui.previousPage')}
          disabled={!pages.back}
          onClick={() => pages.back?.()}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('ui.nextPage')}
          disabled={!cursor}
          onClick={() => cursor && pages.onward(cursor)}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}
