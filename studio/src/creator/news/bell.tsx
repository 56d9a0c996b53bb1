// The bell in the header: how much is unread, and the way to it.
import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { UnreadNewsDocument } from '../../api/generated';
import { usePoll } from '../../api/use-poll';
import { formatCount } from '../../ui/format/size';
import { useLocale } from '../../ui/use-locale';
import './news.css';

const MOST = 99;

export function NewsBell() {
  const { t, locale } = useLocale();
  const { pathname } = useLocation();
  const [{ data }, ask] = useQuery({ query: UnreadNewsDocument });
  const again = () => ask({ requestPolicy: 'network-only' });
  usePoll(again, 60_000, true);
  // Leaving the page of news, and every other page that may have changed something.
  useEffect(() => {
    ask({ requestPolicy: 'network-only' });
  }, [pathname, ask]);
  const unread = data?.unreadNews ?? 0;
  const label = unread > 0 ? t('news.bell', { count: unread }) : t('news.bellNone');
  return (
    <ActionIcon
      className="vt-bell"
      component={Link}
      to="/creator/news"
      variant="subtle"
      color="gray"
      size="lg"
      radius="xl"
      aria-label={label}
    >
      <IconBell size={20} stroke={1.7} aria-hidden />
      {unread > 0 && (
        <span className="vt-bell-count" aria-hidden>
          {unread > MOST ? `${MOST}+` : formatCount(unread, locale)}
        </span>
      )}
    </ActionIcon>
  );
}
