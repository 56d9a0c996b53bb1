// Chooses among the stores of one person.
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

/** With one store it is only the store's name. */
export function StoreSwitch({ storeId, stores }: { storeId: string | null; stores: { id: string; name: string }[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (stores.length === 1) return <p className="vt-nav-store">{stores[0]?.name}</p>;
  return (
    <Select
      size="xs"
      mb={6}
      aria-label={t('nav.chooseStore')}
      value={storeId}
      data={stores.map((store) => ({ value: store.id, label: store.name }))}
      onChange={(id) => id && void navigate(`/store/${id}`)}
    />
  );
}
