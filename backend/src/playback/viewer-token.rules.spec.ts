// Viewer tokens are ours or refused with a reason.
import { describe, expect, it } from '@jest/globals';
import { signViewerToken, verifyViewerToken } from './viewer-token.rules.js';

const KEY = Buffer.alloc(32, 7);
const VIEWER = '01938f6e-7d2a-7000-8000-0123456789ab';
const token = signViewerToken(KEY, VIEWER);

describe('a viewer token', () => {
  it('of ours is believed', () => {
    expect(verifyViewerToken(KEY, token)).toEqual({ valid: true, viewerId: VIEWER, reason: null });
  });

  it.each([
    ['another viewer', token.replace('01938f6e', '01938f6f'), 'BAD_SIGNATURE'],
    ['a changed signature', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 'BAD_SIGNATURE'],
    ['a cut signature', token.slice(0, -5), 'BAD_SIGNATURE'],
    ['another key', signViewerToken(Buffer.alloc(32, 8), VIEWER), 'BAD_SIGNATURE'],
    ['an unknown version', token.replace('v1.', 'v2.'), 'UNKNOWN_VERSION'],
    ['no UUID', signViewerToken(KEY, 'somebody'), 'BAD_SHAPE'],
    ['nothing', '', 'BAD_SHAPE'],
    ['more parts', `${token}.x`, 'BAD_SHAPE'],
    ['a novel', 'v1.'.repeat(100), 'BAD_SHAPE'],
  ])('with %s is refused', (_, forged, reason) => {
    expect(verifyViewerToken(KEY, forged)).toEqual({ valid: false, viewerId: null, reason });
  });
});
