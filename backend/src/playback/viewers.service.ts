// Gives out viewer ids, signed; nothing is stored until a viewer with consent does something.
import { randomUUID } from 'node:crypto';
import { deriveKey, type Config } from '../base/config.js';
import { signViewerToken, verifyViewerToken } from './viewer-token.rules.js';

const PURPOSE = 'viewer-token';
const keys = new WeakMap<Pick<Config, 'secret'>, Buffer>();

/** Derived once a process: the door of events asks for each request. */
function keyOf(config: Pick<Config, 'secret'>): Buffer {
  const known = keys.get(config) ?? deriveKey(config, PURPOSE);
  keys.set(config, known);
  return known;
}

/** A token for a new viewer. The id is random (version 4): it tells neither when nor where it was made. */
export function newViewerToken(config: Pick<Config, 'secret'>): string {
  return signViewerToken(keyOf(config), randomUUID());
}

/** The viewer id of a token of ours, or null. */
export function readViewerToken(config: Pick<Config, 'secret'>, token: string): string | null {
  return verifyViewerToken(keyOf(config), token).viewerId;
}
