// The rows of an order file that were left out, with line, column and what to do; the whole list as a file.
import { Button, Group, Modal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { OrderFileFaultsDocument, type OrderFileCardFragment } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager } from '../../ui/data-table';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const PAGE = 20;
type Props = { file: OrderFileCardFragment; storeId: string; onClose: () => void };

export function Faults({ file, storeId, onClose }: Props) {
  const { t, locale } = useLocale();
  const pages = usePages(PAGE);
  const variables = { id: file.id, first: PAGE, after: pages.after };
  const [{ data, error }] = useQuery({ query: OrderFileFaultsDocument, variables });
  const list = data?.orderFile.faults;
  const address = `/stores/${storeId}/order-files/${file.id}/faults.csv?locale=${locale}`;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('orderFiles.faultsOf', { file: file.fileName })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className="vt-stack">
        {error && !list && <ErrorState error={error} />}
        {!list && !error && <RowsSkeleton rows={4} />}
        {list && (
          <DataTable
            caption={t('csv.errorTable')}
            rows={list.nodes}
            rowKey={(row) => `${row.line} ${row.column} ${row.code}`}
            columns={[
              { key: 'line', header: t('orderFiles.line'), cell: (row) => row.line, lead: true },
              { key: 'column', header: t('csv.column'), cell: (row) => row.column ?? '—' },
              { key: 'value', header: t('orderFiles.value'), cell: (row) => row.value ?? '—' },
              {
                key: 'problem',
                header: t('csv.problem'),
                cell: (row) => (
                  <span className="vt-two">
                    <span>{t(`orderFiles.fault_${row.code}`)}</span>
                    <small className="vt-mono">{row.code}</small>
                  </span>
                ),
              },
            ]}
          />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
        <Group justify="flex-end">
          <Button component="a" href={address} variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
            {t('orderFiles.download')}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
