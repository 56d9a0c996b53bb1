// What staff and jobs decided, by subject, as it stood at any moment.
import type { DecisionFact } from './facts.rules.js';
import { push } from './fact-index.rules.js';

/** Looks up decisions. All answers are for a moment: decisions received later are not seen. */
export class Decisions {
  private readonly byOrder = new Map<string, DecisionFact[]>();
  private readonly byTouch = new Map<string, DecisionFact[]>();
  private readonly byViewer = new Map<string, DecisionFact[]>();
  private readonly bans = new Map<string, DecisionFact[]>();
  /** Every ban, for those who must know when bans became visible. */
  readonly allBans: DecisionFact[] = [];

  /** `decisions` must stand in (time, id) order. */
  constructor(decisions: readonly DecisionFact[]) {
    for (const decision of decisions) {
      const { subject } = decision;
      if (subject.kind === 'commission') {
        if (decision.action !== 'ban') push(this.byOrder, subject.orderId, decision);
      } else if (subject.kind === 'touch') push(this.byTouch, subject.touchId, decision);
      else if (subject.kind === 'viewer') push(this.byViewer, subject.viewerId, decision);
      else if (decision.action === 'ban') {
        push(this.bans, subject.creatorId, decision);
        this.allBans.push(decision);
      }
    }
  }

  /** All decisions on commissions of an order, on a touch, or on a viewer. */
  about(kind: 'order' | 'touch' | 'viewer', id: string): readonly DecisionFact[] {
    const map = kind === 'order' ? this.byOrder : kind === 'touch' ? this.byTouch : this.byViewer;
    return map.get(id) ?? [];
  }

  /** The last decision on one commission by (time, id), or null. */
  onCommission(orderId: string, lineId: string, creatorId: string, moment: number): DecisionFact['action'] | null {
    return lastAction(this.byOrder.get(orderId), moment, ({ subject }) => {
      if (subject.kind !== 'commission' || subject.creatorId !== creatorId) return false;
      return subject.lineId === null || subject.lineId === lineId;
    });
  }

  /** Whether the touch itself, or everything of its viewer, stands rejected. */
  rejectsTouch(touchId: string, viewerId: string, moment: number): boolean {
    const own = lastAction(this.byTouch.get(touchId), moment);
    if (own !== null) return own === 'reject' || own === 'ban';
    const viewer = lastAction(this.byViewer.get(viewerId), moment);
    return viewer === 'reject' || viewer === 'ban';
  }

  /** Whether a ban of the creator, decided at or before `at`, is visible at `moment`. */
  isBanned(creatorId: string, at: number, moment: number): boolean {
    const bans = this.bans.get(creatorId);
    return bans !== undefined && bans.some((ban) => ban.occurredAt <= at && ban.receivedAt <= moment);
  }
}

function lastAction(
  decisions: readonly DecisionFact[] | undefined,
  moment: number,
  fits: (decision: DecisionFact) => boolean = () => true,
): DecisionFact['action'] | null {
  return decisions?.findLast((decision) => decision.receivedAt <= moment && fits(decision))?.action ?? null;
}
