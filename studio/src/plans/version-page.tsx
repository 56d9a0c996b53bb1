// One version of a plan: a draft is written and tried here, a proposed one is published or refused by another person.
import { Anchor, Button, Group, Textarea } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import {
  DiscardPlanDraftDocument,
  PlanVersionDocument,
  ProposePlanDocument,
  PublishPlanDocument,
  RefusePlanDocument,
  type PlanVersionPartsFragment,
} from '../api/generated';
import { hasRole, useMe } from '../api/session';
import { useChange } from '../api/use-change';
import { Ask } from '../ui/ask';
import { formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { DraftForm } from './draft-form';
import { EffectsCard, TermsCard } from './effects-card';
import { PlanChip } from './plans-page';
import { RehearsalCard } from './rehearsal-card';

type Part = { version: PlanVersionPartsFragment; onDone: () => void };

function Propose({ version, onDone, unsaved, listHref }: Part & { unsaved: boolean; listHref: string }) {
  const { t } = useLocale();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const propose = useChange(ProposePlanDocument);
  const discard = useChange(DiscardPlanDraftDocument);
  const ready = !unsaved && version.rehearsal?.status === 'done' && version.rehearsal.current;
  const throwAway = async () => {
    if (await discard.run({ id: version.id }, t('plans.discarded'))) void navigate(listHref);
  };
  return (
    <Card title={t('plans.next')}>
      <p>{t(ready ? 'plans.readyText' : 'plans.notReadyText')}</p>
      <Group>
        <Button
          disabled={!ready}
          loading={propose.busy}
          onClick={() => void propose.run({ id: version.id }, t('plans.proposed')).then(onDone)}
        >
          {t('plans.propose')}
        </Button>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('plans.discard')}
        </Button>
      </Group>
      <Ask
        opened={asking}
        title={t('plans.discard')}
        text={t('plans.discardText', { title: version.title })}
        yes={t('plans.discard')}
        danger
        busy={discard.busy}
        onYes={() => void throwAway()}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}

function Decide({ version, onDone }: Part) {
  const { t } = useLocale();
  const me = useMe();
  const [asking, setAsking] = useState<'publish' | 'refuse' | null>(null);
  const [reason, setReason] = useState('');
  const publish = useChange(PublishPlanDocument);
  const refuse = useChange(RefusePlanDocument);
  const lowers =
    [...version.effects.rates, ...version.effects.attribution].some((one) => one.direction !== 'raised') ||
    version.effects.limits?.direction === 'lowered';
  const mayHurry = lowers && hasRole(me, 'administrator');
  const yes = async () => {
    const done =
      asking === 'publish'
        ? await publish.run(
            { id: version.id, withoutNotice: (mayHurry && reason.trim()) || null },
            t('plans.published'),
          )
        : await refuse.run({ id: version.id, reason }, t('plans.refused'));
    setAsking(null);
    setReason('');
    if (done) onDone();
  };
  const waits = version.madeByMe || !me.secondFactorPassed;
  return (
    <Card title={t('plans.decide')}>
      <p>
        {version.madeByMe
          ? t('plans.waitsForOther')
          : t(waits ? 'plans.needsFactor' : 'plans.waitsForYou', { name: version.proposedBy ?? version.madeBy })}
      </p>
      <Group>
        {!waits && <Button onClick={() => setAsking('publish')}>{t('plans.publish')}</Button>}
        <Button variant="default" onClick={() => setAsking('refuse')}>
          {t(version.madeByMe ? 'plans.takeBack' : 'plans.refuse')}
        </Button>
      </Group>
      <Ask
        opened={asking !== null}
        title={t(asking === 'refuse' ? 'plans.refuse' : 'plans.publish')}
        text={t(asking === 'refuse' ? 'plans.refuseText' : 'plans.publishText', { store: version.storeName })}
        yes={t(asking === 'refuse' ? 'plans.refuse' : 'plans.publish')}
        danger={asking === 'refuse'}
        busy={publish.busy || refuse.busy}
        onYes={() => void yes()}
        onClose={() => setAsking(null)}
      >
        {(asking === 'refuse' || mayHurry) && (
          <Textarea
            label={t(asking === 'refuse' ? 'batches.why' : 'plans.withoutNotice')}
            description={asking === 'publish' ? t('plans.withoutNoticeText') : undefined}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Ask>
    </Card>
  );
}

function Version({
  version,
  again,
  listHref,
}: {
  version: PlanVersionPartsFragment;
  again: () => void;
  listHref: string;
}) {
  const { t, locale } = useLocale();
  const [unsaved, setUnsaved] = useState(false);
  const isDraft = version.status === 'draft';
  return (
    <div className="vt-cards">
      {version.decidedAt && (
        <p>
          {t(`plans.was_${version.status}`, {
            name: version.decidedBy ?? '',
            at: formatMoment(version.decidedAt, locale),
          })}
          {version.reason && ` ${t('plans.because', { reason: version.reason })}`}
        </p>
      )}
      {version.status === 'proposed' && <Decide version={version} onDone={again} />}
      {isDraft ? <DraftForm version={version} onDirty={setUnsaved} /> : <TermsCard version={version} />}
      <EffectsCard version={version} />
      <RehearsalCard version={version} unsaved={unsaved} again={again} />
      {isDraft && <Propose version={version} unsaved={unsaved} onDone={again} listHref={listHref} />}
    </div>
  );
}

export function PlanVersionPage() {
  const { t } = useLocale();
  const { id = '', storeId } = useParams();
  const listHref = storeId ? `/store/${storeId}/plan` : '/staff/plans';
  const [{ data, error }, ask] = useQuery({ query: PlanVersionDocument, variables: { id } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const version = data?.planVersion;
  const back = (
    <Anchor component={Link} to={listHref} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t(storeId ? 'nav.plan' : 'nav.proposedPlans')}
    </Anchor>
  );
  const title = version
    ? version.number === null
      ? version.title
      : t('plans.numbered', { number: version.number, title: version.title })
    : t('plans.version');
  return (
    <Page title={title} back={back} lead={version?.storeName} actions={version && <PlanChip status={version.status} />}>
      {error && !version && <ErrorState error={error} again={again} />}
      {!version && !error && <RowsSkeleton rows={5} />}
      {version && <Version key={version.id} version={version} again={again} listHref={listHref} />}
    </Page>
  );
}
