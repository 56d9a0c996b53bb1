// The creator's side of versions: what is on its way, a better file, a trim, and the history.
import { Button, Group, Text, Textarea } from '@mantine/core';
import { IconCut, IconReplace, IconVersions } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import {
  GiveUpVersionDocument,
  ReplaceVideoDocument,
  UploadBoundsDocument,
  type VideoFullFragment,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { ChosenList } from '../creator/uploads/chosen-list';
import { FileDrop } from '../creator/uploads/file-drop';
import { isGood, useChosen } from '../creator/uploads/use-chosen';
import { uploads } from '../creator/uploads/uploads';
import { Ask } from '../ui/ask';
import { Card } from '../ui/page';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { VersionHistory } from './history';

export const MAX_WHY = 300;

/** Says that shoppers still see the earlier version, and lets the creator give the new one up. */
export function NewVersionNotice({ video, onChanged }: { video: VideoFullFragment; onChanged: () => void }) {
  const { t } = useLocale();
  const [asking, setAsking] = useState(false);
  const giveUp = useChange(GiveUpVersionDocument);
  if (video.liveVersion === null || video.status === 'published') return null;
  const yes = async () => {
    await uploads.drop(video.id);
    if (await giveUp.run({ id: video.id }, t('versions.givenUp'))) onChanged();
    setAsking(false);
  };
  return (
    <div className="vt-notice" data-tone="info" role="status">
      <IconVersions size={20} aria-hidden />
      <div>
        <div>{t('versions.onItsWay', { number: video.version, live: video.liveVersion })}</div>
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('versions.giveUp')}
          </Button>
        </Group>
      </div>
      <Ask
        opened={asking}
        title={t('versions.giveUpHead')}
        text={t('versions.giveUpText', { live: video.liveVersion })}
        yes={t('versions.giveUp')}
        danger
        busy={giveUp.busy}
        onYes={() => void yes()}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}

/** The reason that stands in the history. */
export function WhyField({ value, onChange }: { value: string; onChange: (why: string) => void }) {
  const { t } = useLocale();
  return (
    <Textarea
      label={t('versions.why')}
      description={t('versions.whyHint')}
      maxLength={MAX_WHY}
      autosize
      minRows={1}
      maxRows={4}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Replace({ video, onSent, onClose }: { video: VideoFullFragment; onSent: () => void; onClose: () => void }) {
  const { t } = useLocale();
  const [{ data: asked }] = useQuery({ query: UploadBoundsDocument });
  const bounds = asked?.uploadBounds;
  const files = useChosen(bounds, true);
  const chosen = files.list.find(isGood) ?? null;
  const [why, setWhy] = useState('');
  const replace = useChange(ReplaceVideoDocument, true);
  const send = async () => {
    if (!chosen) return;
    const { file } = chosen;
    const described = {
      fileName: file.name,
      sizeBytes: String(file.size),
      contentType: file.type || 'application/octet-stream',
    };
    const data = await replace.run({ id: video.id, ...described, why });
    if (!data) return;
    void uploads.start({ videoId: video.id, title: video.title, file, uploadUrl: data.replaceVideo.uploadUrl });
    onSent();
  };
  return (
    <div className="vt-stack">
      <Text c="dimmed">{t('versions.replaceText')}</Text>
      <FileDrop bounds={bounds} some={files.list.length > 0} onFiles={files.add} />
      <ChosenList chosen={files} bounds={bounds} />
      <WhyField value={why} onChange={setWhy} />
      <FormError error={replace.error} />
      <Group>
        <Button disabled={!chosen} loading={replace.busy} onClick={() => void send()}>
          {t('versions.send')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </Group>
    </div>
  );
}

type Props = { video: VideoFullFragment; onChanged: () => void; onSeek: (ms: number) => void };

export function VersionsCard({ video, onChanged, onSeek }: Props) {
  const { t } = useLocale();
  const [replacing, setReplacing] = useState(false);
  const settled = video.status === 'published';
  const mayTrim = settled || video.status === 'rejected';
  const close = () => setReplacing(false);
  return (
    <>
      {(settled || mayTrim) && (
        <Card title={t('versions.change')}>
          {replacing ? (
            <Replace
              video={video}
              onClose={close}
              onSent={() => {
                close();
                onChanged();
              }}
            />
          ) : (
            <>
              <p className="vt-card-lead">{t('versions.changeLead')}</p>
              <Group gap="xs">
                <Button
                  component={Link}
                  to={`/creator/videos/${video.id}/trim`}
                  variant="default"
                  size="xs"
                  leftSection={<IconCut size={14} aria-hidden />}
                >
                  {t('versions.trim')}
                </Button>
                {settled && (
                  <Button
                    variant="default"
                    size="xs"
                    leftSection={<IconReplace size={14} aria-hidden />}
                    onClick={() => setReplacing(true)}
                  >
                    {t('versions.replace')}
                  </Button>
                )}
              </Group>
            </>
          )}
        </Card>
      )}
      <VersionHistory
        key={`${video.version}-${video.status}`}
        videoId={video.id}
        live={video.liveVersion}
        onSeek={onSeek}
      />
    </>
  );
}
