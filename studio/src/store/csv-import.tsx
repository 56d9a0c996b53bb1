// Brings products in from a CSV file and says, row by row, what could not be taken.
import { Button, Code, Group, Modal, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ImportProductsCsvDocument, type ImportProductsCsvMutation } from '../api/generated';
import { useChange } from '../api/use-change';
import { DataTable } from '../ui/data-table';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';

type Result = ImportProductsCsvMutation['importProductsCsv'];

export const CSV_HEADER =
  'id,title,description,link,image_link,price,availability,gtin,sku,category,variant_id,variant_title';

function Outcome({ result }: { result: Result }) {
  const { t } = useLocale();
  return (
    <>
      <div className="vt-notice" data-tone={result.errors.length > 0 ? 'warning' : 'success'} role="status">
        <div>
          {t('csv.result', { created: result.created, updated: result.updated, unchanged: result.unchanged })}{' '}
          {result.errors.length > 0 && t('csv.errors', { count: result.errors.length })}
        </div>
      </div>
      {result.errors.length > 0 && (
        <div className="vt-scroll">
          <DataTable
            caption={t('csv.errorTable')}
            rows={result.errors}
            rowKey={(row) => `${row.row}${row.column}${row.code}`}
            columns={[
              { key: 'row', header: t('csv.row'), cell: (row) => row.row, lead: true },
              { key: 'column', header: t('csv.column'), cell: (row) => row.column ?? '—' },
              {
                key: 'message',
                header: t('csv.problem'),
                cell: (row) => (
                  <span className="vt-two">
                    <span>{row.message}</span>
                    <small className="vt-mono">{row.code}</small>
                  </span>
                ),
              },
            ]}
          />
        </div>
      )}
    </>
  );
}

type Props = { storeId: string; onClose: () => void; onImported: () => void };

/** Rows without errors are taken even when others have some. */
export function CsvImport({ storeId, onClose, onImported }: Props) {
  const { t } = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const send = useChange(ImportProductsCsvDocument, true);
  const submit = async () => {
    if (!file) return;
    const data = await send.run({ storeId, csv: await file.text() });
    if (!data) return;
    setResult(data.importProductsCsv);
    onImported();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('products.import')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className="vt-stack">
        <Text c="dimmed">{t('csv.lead')}</Text>
        <Code block>{CSV_HEADER}</Code>
        <FormError error={send.error} />
        {result && <Outcome result={result} />}
        <Group>
          <Button
            variant="default"
            leftSection={<IconFileSpreadsheet size={18} aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {file ? file.name : t('csv.choose')}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            className="vt-hidden"
            tabIndex={-1}
            aria-label={t('csv.choose')}
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0] ?? null);
              setResult(null);
              event.currentTarget.value = '';
            }}
          />
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {result ? t('ui.close') : t('ui.cancel')}
          </Button>
          {!result && (
            <Button loading={send.busy} disabled={!file} onClick={() => void submit()}>
              {t('csv.send')}
            </Button>
          )}
        </Group>
      </div>
    </Modal>
  );
}
