// The creator's own browsers: a link for each, the list, and taking one back.
import { Button, CopyButton, Group, Modal, Select, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconDeviceDesktop, IconDeviceMobile, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  CreateDeviceLinkDocument,
  MyDevicesDocument,
  MyPublicPagesDocument,
  TakeBackDeviceDocument,
  type DeviceRowFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { Pager } from '../../ui/data-table';
import { formatDate, formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { QrCode } from '../qr-code';

const PAGE = 10;
/** A creator shows something in a few shops; in more than this the first by name are offered. */
const MOST_STORES = 100;

type Made = { url: string; expiresAt: string; store: string };

function LinkDialog({ link, onClose }: { link: Made; onClose: () => void }) {
  const { t, locale } = useLocale();
  return (
    <Modal opened onClose={onClose} title={t('devices.linkTitle')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <div className="vt-stack">
        <Text>{t('devices.linkText', { store: link.store, time: formatMoment(link.expiresAt, locale) })}</Text>
        <div className="vt-qr-frame">
          <QrCode text={link.url} label={t('devices.qr')} />
        </div>
        <Group justify="center">
          <Button
            component="a"
            href={link.url}
            target="_blank"
            rel="noopener noreferrer"
            leftSection={<IconExternalLink size={18} aria-hidden />}
          >
            {t('devices.openHere')}
          </Button>
          <CopyButton value={link.url}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                onClick={copy}
                leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              >
                {t(copied ? 'devices.copied' : 'devices.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Text size="sm" c="dimmed">
          {t('devices.linkNote')}
        </Text>
      </div>
    </Modal>
  );
}

function NewLink({ onUsed }: { onUsed: () => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: MyPublicPagesDocument, variables: { first: MOST_STORES, after: null } });
  const [picked, setPicked] = useState<string | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const create = useChange(CreateDeviceLinkDocument, true);
  const stores = data?.myPublicPages.nodes ?? [];
  const storeId = picked ?? stores[0]?.storeId ?? null;
  if (data && stores.length === 0) return <Text c="dimmed">{t('devices.noStore')}</Text>;
  const make = async () => {
    if (!storeId) return;
    const answer = await create.run({ storeId });
    const store = stores.find((one) => one.storeId === storeId)?.storeName ?? '';
    if (answer) setMade({ ...answer.createDeviceLink, store });
  };
  return (
    <>
      <FormError error={create.error} />
      <Group align="flex-end">
        <Select
          className="vt-grow"
          label={t('devices.store')}
          value={storeId}
          allowDeselect={false}
          data={stores.map((one) => ({ value: one.storeId, label: one.storeName }))}
          onChange={setPicked}
        />
        <Button loading={create.busy} disabled={!storeId} onClick={() => void make()}>
          {t('devices.make')}
        </Button>
      </Group>
      {made && (
        <LinkDialog
          link={made}
          onClose={() => {
            setMade(null);
            onUsed();
          }}
        />
      )}
    </>
  );
}

function DeviceItem({ device, onTakeBack }: { device: DeviceRowFragment; onTakeBack: () => void }) {
  const { t, locale } = useLocale();
  const name = device.browser ?? t('devices.unknown');
  const Icon = /iPhone|iPad|Android/.test(name) ? IconDeviceMobile : IconDeviceDesktop;
  const since = device.endsAt
    ? t('devices.until', { date: formatDate(device.endsAt, locale) })
    : t('devices.since', { date: formatDate(device.linkedAt, locale) });
  return (
    <li>
      <Icon size={22} stroke={1.5} aria-hidden />
      <div className="vt-grow">
        <Text fw={500}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[device.storeName, since].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {!device.endsAt && (
        <Button
          variant="default"
          size="xs"
          aria-label={t('devices.takeBackOf', { device: `${name} · ${device.storeName ?? ''}` })}
          onClick={onTakeBack}
        >
          {t('devices.takeBack')}
        </Button>
      )}
    </li>
  );
}

export function DevicesCard() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const variables = { first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: MyDevicesDocument, variables });
  const [asked, setAsked] = useState<DeviceRowFragment | null>(null);
  const takeBack = useChange(TakeBackDeviceDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.myDevices;
  return (
    <Card title={t('devices.title')}>
      <div className="vt-stack">
        <Text size="sm" c="dimmed">
          {t('devices.text')}
        </Text>
        <NewLink onUsed={again} />
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={1} />}
        {list?.totalCount === 0 && <Text size="sm">{t('devices.none')}</Text>}
        {list && list.totalCount > 0 && (
          <ul className="vt-rows" data-inset aria-label={t('devices.list')}>
            {list.nodes.map((device) => (
              <DeviceItem key={device.id} device={device} onTakeBack={() => setAsked(device)} />
            ))}
          </ul>
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </div>
      <Ask
        opened={asked !== null}
        title={t('devices.askTitle')}
        text={t('devices.askText')}
        yes={t('devices.takeBack')}
        busy={takeBack.busy}
        onClose={() => setAsked(null)}
        onYes={() =>
          asked &&
          void takeBack.run({ id: asked.id }, t('devices.takenBack')).then((done) => {
            setAsked(null);
            if (done) again();
          })
        }
      />
    </Card>
  );
}
