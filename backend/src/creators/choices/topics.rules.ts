// Which mails a creator may turn off, and which must be sent. Pure.

/** Pleasant to know, and seen in the studio anyway. */
export const OPTIONAL_TOPICS = ['video_published', 'first_sale', 'reversal', 'payout_sent'] as const;
export type OptionalTopic = (typeof OPTIONAL_TOPICS)[number];

/**
 * A refusal with its reasons, a change of terms with its notice, a check of one's money, the answer to a dispute, a payment that did
 * not arrive: these are owed.
 */
export const OWED_TOPICS = ['video_rejected', 'plan_changed', 'check', 'dispute', 'payout_failed'] as const;

export function isOptional(topic: string): topic is OptionalTopic {
  return OPTIONAL_TOPICS.some((one) => one === topic);
}
