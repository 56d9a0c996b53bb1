// Every error a person or a program can meet: a stable code, its HTTP status and a plain sentence.

/** The registry. Codes are for ever; sentences may be improved. Keep the groups in road order. */
export const ERRORS = {
  // every door
  BAD_INPUT: { status: 400, message: 'Something in the request is not right.' },
  UNAUTHENTICATED: { status: 401, message: 'Please sign in.' },
  SECOND_FACTOR_REQUIRED: { status: 403, message: 'This needs your second factor.' },
  FORBIDDEN: { status: 403, message: 'Your role does not allow this.' },
  FOREIGN_ORIGIN: { status: 403, message: 'This request came from another site and was refused.' },
  NOT_FOUND: { status: 404, message: 'Nothing is here.' },
  CONFLICT: { status: 409, message: 'This does not fit the present state.' },
  IDEMPOTENCY_CONFLICT: { status: 409, message: 'This Idempotency-Key was used with another body.' },
  TOO_LARGE: { status: 413, message: 'This is larger than allowed.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'This content type is not accepted here.' },
  RATE_LIMITED: { status: 429, message: 'Too many tries. Wait a little.' },
  PERSISTED_QUERY_NOT_FOUND: { status: 404, message: 'Send the whole document once; its hash is not known.' },
  QUERY_TOO_COMPLEX: { status: 400, message: 'This query asks for too much at once.' },
  INTERNAL: { status: 500, message: 'Something broke on our side. It was logged.' },
  UNAVAILABLE: { status: 503, message: 'The service cannot answer just now. Try again.' },
  // accounts
  WRONG_CREDENTIALS: { status: 401, message: 'E-mail or password is wrong.' },
  EMAIL_NOT_CONFIRMED: { status: 403, message: 'Confirm your e-mail first: the link is in your mail.' },
  WEAK_PASSWORD: { status: 400, message: 'Use at least 10 characters that are not a common password.' },
  TOKEN_EXPIRED: { status: 410, message: 'This link has expired or was used. Ask for a new one.' },
  WRONG_CODE: { status: 401, message: 'This code is wrong or was used already.' },
  ACCOUNT_BLOCKED: { status: 403, message: 'This account is blocked.' },
  LAST_ADMINISTRATOR: { status: 409, message: 'The last administrator cannot be removed.' },
  // stores and their keys
  BAD_SIGNATURE: { status: 401, message: 'The signature does not fit the request.' },
  STALE_TIMESTAMP: { status: 401, message: 'The timestamp is more than five minutes off.' },
  UNKNOWN_KEY: { status: 401, message: 'This key is unknown, revoked or expired.' },
  SCOPE_MISSING: { status: 403, message: 'This key does not have the scope for this.' },
  UNKNOWN_CURRENCY: { status: 400, message: 'This currency is not in ISO 4217.' },
  STORE_UNFUNDED: { status: 409, message: 'The money of this store is used up; it waits for a top-up.' },
  UNKNOWN_TIME_ZONE: { status: 400, message: 'This time zone is not in the IANA list.' },
  BAD_AMOUNT: { status: 400, message: 'This amount is not a decimal number of that currency.' },
  // products, creators
  BAD_GTIN: { status: 400, message: 'The check digit of this GTIN is wrong.' },
  BAD_CSV: { status: 400, message: 'This file could not be read as CSV.' },
  CODE_TAKEN: { status: 409, message: 'This promo code is taken.' },
  CODE_NOT_ALLOWED: { status: 400, message: 'This promo code is not allowed.' },
  HANDLE_TAKEN: { status: 409, message: 'Somebody has this address already.' },
  HANDLE_NOT_ALLOWED: { status: 400, message: 'This address is not allowed.' },
  REFERRAL_SELF: { status: 409, message: 'You cannot invite yourself, nor the one who invited you.' },
  REFERRAL_TAKEN: { status: 409, message: 'This creator was invited by somebody already.' },
  REFERRAL_TOO_LATE: { status: 409, message: 'An invitation counts in the first week and before the first video.' },
  REFERRAL_CLOSED: { status: 410, message: 'This invitation does not work any more.' },
  // videos
  OUT_OF_BOUNDS: { status: 400, message: 'The video is outside the limits.' },
  ALREADY_UPLOADED: { status: 409, message: 'You uploaded this very file before.' },
  UPLOAD_EXPIRED: { status: 410, message: 'This upload has expired. Start it again.' },
  QUOTA_EXCEEDED: { status: 409, message: 'There is not enough room left for this video.' },
  URL_REFUSED: { status: 400, message: 'This address cannot be used.' },
  UPLOAD_INCOMPLETE: { status: 409, message: 'Parts of the file are still missing.' },
  DIRECT_UNAVAILABLE: { status: 409, message: 'Files go through the service here, not to storage directly.' },
  WRONG_STATUS: { status: 409, message: 'The video is not in a state that allows this.' },
  BAD_CAPTIONS: { status: 400, message: 'These captions could not be read.' },
  BAD_CHAPTERS: { status: 400, message: 'These chapters cannot be used.' },
  BAD_HOTSPOTS: { status: 400, message: 'These hot-spots cannot be used.' },
  SPEECH_OFF: { status: 409, message: 'Speech recognition is not set up on this service.' },
  PREVIEW_EXPIRED: { status: 401, message: 'This preview has expired. Reload the page.' },
  BAD_TAX_NUMBER: { status: 400, message: 'A tax number has 10 or 12 digits, and these do not fit together.' },
  BAD_ERID: { status: 400, message: 'An erid is 8 to 64 letters and digits.' },
  NOT_A_PICTURE: { status: 400, message: 'This file is not a JPEG, PNG or still WebP picture.' },
  PICTURE_OUT_OF_BOUNDS: { status: 400, message: 'The picture is too large or too small.' },
  // moderation
  ALREADY_CLAIMED: { status: 409, message: 'A colleague is looking at this video.' },
  TRACKS_WAIT: { status: 409, message: 'First decide about its audio description and sign language.' },
  OWN_VIDEO: { status: 403, message: 'You cannot judge your own video.' },
  UNKNOWN_REASON: { status: 400, message: 'This reason is not on the list.' },
  // experiments
  EXPERIMENT_RUNNING: { status: 409, message: 'Another experiment of this store is not over yet.' },
  // events, orders
  UNKNOWN_STORE: { status: 404, message: 'No store has this publishable key.' },
  UNKNOWN_VIEWER: { status: 401, message: 'This viewer token is not one of ours.' },
  ORDER_VERSION_CONFLICT: { status: 409, message: 'This order was sent with the same version and another content.' },
  REFUND_CONFLICT: { status: 409, message: 'This refund was sent before with another content. The first one counts.' },
  // plans
  REHEARSAL_NEEDED: { status: 409, message: 'First try this plan on the past as it stands now.' },
  OWN_TERMS: { status: 403, message: 'Nobody publishes terms made for themselves.' },
  // ledger
  NOT_SEALED_YET: { status: 409, message: 'The day of this entry is not over yet: its proof is there tomorrow.' },
  // fraud
  OWN_ALERT: { status: 403, message: 'Nobody decides about commissions of their own.' },
  // disputes
  DISPUTE_EXISTS: { status: 409, message: 'You have disputed this already.' },
  CLAIM_TOO_OLD: { status: 400, message: 'Orders and changes of the last 60 days can be disputed.' },
  ALREADY_CREDITED: { status: 409, message: 'This order is among your commissions already: dispute its line there.' },
  UNDER_CHECK: { status: 409, message: 'This sale is being checked: object to the check instead.' },
  DISPUTE_OVER: { status: 409, message: 'This dispute is over.' },
  OWN_DISPUTE: { status: 403, message: 'Nobody decides about a dispute of their own, or of their own store.' },
  // shoppers' rewards
  EVENT_CONFLICT: { status: 409, message: 'This event was told before with another content. The first one counts.' },
  REWARD_STATUS: { status: 409, message: 'The reward is not in a state that allows this.' },
  // payouts
  PAYOUTS_STOPPED: { status: 409, message: 'Payouts are stopped: a check of the book has failed.' },
  NOTHING_TO_PAY: { status: 409, message: 'Nobody can be paid now. The list says why.' },
  SAME_PERSON: { status: 403, message: 'This is confirmed by another person than the one who prepared it.' },
  OWN_PAYOUT: { status: 403, message: 'Nobody confirms a payout to themselves.' },
  METHOD_UNAVAILABLE: { status: 409, message: 'This way of paying is not set up here.' },
  CURRENCY_NOT_PAYABLE: { status: 400, message: 'This way of paying does not know this currency.' },
  MAY_BE_PAID: { status: 409, message: 'The provider may have taken this already: ask it again first.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** What a caller may be told beside the code: never a secret, never a stack. */
export interface ErrorDetail {
  /** One more plain sentence: what exactly, and what to do. */
  detail?: string;
  /** The input field that is wrong, as a path: `lines.0.unitPrice`. */
  field?: string;
  [key: string]: unknown;
}

/** The only error thrown on purpose. Doors turn it into `extensions.code` or `{error: {code, ...}}`. */
export class AppError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly info: ErrorDetail = {},
  ) {
    super(info.detail ?? ERRORS[code].message);
    this.name = 'AppError';
    this.status = ERRORS[code].status;
  }

  /** The part that goes over the wire. */
  toBody(): { code: ErrorCode; message: string } & ErrorDetail {
    return { code: this.code, message: ERRORS[this.code].message, ...this.info };
  }
}
