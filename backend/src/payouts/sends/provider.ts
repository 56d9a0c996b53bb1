// What a provider of payouts can be asked, whoever it is: take an order once, and tell what became of it.
import type { SendError } from './send.status.js';

export interface OrderItem {
  /** Our payout id, which comes back with its result. */
  ref: string;
  /** An e-mail address of the payee. */
  receiver: string;
  amount: string;
  note: string;
}

export interface SendOrder {
  /** The same for every try: a provider does one order with it, however often it is asked. */
  ref: string;
  currency: string;
  items: readonly OrderItem[];
}

/** What a try came to. Only `refused` says that nothing was taken; `unknown` may have been. */
export type SendOutcome =
  | { kind: 'taken'; providerId: string; status: string }
  | { kind: 'unsent' | 'refused' | 'unknown'; error: SendError; detail: string };

export interface SentItem {
  ref: string;
  itemId: string;
  status: string | null;
  transactionId: string | null;
  amountMinor: bigint | null;
  currency: string;
  fee: { minor: bigint; currency: string } | null;
  error: string | null;
  errorDetail: string | null;
}

export interface SentOrder {
  ref: string;
  status: string;
  fee: { minor: bigint; currency: string } | null;
  items: readonly SentItem[];
}

/** An order could not be looked at; it is looked at again. */
export class ProviderError extends Error {
  constructor(
    readonly code: SendError,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = 'ProviderError';
  }
}

export interface PayoutProvider {
  /** Never throws for what the other side or the line does. */
  create(order: SendOrder): Promise<SendOutcome>;
  /** Every page of it. Throws ProviderError. */
  show(providerId: string): Promise<SentOrder>;
}
