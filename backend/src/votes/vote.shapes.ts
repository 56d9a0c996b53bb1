// The forms in which the player sends votes.
import { z } from 'zod';

const name = z.string().min(1).max(200);

/** Without consent there is no token, and without a token no vote. */
const viewer = { store: name, viewerToken: z.string().min(1).max(500) };

/** `null` takes the vote back. */
export const voteShape = z.strictObject({
  ...viewer,
  video: name,
  vote: z.enum(['helpful', 'not_helpful']).nullable(),
});

export const mineShape = z.strictObject({ ...viewer, video: name });

export const forgetShape = z.strictObject(viewer);
