// The dialogs of API keys: making one, rotating one, and the secret that is shown a single time.
import { Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CreateApiKeyDocument, RotateApiKeyDocument, type ApiKeyPartsFragment, type KeyMode } from '../api/generated';
import { useChange } from '../api/use-change';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { CopyBlock } from './copy-block';

type Made = (secret: string, key: ApiKeyPartsFragment) => void;

/** What a secret key of a store may do at the signed doors. */
export const SCOPES = ['products:write', 'orders:write', 'rewards:write'] as const;

export function NewKey({ storeId, onClose, onMade }: { storeId: string; onClose: () => void; onMade: Made }) {
  const { t } = useLocale();
  const [label, setLabel] = useState('');
  const [mode, setMode] = useState<KeyMode>('test');
  const [scopes, setScopes] = useState<string[]>(['products:write', 'orders:write']);
  const create = useChange(CreateApiKeyDocument, true);
  const save = async () => {
    const data = await create.run({ storeId, mode, label: label.trim(), scopes });
    if (data) onMade(data.createApiKey.secret, data.createApiKey.key);
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.new')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={create.error} />
        <TextInput
          data-autofocus
          label={t('keys.label')}
          description={t('keys.labelHint')}
          required
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <div>
          <Text size="sm" fw={500} mb={4} id="key-mode">
            {t('keys.mode')}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="key-mode"
            value={mode}
            data={[
              { value: 'test', label: t('mode.test') },
              { value: 'live', label: t('mode.live') },
            ]}
            onChange={(value) => setMode(value === 'live' ? 'live' : 'test')}
          />
          <Text size="sm" c="dimmed" mt={4}>
            {t(`keys.mode_${mode}`)}
          </Text>
        </div>
        <Checkbox.Group label={t('keys.scopes')} value={scopes} onChange={setScopes}>
          <div className="vt-stack" data-tight>
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`keys.scope_${scope.replace(':', '_')}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={create.busy} disabled={!label.trim() || scopes.length === 0}>
            {t('keys.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** The old secret works on for the overlap, so that a shop can change without a gap. */
export function RotateKey({ of, onClose, onMade }: { of: ApiKeyPartsFragment; onClose: () => void; onMade: Made }) {
  const { t } = useLocale();
  const [hours, setHours] = useState<number>(24);
  const rotate = useChange(RotateApiKeyDocument, true);
  const save = async () => {
    const data = await rotate.run({ id: of.id, overlapHours: hours });
    if (data) onMade(data.rotateApiKey.secret, data.rotateApiKey.key);
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.rotateHead')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Text>{t('keys.rotateText', { label: of.label })}</Text>
        <FormError error={rotate.error} />
        <NumberInput
          data-autofocus
          label={t('keys.overlap')}
          description={t('keys.overlapHint')}
          min={0}
          max={168}
          allowDecimal={false}
          value={hours}
          onChange={(value) => setHours(typeof value === 'number' ? value : 0)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={rotate.busy}>
            {t('keys.rotate')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Closed only by saying that the secret was kept: nobody can show it again. */
export function SecretOnce({ id, secret, onClose }: { id: string; secret: string; onClose: () => void }) {
  const { t } = useLocale();
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
      title={t('keys.secretHead')}
    >
      <div className="vt-stack">
        <div className="vt-notice" data-tone="warning">
          <div>{t('keys.secretOnce')}</div>
        </div>
        <CopyBlock label={t('keys.keyId')} text={id} />
        <CopyBlock label={t('keys.secret')} text={secret} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('keys.secretKept')}</Button>
        </Group>
      </div>
    </Modal>
  );
}
