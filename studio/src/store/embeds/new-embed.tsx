// The dialogs of embed codes: making one, and the code to paste.
import { Anchor, Button, Group, Modal, NumberInput, Select, TagsInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { CreateEmbedDocument, EmbeddableVideosDocument, type EmbedPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { formatDate } from '../../ui/format/time';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { CopyBlock } from '../copy-block';

const MONTH = 30;
const MOST_DAYS = 730;

export function NewEmbed(props: { storeId: string; onClose: () => void; onMade: (embed: EmbedPartsFragment) => void }) {
  const { t } = useLocale();
  const { storeId, onClose, onMade } = props;
  const [cursor, setCursor] = useState<string | null>(null);
  const [{ data }] = useQuery({ query: EmbeddableVideosDocument, variables: { storeId, after: cursor } });
  const [videoId, setVideoId] = useState<string | null>(null);
  const [domains, setDomains] = useState<string[]>([]);
  const [days, setDays] = useState(MONTH);
  const [label, setLabel] = useState('');
  const create = useChange(CreateEmbedDocument, true);
  const page = data?.storeVideos;
  const videos = (page?.nodes ?? []).filter(({ liveVersion }) => liveVersion !== null);
  const submit = async () => {
    if (!videoId) return;
    const input = { videoId, domains, days, label: label.trim() };
    const made = await create.run({ storeId, input });
    if (made) onMade(made.createEmbed);
  };
  return (
    <Modal opened onClose={onClose} title={t('embeds.new')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormError error={create.error} />
        <Select
          data-autofocus
          label={t('embeds.video')}
          data={videos.map(({ id, title }) => ({ value: id, label: title }))}
          value={videoId}
          onChange={setVideoId}
          searchable
          required
          nothingFoundMessage={t('embeds.noVideo')}
        />
        {(page?.pageInfo.hasNextPage || cursor !== null) && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => setCursor(page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null)}
          >
            {t('embeds.olderVideos')}
          </Anchor>
        )}
        <TagsInput
          label={t('embeds.domains')}
          description={t('embeds.domainsHint')}
          placeholder="blog.example"
          value={domains}
          onChange={setDomains}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
          maxTags={20}
          required
        />
        <NumberInput
          label={t('embeds.days')}
          min={1}
          max={MOST_DAYS}
          allowDecimal={false}
          value={days}
          onChange={(value) => setDays(Math.min(MOST_DAYS, Math.max(1, Number(value) || 1)))}
        />
        <TextInput
          label={t('embeds.label')}
          description={t('embeds.labelHint')}
          maxLength={80}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={create.busy} disabled={!videoId || domains.length === 0}>
            {t('embeds.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export function EmbedCode({ embed, onClose }: { embed: EmbedPartsFragment; onClose: () => void }) {
  const { t, locale } = useLocale();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={embed.videoTitle}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className="vt-stack">
        <Text>
          {t('embeds.worksOn', { domains: embed.domains.join(', '), date: formatDate(embed.expiresAt, locale) })}
        </Text>
        <CopyBlock label={t('embeds.code')} text={embed.code} />
        <Group>
          <Button component="a" href={embed.url} target="_blank" rel="noreferrer" variant="default">
            {t('embeds.look')}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
