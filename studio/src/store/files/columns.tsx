// What stands in which column of an order file: guessed from its headings, confirmed by a person who sees its first rows.
import { Button, Group, Modal, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { PreviewOrderFileDocument, StartOrderFileDocument, type PreviewOrderFileQuery } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Preview = PreviewOrderFileQuery['previewOrderFile'];

const ENCODINGS = ['utf-8', 'windows-1251', 'koi8-r', 'ibm866', 'utf-16le', 'utf-16be'];
const DELIMITERS = [';', ',', '\t', '|'];
const FIELDS = [
  ...['orderId', 'placedAt', 'total', 'code', 'status', 'currency', 'productId', 'title', 'quantity', 'unitPrice'],
  ...['discount', 'shipping', 'refunded', 'clickId', 'email', 'phone', 'customerId', 'deliveredAt'],
];

/** Four choices of how the bytes are to be read. */
function HowToRead(props: {
  value: Pick<Preview, 'encoding' | 'delimiter' | 'decimal' | 'dateOrder'>;
  onChange: (change: Partial<Preview>) => void;
}) {
  const { t } = useLocale();
  const { value, onChange } = props;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <NativeSelect
        label={t('orderFiles.encoding')}
        data={ENCODINGS.map((one) => ({ value: one, label: one.toUpperCase() }))}
        value={value.encoding}
        onChange={(event) => onChange({ encoding: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('orderFiles.delimiter')}
        data={DELIMITERS.map((one) => ({ value: one, label: one === '\t' ? t('orderFiles.tabulator') : one }))}
        value={value.delimiter}
        onChange={(event) => onChange({ delimiter: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('orderFiles.decimal')}
        data={[
          { value: ',', label: '12 990,50' },
          { value: '.', label: '12,990.50' },
        ]}
        value={value.decimal}
        onChange={(event) => onChange({ decimal: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('orderFiles.dateOrder')}
        data={[
          { value: 'dmy', label: t('orderFiles.dmy') },
          { value: 'mdy', label: t('orderFiles.mdy') },
        ]}
        value={value.dateOrder}
        onChange={(event) => onChange({ dateOrder: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

/** The first rows as they are read now, so that a wrong encoding is seen at once. */
function FirstRows({ preview }: { preview: Preview }) {
  const { t } = useLocale();
  return (
    <div className="vt-scroll" role="region" aria-label={t('orderFiles.firstRows')} tabIndex={0}>
      <table className="vt-sheet">
        <caption className="vt-hidden">{t('orderFiles.firstRows')}</caption>
        <thead>
          <tr>
            {preview.headings.map((heading, i) => (
              <th key={i} scope="col">
                {heading || i + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type FormProps = { id: string; preview: Preview; currency: string; onFormat: (f: Format) => void; onClose: () => void };
type Format = { encoding: string | null; delimiter: string | null };

function ColumnsForm({ id, preview, currency: own, onFormat, onClose }: FormProps) {
  const { t } = useLocale();
  const [columns, setColumns] = useState<Record<string, string>>(() =>
    Object.fromEntries(preview.guess.map(({ field, column }) => [field, String(column)])),
  );
  const [marks, setMarks] = useState({ decimal: preview.decimal, dateOrder: preview.dateOrder });
  const [currency, setCurrency] = useState(own);
  const start = useChange(StartOrderFileDocument, true);
  const chosen = FIELDS.flatMap((field) => (columns[field] ? [{ field, column: Number(columns[field]) }] : []));
  const ready = Boolean(columns['orderId'] && columns['placedAt'] && (columns['total'] || columns['unitPrice']));
  const send = async () => {
    const { encoding, delimiter } = preview;
    const form = { encoding, delimiter, ...marks, currency, columns: chosen };
    if (await start.run({ id, form }, t('orderFiles.started'))) onClose();
  };
  const change = ({ encoding, delimiter, ...rest }: Partial<Preview>) => {
    if (encoding || delimiter) {
      onFormat({ encoding: encoding ?? preview.encoding, delimiter: delimiter ?? preview.delimiter });
    } else setMarks({ ...marks, ...rest });
  };
  const options = [
    { value: '', label: t('orderFiles.noColumn') },
    ...preview.headings.map((heading, i) => ({ value: String(i), label: heading || String(i + 1) })),
  ];
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <HowToRead value={{ ...preview, ...marks }} onChange={change} />
      <FirstRows preview={preview} />
      <fieldset className="vt-fieldset">
        <legend>{t('orderFiles.columns')}</legend>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
          {FIELDS.map((field) => (
            <NativeSelect
              key={field}
              label={t(`orderFiles.field_${field}`)}
              required={field === 'orderId' || field === 'placedAt'}
              data={options}
              value={columns[field] ?? ''}
              onChange={(event) => setColumns({ ...columns, [field]: event.currentTarget.value })}
            />
          ))}
          <TextInput
            label={t('orderFiles.currencyElse')}
            value={currency}
            maxLength={3}
            onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
          />
        </SimpleGrid>
      </fieldset>
      {!ready && <p className="vt-dim">{t('orderFiles.needed')}</p>}
      <FormError error={start.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button type="submit" loading={start.busy} disabled={!ready}>
          {t('orderFiles.start')}
        </Button>
      </Group>
    </form>
  );
}

/** Shown right after the upload, and again from the list while the file waits. */
export function Columns({ id, currency, onClose }: { id: string; currency: string; onClose: () => void }) {
  const { t } = useLocale();
  const [format, setFormat] = useState<Format>({ encoding: null, delimiter: null });
  const [{ data, error, fetching }] = useQuery({
    query: PreviewOrderFileDocument,
    variables: { id, ...format },
    requestPolicy: 'network-only',
  });
  const preview = fetching ? undefined : data?.previewOrderFile;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('orderFiles.choose')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {error && (
        <>
          <ErrorState error={error} />
          <HowToRead
            value={{
              encoding: format.encoding ?? 'utf-8',
              delimiter: format.delimiter ?? ';',
              decimal: ',',
              dateOrder: 'dmy',
            }}
            onChange={({ encoding, delimiter }) =>
              setFormat({ encoding: encoding ?? format.encoding, delimiter: delimiter ?? format.delimiter })
            }
          />
        </>
      )}
      {!preview && !error && <RowsSkeleton rows={4} />}
      {preview && !error && (
        <ColumnsForm
          key={`${preview.encoding}${preview.delimiter}`}
          {...{ id, preview, currency, onClose }}
          onFormat={setFormat}
        />
      )}
    </Modal>
  );
}
