// The order of texts and the canonical JSON are those of facts: one form for identity, replay and the chain of the book.
export { byCodePoint, canonicalJson, type Json, type JsonObject } from '../../../facts/canonical.rules.js';
