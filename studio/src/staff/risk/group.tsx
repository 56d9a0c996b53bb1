// One group of alerts: the evidence side by side, the money at stake, and the decision one key away.
import { Anchor, Button, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import { DecideRiskDocument, RiskGroupDocument, RiskGroupsDocument, RiskReasonsDocument } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { formatDate } from '../../ui/format/time';
import { Figure, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { toastDone } from '../../ui/toast';
import { useLocale } from '../../ui/use-locale';
import { AppealCard } from './appeal-card';
import { DecidePanel, type Action } from './decide-panel';
import { History, Noticed, Sales, type Shown } from './evidence';
import { KEY_OF, useRiskKeys } from './keys';
import { Amounts, RiskChip, SeverityChip } from './words';
import './risk.css';

const PAGE = 20;

/** `find` names the group after this one in the queue, asked before it is decided and gone; `go` opens it, or the queue. */
function useNext(id: string) {
  const { t } = useLocale();
  const client = useClient();
  const navigate = useNavigate();
  return {
    find: async (): Promise<string | null> => {
      const variables = { filter: { list: 'waiting' }, first: 50, after: null };
      const asked = client.query(RiskGroupsDocument, variables, { requestPolicy: 'network-only' });
      const waiting = (await asked.toPromise()).data?.riskGroups.nodes ?? [];
      const at = waiting.findIndex((one) => one.id === id);
      const inTurn = [...waiting.slice(at + 1), ...waiting.slice(0, Math.max(at, 0))];
      return inTurn.find((one) => one.id !== id && !one.forOthers)?.id ?? null;
    },
    go: (next: string | null) => {
      if (!next) toastDone(t('risk.allDone'));
      void navigate(next ? `/staff/risk/${next}` : '/staff/risk');
    },
  };
}

/** What may be done now: the service says the same, and the last word is its. */
function mayDo(group: Shown, action: Action): boolean {
  if (group.forOthers || (group.appeal && !group.appeal.outcome)) return false;
  if (action === 'release') return ['open', 'held', 'rejected'].includes(group.status);
  if (group.saleCount === 0) return false;
  return group.status === 'open' || (group.status === 'held' && action === 'reject');
}

function Decide({ group, onDone }: { group: Shown; onDone: () => void }) {
  const { t } = useLocale();
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [{ data }] = useQuery({ query: RiskReasonsDocument });
  const change = useChange(DecideRiskDocument);
  const next = useNext(group.id);
  const may = (action: Action) => mayDo(group, action);
  const reasons = (data?.riskReasons ?? []).filter((reason) => may(reason.action as Action));
  const decide = async (action: Action) => {
    if (!may(action) || change.busy) return;
    const reasonCode = reasons.find((reason) => reason.code === chosen && reason.action === action)?.code ?? null;
    const input = { groupId: group.id, action, reasonCode, note: note.trim() || null, seenAlerts: group.alertCount };
    const after = await next.find();
    const done = await change.run({ input }, t(`risk.done.${action}`));
    if (done) next.go(after);
    else onDone();
  };
  const skip = async () => next.go(await next.find());
  useRiskKeys(!change.busy, (name, digit) => {
    if (name === 'reason') setChosen(reasons[digit - 1]?.code ?? chosen);
    else if (name === 'next') void skip();
    else void decide(name);
  });
  const nothing = reasons.length === 0;
  return (
    <>
      {!nothing && (
        <DecidePanel
          reasons={reasons}
          chosen={chosen}
          note={note}
          busy={change.busy}
          may={may}
          onChoose={setChosen}
          onNote={setNote}
          onDecide={(action) => void decide(action)}
        />
      )}
      {group.forOthers && <p className="vt-dim">{t('risk.forOthersText')}</p>}
      <Group>
        <Button
          variant="subtle"
          color="gray"
          c="dimmed"
          rightSection={<kbd className="vt-key">{KEY_OF.next}</kbd>}
          onClick={() => void skip()}
        >
          {t('risk.next')}
        </Button>
      </Group>
    </>
  );
}

export function RiskGroupPage() {
  const { t, locale } = useLocale();
  const { id = '' } = useParams();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: RiskGroupDocument,
    variables: { id, first: PAGE, after: pages.after },
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const group = data?.riskGroup.id === id ? data.riskGroup : undefined;
  const back = (
    <Anchor component={Link} to="/staff/risk" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.risk')}
    </Anchor>
  );
  const chips = group && (
    <>
      <SeverityChip severity={group.severity} />
      <RiskChip status={group.status} />
    </>
  );
  const waits = group?.status === 'open' || group?.status === 'held';
  return (
    <Page
      title={group ? t(`risk.rule.${group.rule}`) : t('nav.risk')}
      lead={group ? `${group.creatorName ?? t('risk.nobody')} · ${group.storeName}` : undefined}
      back={back}
      actions={chips}
      width="wide"
    >
      {error && !group && <ErrorState error={error} again={again} />}
      {!group && !error && <RowsSkeleton rows={3} height={160} />}
      {group && (
        <div className="vt-risk" key={id}>
          <div className="vt-risk-decide">
            <dl className="vt-figures" data-few>
              <Figure
                tone="accent"
                label={t('risk.atStake')}
                value={<Amounts amounts={group.atStake} />}
                note={waits ? t('risk.ends', { date: formatDate(group.expiresAt, locale) }) : undefined}
              />
            </dl>
            <AppealCard group={group} onDone={again} />
            <Decide group={group} onDone={again} />
          </div>
          <div className="vt-cards vt-risk-evidence">
            <Noticed group={group} />
            <Sales group={group} pages={pages} />
            <History group={group} />
          </div>
        </div>
      )}
    </Page>
  );
}
