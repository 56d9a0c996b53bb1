// Where the videos stand on the shop's pages, and in which form: rules in order, what holds where none fits, and a trial.
import { Button, Group } from '@mantine/core';
import { IconLayoutGrid, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery, type CombinedError } from 'urql';
import { detailOf } from '../../api/client';
import {
  PlacementRulesDocument,
  SavePlacementRulesDocument,
  type PlacementRulesPartsFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { draftOf, inputOf, isChanged, moved, newRule, type RuleDraft } from './draft';
import { OutcomeFields } from './outcome-fields';
import './placing.css';
import { RuleDrawer } from './rule-drawer';
import { RuleRows } from './rule-rows';
import { TrialCard } from './trial-card';

const MOST_RULES = 50;

/** Where the API found a fault: `rules.2.urls` is `urls` of the third. */
function faultOf(error: CombinedError | null): { at: number; fields: Record<string, string> } | null {
  const field = error?.graphQLErrors[0]?.extensions['field'];
  const [, at, name] = /^rules\.(\d+)\.(\w+)/.exec(typeof field === 'string' ? field : '') ?? [];
  return error && name ? { at: Number(at), fields: { [name]: detailOf(error) ?? error.message } } : null;
}

type Props = { storeId: string; shopUrl: string; list: PlacementRulesPartsFragment; onSaved: () => void };

function Editor({ storeId, shopUrl, list, onSaved }: Props) {
  const { t } = useLocale();
  const [draft, setDraft] = useState(() => draftOf(list));
  const [open, setOpen] = useState<{ at: number; rule: RuleDraft } | null>(null);
  const [decidedBy, setDecidedBy] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const save = useChange(SavePlacementRulesDocument, true);
  const { rules, otherwise } = draft;
  const change = (next: RuleDraft[]) => {
    setDraft({ ...draft, rules: next });
    setDecidedBy(null);
  };
  const put = (at: number, rule: RuleDraft) => change(rules.toSpliced(at, 1, rule));
  const move = (from: number, to: number) => {
    change(moved(rules, from, to));
    setSaid(t('placing.moved', { name: rules[from]?.name, place: to + 1, all: rules.length }));
  };
  const submit = async () => {
    const variables = { storeId, version: draft.version, rules: rules.map(inputOf), otherwise };
    const done = await save.run(variables, t('placing.saved'));
    if (!done) return;
    setDraft(draftOf(done.savePlacementRules));
    onSaved();
  };
  const changed = isChanged(draft, list);
  const fault = faultOf(save.error);
  return (
    <>
      <Card
        flush={rules.length > 0}
        title={t('placing.rules')}
        aside={
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={rules.length >= MOST_RULES}
            onClick={() => setOpen({ at: rules.length, rule: newRule() })}
          >
            {t('placing.add')}
          </Button>
        }
      >
        {rules.length === 0 && (
          <EmptyState
            icon={<IconLayoutGrid size={26} aria-hidden />}
            title={t('placing.none')}
            text={t('placing.noneText')}
          />
        )}
        <RuleRows
          rules={rules}
          decidedBy={decidedBy}
          wrongAt={fault?.at ?? null}
          onMove={move}
          onChange={put}
          onEdit={(at) => rules[at] && setOpen({ at, rule: rules[at] })}
          onRemove={(at) => change(rules.toSpliced(at, 1))}
        />
      </Card>
      {rules.length > 1 && <p className="vt-footnote">{t('placing.keys')}</p>}
      <Card title={t('placing.otherwise')}>
        <OutcomeFields
          label={t('placing.otherwiseHint')}
          outcome={otherwise}
          onChange={(outcome) => setDraft({ ...draft, otherwise: outcome })}
        />
      </Card>
      <FormError error={save.error} />
      <Group justify="flex-end" className="vt-save-bar" data-changed={changed || undefined}>
        <span className="vt-dim vt-grow">{changed ? t('placing.unsaved') : t('placing.allSaved')}</span>
        <Button variant="default" disabled={!changed} onClick={() => setDraft(draftOf(list))}>
          {t('placing.discard')}
        </Button>
        <Button disabled={!changed} loading={save.busy} onClick={() => void submit()}>
          {t('ui.save')}
        </Button>
      </Group>
      <TrialCard storeId={storeId} shopUrl={shopUrl} draft={draft} onDecided={setDecidedBy} />
      {open && (
        <RuleDrawer
          rule={open.rule}
          knowsCountries={list.knowsCountries}
          faults={fault?.at === open.at ? fault.fields : {}}
          onDone={(rule) => {
            put(open.at, rule);
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      <p className="vt-hidden" role="status">
        {said}
      </p>
    </>
  );
}

export function PlacingPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const [{ data, error }, ask] = useQuery({ query: PlacementRulesDocument, variables: { storeId } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.placementRules;
  return (
    <Page title={t('nav.placing')} lead={t('placing.lead')}>
      <div className="vt-cards">
        {error && !list && <ErrorState error={error} again={again} />}
        {(!list || !store) && !error && <RowsSkeleton rows={3} height={90} />}
        {list && store && (
          <Editor key={storeId} storeId={storeId} shopUrl={store.url ?? ''} list={list} onSaved={again} />
        )}
      </div>
    </Page>
  );
}
