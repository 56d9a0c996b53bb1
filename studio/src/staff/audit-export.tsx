// The way to the audit log as a file: the filters of the page, and the days it shall cover.
import { Button, Group, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocale } from '../ui/use-locale';

/** The address of the file; the API answers it outside of the studio. */
export function exportAddress(parts: Record<string, string>): string {
  const given = Object.entries(parts).filter(([, value]) => value.trim() !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, value.trim()])).toString();
  return `/staff/audit.csv${query ? `?${query}` : ''}`;
}

export function AuditExport({ actor, action }: { actor: string; action: string }) {
  const { t } = useLocale();
  const [days, setDays] = useState({ from: '', to: '' });
  const day = (name: keyof typeof days) => (
    <TextInput
      type="date"
      label={t(`audit.${name}`)}
      value={days[name]}
      onChange={(event) => setDays({ ...days, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Group className="vt-toolbar" align="flex-end">
      {day('from')}
      {day('to')}
      <Button
        component="a"
        variant="default"
        href={exportAddress({ ...days, actor, action })}
        download
        leftSection={<IconDownload size={18} aria-hidden />}
      >
        {t('audit.export')}
      </Button>
    </Group>
  );
}
