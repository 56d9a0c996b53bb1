// How much room is left, and how much the chosen files will need with everything made of them.
import { Progress, Text } from '@mantine/core';
import { useQuery } from 'urql';
import { UploadRoomDocument, type UploadRoomQuery } from '../../api/generated';
import { formatBytes } from '../../ui/format/size';
import { useLocale } from '../../ui/use-locale';

export type Room = UploadRoomQuery['uploadRoom'];

/** The room in this store for so many bytes; undefined while nobody knows. */
export function useRoom(storeId: string | undefined, sizeBytes: number, durationMs: number | null): Room | undefined {
  const [{ data }] = useQuery({
    query: UploadRoomDocument,
    variables: { storeId: storeId ?? '', sizeBytes: String(sizeBytes), durationMs },
    pause: !storeId,
    requestPolicy: 'cache-and-network',
  });
  return storeId ? data?.uploadRoom : undefined;
}

export function RoomLine({ room }: { room: Room }) {
  const { t, locale } = useLocale();
  const bytes = (text: string) => formatBytes(Number(text), locale);
  const { usedBytes, expectedBytes, quotaBytes } = room.mine;
  const taken = Number(usedBytes) + Number(expectedBytes);
  const used = { used: formatBytes(taken, locale), all: bytes(quotaBytes) };
  const share = Math.min(100, (taken / Number(quotaBytes)) * 100);
  return (
    <div>
      <Progress
        value={share}
        radius="xl"
        size="sm"
        aria-label={t('uploads.roomUsed', used)}
        color={room.fits ? 'iris' : 'red.8'}
      />
      <Text size="sm" c="dimmed" mt={6}>
        {t('uploads.roomUsed', used)}
        {Number(room.needBytes) > 0 && ` ${t('uploads.roomNeed', { need: bytes(room.needBytes) })}`}
      </Text>
      {!room.fits && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <div>{t(room.short === 'store' ? 'uploads.roomShortStore' : 'uploads.roomShortMine')}</div>
        </div>
      )}
    </div>
  );
}
