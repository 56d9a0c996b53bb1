// The review of one video: it plays, the products stand beside it, the decision is one key away.
import { Anchor, Button, Group } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconArrowLeft, IconKeyboard } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import {
  ApproveVideoDocument,
  ClaimNextReviewDocument,
  RejectReasonsDocument,
  RejectVideoDocument,
  ReleaseReviewDocument,
  type ReviewPartsFragment,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { CaseCard } from '../complaints/case-card';
import { Page } from '../ui/page';
import { Player } from '../ui/player';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { toastDone } from '../ui/toast';
import { useLocale } from '../ui/use-locale';
import { Checks } from './likeness/checks';
import { Beside, NearCopies, type Copy } from './likeness/near-copies';
import { ReviewContext } from './review-context';
import { EMPTY_REJECTION, RejectPanel, type Rejection } from './reject-panel';
import { KeyHelp } from './key-help';
import { ClaimChip, useClaim } from './claim';
import { useShortcuts } from './shortcuts';

const SEEK_S = 5;

/** Takes the next free video, or goes back to the list when there is none. */
function useNext() {
  const { t } = useLocale();
  const navigate = useNavigate();
  const claimNext = useChange(ClaimNextReviewDocument);
  return async () => {
    const data = await claimNext.run({ filter: null });
    const next = data?.claimNextReview;
    if (!next) toastDone(t('review.nothingFree'));
    void navigate(next ? `/staff/review/${next.video.id}` : '/staff/review');
  };
}

function useDecide(item: ReviewPartsFragment, rejection: Rejection) {
  const { t } = useLocale();
  const next = useNext();
  const approve = useChange(ApproveVideoDocument);
  const reject = useChange(RejectVideoDocument);
  const release = useChange(ReleaseReviewDocument);
  const { id, title, version } = item.video;
  return {
    busy: approve.busy || reject.busy || release.busy,
    approve: async () => {
      if (await approve.run({ videoId: id, note: null, version }, t('review.approved', { title }))) await next();
    },
    reject: async () => {
      if (!rejection.reasonCode) return;
      const input = {
        videoId: id,
        version,
        reasonCode: rejection.reasonCode,
        timecodeMs: rejection.timecodeMs,
        note: rejection.note.trim() || null,
      };
      if (await reject.run({ input }, t('review.rejected', { title }))) await next();
    },
    skip: async () => {
      if (await release.run({ videoId: id })) await next();
    },
  };
}

function Review({ item, claim }: { item: ReviewPartsFragment; claim: ReturnType<typeof useClaim> }) {
  const { t } = useLocale();
  const { video } = item;
  const element = useRef<HTMLVideoElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [rejection, setRejection] = useState<Rejection>(EMPTY_REJECTION);
  const [beside, setBeside] = useState<Copy | null>(null);
  const [help, { toggle, close }] = useDisclosure(false);
  const [keysOn, setKeysOn] = useLocalStorage({ key: 'vitrina.studio.keys', defaultValue: true });
  const [{ data }] = useQuery({ query: RejectReasonsDocument });
  const reasons = data?.rejectReasons ?? [];
  const decide = useDecide(item, rejection);
  const now = () => Math.round((element.current?.currentTime ?? 0) * 1000);
  const choose = (reasonCode: string) => setRejection((was) => ({ ...was, reasonCode, timecodeMs: now() }));
  const seek = (ms: number) => {
    if (element.current) element.current.currentTime = Math.max(0, ms / 1000);
  };
  const take = (reasonCode: string, timecodeMs: number) => setRejection((was) => ({ ...was, reasonCode, timecodeMs }));
  const compare = (copy: Copy | null) => {
    setBeside(copy);
    if (copy) seek(copy.copyFromMs);
  };
  const playOrPause = () => {
    const player = element.current;
    if (player?.paused) void player.play().catch(() => undefined);
    else player?.pause();
  };
  useShortcuts(keysOn && !help && !decide.busy, (name, digit) => {
    if (name === 'approve') void decide.approve();
    if (name === 'next') void decide.skip();
    if (name === 'play') playOrPause();
    if (name === 'back') seek(now() - SEEK_S * 1000);
    if (name === 'forward') seek(now() + SEEK_S * 1000);
    if (name === 'compare') compare(beside ? null : (item.nearCopies[0] ?? null));
    if (name === 'help') toggle();
    const reason = name === 'reason' ? reasons[digit - 1] : undefined;
    if (reason) choose(reason.code);
    if (name === 'reject') {
      if (rejection.reasonCode) void decide.reject();
      else panel.current?.querySelector<HTMLInputElement>('input[type="radio"]')?.focus();
    }
  });
  const actions = (
    <>
      <ClaimChip claim={claim} />
      <Button variant="default" leftSection={<IconKeyboard size={18} aria-hidden />} onClick={toggle}>
        {t('review.keys')}
      </Button>
    </>
  );
  const back = (
    <Anchor component={Link} to="/staff/review" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.review')}
    </Anchor>
  );
  return (
    <Page title={video.title} back={back} actions={actions} width="wide">
      <div
        className="vt-review"
        data-portrait={(video.height ?? 0) > (video.width ?? 0) || undefined}
        data-pair={beside !== null || undefined}
      >
        <div className="vt-review-media" data-pair={beside !== null || undefined}>
          <Player
            video={element}
            src={video.previewHlsUrl}
            poster={video.posterUrl}
            label={t('videos.playerLabel', { title: video.title })}
            storyboard={video.storyboard}
            durationMs={video.durationMs}
          />
          {beside && <Beside key={beside.original.id} copy={beside} leader={element} />}
        </div>
        <ReviewContext item={item} onSeek={seek}>
          {item.complaintCase && <CaseCard of={item.complaintCase} />}
          <NearCopies
            copies={item.nearCopies}
            beside={beside?.original.id ?? null}
            onBeside={compare}
            onReason={take}
          />
          <Checks checks={item.checks} onSeek={seek} onReason={take} />
        </ReviewContext>
        <div className="vt-review-decide" ref={panel}>
          <RejectPanel
            reasons={reasons}
            rejection={rejection}
            busy={decide.busy}
            published={item.published}
            durationMs={video.durationMs}
            onChoose={choose}
            onChange={setRejection}
            onHere={() => setRejection((was) => ({ ...was, timecodeMs: now() }))}
            onApprove={() => void decide.approve()}
            onReject={() => void decide.reject()}
          />
          <Group justify="space-between" mt="sm">
            <Button
              variant="subtle"
              color="gray"
              c="dimmed"
              rightSection={<kbd className="vt-key">N</kbd>}
              loading={decide.busy}
              onClick={() => void decide.skip()}
            >
              {t('review.skip')}
            </Button>
          </Group>
        </div>
      </div>
      <KeyHelp opened={help} onClose={close} keysOn={keysOn} onKeysOn={setKeysOn} />
    </Page>
  );
}

/** Opening the page claims the video; without a claim there is nothing to decide. */
export function ReviewPage() {
  const { t } = useLocale();
  const { id = '' } = useParams();
  const claim = useClaim(id);
  const next = useNext();
  if (claim.item) return <Review key={id} item={claim.item} claim={claim} />;
  const back = (
    <Anchor component={Link} to="/staff/review" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.review')}
    </Anchor>
  );
  return (
    <Page title={t('review.one')} back={back} width="wide">
      {claim.error ? (
        <>
          <ErrorState error={claim.error} again={claim.renew} />
          <Group justify="center">
            <Button onClick={() => void next()}>{t('review.other')}</Button>
          </Group>
        </>
      ) : (
        <RowsSkeleton rows={3} height={160} />
      )}
    </Page>
  );
}
