// Doors that pages of other origins call take their JSON as text/plain: such a request needs no preflight.
import { AppError } from '../errors.js';

/** The body that was sent as JSON, or as the same JSON in plain text. BAD_INPUT when the text is no JSON. */
export function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new AppError('BAD_INPUT', { detail: 'The body is not JSON.' });
  }
}
