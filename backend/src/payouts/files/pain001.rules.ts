// The payment order of a batch as ISO 20022 pain.001.001.09, element by element in the order of the schema.
import { isBic, isIban } from '../profiles/profile.rules.js';

/** One side of a payment. */
export interface Party {
  name: string;
  account: string;
  bankCode: string;
}

export interface Transfer extends Party {
  /** Our payout id: the bank gives it back with the result. */
  id: string;
  /** A decimal with the currency's own decimals. */
  amount: string;
  purpose: string;
}

export interface PaymentOrder {
  /** The batch id: a bank refuses a second message with the same one. */
  id: string;
  createdAt: Date;
  payer: Party;
  /** By currency: a bank books each of them alone. */
  groups: readonly { currency: string; sum: string; transfers: readonly Transfer[] }[];
}

/** Text for an element: marks escaped, what XML cannot hold left out, never longer than the schema allows. */
export function xmlText(text: string, max: number): string {
  const legal = text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '',
  );
  const cut = Array.from(legal.trim()).slice(0, max).join('');
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return cut.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

const el = (name: string, ...inside: string[]): string => `<${name}>${inside.join('')}</${name}>`;

function accountOf(account: string, currency?: string): string {
  const id = isIban(account) ? el('IBAN', account) : el('Othr', el('Id', xmlText(account, 34)));
  return el('Id', id) + (currency ? el('Ccy', currency) : '');
}

/** A BIC, or the bank's number in its country's clearing system. */
function agentOf(bankCode: string): string {
  const id = isBic(bankCode)
    ? el('BICFI', bankCode)
    : el('ClrSysMmbId', el('ClrSysId', el('Cd', 'RUCBC')), el('MmbId', xmlText(bankCode, 35)));
  return el('FinInstnId', id);
}

function transferOf(transfer: Transfer, currency: string): string {
  return el(
    'CdtTrfTxInf',
    el('PmtId', el('InstrId', transfer.id), el('EndToEndId', transfer.id)),
    el('Amt', `<InstdAmt Ccy="${currency}">${transfer.amount}</InstdAmt>`),
    el('CdtrAgt', agentOf(transfer.bankCode)),
    el('Cdtr', el('Nm', xmlText(transfer.name, 140))),
    el('CdtrAcct', accountOf(transfer.account)),
    el('RmtInf', el('Ustrd', xmlText(transfer.purpose, 140))),
  );
}

/** The whole message. The same order gives the same bytes, so a second download is the same file. */
export function pain001(order: PaymentOrder): string {
  const day = order.createdAt.toISOString().slice(0, 10);
  const count = order.groups.reduce((sum, group) => sum + group.transfers.length, 0);
  const [only] = order.groups;
  const groups = order.groups.map((group) =>
    el(
      'PmtInf',
      el('PmtInfId', `${order.id}-${group.currency}`),
      el('PmtMtd', 'TRF'),
      el('NbOfTxs', String(group.transfers.length)),
      el('CtrlSum', group.sum),
      el('ReqdExctnDt', el('Dt', day)),
      el('Dbtr', el('Nm', xmlText(order.payer.name, 140))),
      el('DbtrAcct', accountOf(order.payer.account, group.currency)),
      el('DbtrAgt', agentOf(order.payer.bankCode)),
      el('ChrgBr', 'SLEV'),
      ...group.transfers.map((transfer) => transferOf(transfer, group.currency)),
    ),
  );
  const head = el(
    'GrpHdr',
    el('MsgId', order.id),
    el('CreDtTm', order.createdAt.toISOString()),
    el('NbOfTxs', String(count)),
    // Sums of several currencies say nothing together.
    order.groups.length === 1 && only ? el('CtrlSum', only.sum) : '',
    el('InitgPty', el('Nm', xmlText(order.payer.name, 140))),
  );
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">' +
    el('CstmrCdtTrfInitn', head, ...groups) +
    '</Document>\n'
  );
}
