// Turns rows into what each side may see: the creator learns nothing of buyers, of other creators, or of a claimed order.
import { holds, ownsStore, type AccountActor } from '../../base/auth.js';
import { toMoney } from '../../base/graphql/money.type.js';
import type { DisputeRow, StepRow } from '../dispute-rows.service.js';
import { OPEN } from '../dispute.status.js';
import type { DisputeStepType, DisputeType, MyDisputeType } from './dispute.types.js';

function base(row: DisputeRow) {
  return {
    ...{ id: row.id, kind: row.kind, state: row.state, reasonCode: row.reason_code, text: row.text },
    ...{ storeId: row.store_id, storeName: row.store_name, number: row.claimed_number ?? row.order_external_id ?? '' },
    ...{ lineTitle: row.line_title, claimedOn: row.claimed_on, cameBy: row.came_by, openedAt: row.opened_at },
    claimed: row.claimed_minor === null ? null : toMoney(BigInt(row.claimed_minor), row.currency),
    ...{ orderDueAt: row.state === 'waiting_order' ? row.order_due_at : null, answerDueAt: row.answer_due_at },
    ...{ overdue: row.overdue, storeAgrees: row.store_agrees, storeText: row.store_text },
    ...{ outcomeCode: row.outcome_code, outcomeText: row.outcome_text, decidedAt: row.decided_at },
    credit: row.credit_minor === null ? null : toMoney(BigInt(row.credit_minor), row.currency),
    ...{ creditFrom: row.credit_from, credited: toMoney(BigInt(row.credited_minor), row.currency) },
  };
}

export function shownToCreator(row: DisputeRow): MyDisputeType {
  const isLine = row.kind === 'line';
  return {
    ...base(row),
    ...{ orderId: isLine ? row.order_id : null, lineId: row.line_id, mayWithdraw: OPEN.includes(row.state) },
  };
}

const isStaff = (who: AccountActor): boolean => holds(who, 'finance') || holds(who, 'administrator');

export function shownToDesk(who: AccountActor, row: DisputeRow): DisputeType {
  const isOwner = ownsStore(who, row.store_id);
  const isCreator = row.creator_account === who.accountId;
  const waits = row.state === 'waiting_store' || row.state === 'waiting_staff';
  return {
    ...base(row),
    ...{ creatorId: row.creator_id, creatorName: row.creator_name, orderId: row.order_id, lineId: row.line_id },
    ...{ orderNumber: row.order_external_id, cameRef: row.came_ref, paysState: row.unit_state, steps: row.steps },
    pays: row.unit_minor === null ? null : toMoney(BigInt(row.unit_minor), row.unit_currency ?? row.currency),
    decidedBy: isStaff(who) ? (row.decided_name ?? row.decided_by) : null,
    mayAnswer: waits && row.answered_at === null && isOwner && !isCreator,
    mayDecide: row.state === 'waiting_staff' && isStaff(who) && !isOwner && !isCreator,
  };
}

/** Who stands behind a move, as its side; names go to staff, and to a store those of its own people. */
export function shownStep(row: DisputeRow, step: StepRow, reader: 'creator' | 'store' | 'staff'): DisputeStepType {
  const isService = step.actor.startsWith('rule:') || step.actor.startsWith('system:');
  const byStore = step.move.startsWith('store_') || (step.move === 'order_named' && step.of_store);
  const byCreator = step.actor === row.creator_account;
  const side = isService ? 'service' : byCreator ? 'creator' : byStore ? 'store' : 'staff';
  const isNamed = !isService && (reader === 'staff' || reader === side);
  const { seq, move, reason_code: reasonCode, note, at } = step;
  return { seq, move, side, actor: isNamed ? step.name : null, reasonCode, note, at };
}
