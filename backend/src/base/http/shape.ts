// Reads a body by its shape; a refusal names the first field that is wrong.
import type { z } from 'zod';
import { AppError } from '../errors.js';

/** The body as its shape types it. Throws BAD_INPUT with the path of the field: `lines.0.unitPrice`. */
export function readShape<T extends z.ZodType>(shape: T, raw: unknown): z.infer<T> {
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('BAD_INPUT', {
    field: issue?.path.join('.') ?? '',
    detail: issue?.message ?? 'Not as documented.',
  });
}
