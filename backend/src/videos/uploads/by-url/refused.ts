// The end of a fetch that trying again cannot help.
import type { UrlReason } from './url.reasons.js';

/** Thrown when trying again cannot help; everything else thrown here may be tried again. */
export class FetchRefused extends Error {
  constructor(readonly reason: UrlReason) {
    super(reason);
    this.name = 'FetchRefused';
  }
}
