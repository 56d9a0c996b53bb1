// What stands on a creator's page beside the videos, and taking it away with a reason that the creator is told.
import { Button, Checkbox, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { TakeFromPageDocument, type TakenFromPage } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Props = { creator: { id: string; displayName: string; avatarUrl: string | null; bio: string | null } };

const PARTS: readonly TakenFromPage[] = ['face', 'bio'];

/** Nothing where there is nothing to judge. */
export function CreatorPageCard({ creator }: Props) {
  const { t } = useLocale();
  const [left, setLeft] = useState(creator);
  const [isAsked, setIsAsked] = useState(false);
  const [taken, setTaken] = useState<readonly TakenFromPage[]>([]);
  const [reason, setReason] = useState('');
  const take = useChange(TakeFromPageDocument, true);
  const there = PARTS.filter((part) => (part === 'face' ? left.avatarUrl : left.bio) !== null);
  if (there.length === 0) return null;
  const wanted = taken.filter((part) => there.includes(part));
  const away = async () => {
    const variables = { creatorId: creator.id, taken: wanted, reason: reason.trim() };
    const data = await take.run(variables, t('creatorPage.done'));
    if (!data) return;
    setLeft({ ...left, ...data.takeFromPage });
    setIsAsked(false);
    setReason('');
  };
  return (
    <Card title={t('creatorPage.title')}>
      <div className="vt-stack">
        <Group align="flex-start" wrap="nowrap">
          {left.avatarUrl && (
            <img className="vt-face" src={left.avatarUrl} width={72} height={72} alt={t('creatorPage.face')} />
          )}
          {left.bio && <Text className="vt-grow vt-break">{left.bio}</Text>}
        </Group>
        <Group>
          <Button variant="default" onClick={() => setIsAsked(true)}>
            {t('creatorPage.take')}
          </Button>
        </Group>
      </div>
      <Ask
        opened={isAsked}
        title={t('creatorPage.askTitle', { name: left.displayName })}
        text={t('creatorPage.askText')}
        yes={t('creatorPage.yes')}
        danger
        busy={take.busy}
        onClose={() => setIsAsked(false)}
        onYes={() => void away()}
      >
        <div className="vt-stack">
          <FormError error={take.error} />
          {there.map((part) => (
            <Checkbox
              key={part}
              label={t(`creatorPage.part_${part}`)}
              checked={wanted.includes(part)}
              onChange={(event) => {
                const others = taken.filter((one) => one !== part);
                setTaken(event.currentTarget.checked ? [...others, part] : others);
              }}
            />
          ))}
          <Textarea
            label={t('creatorPage.reason')}
            description={t('creatorPage.reasonHint')}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </Ask>
    </Card>
  );
}
