// Reads a body that its parser left unread, once the door knows who sends it: bounded in bytes and in time.
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.js';

const TIMEOUT_MS = 60_000;

/** The whole body, at most `boundBytes`. TOO_LARGE as soon as it is known; a sender that dawdles is cut off. */
export async function readBody(request: FastifyRequest, boundBytes: number): Promise<Buffer> {
  const tooLarge = () => new AppError('TOO_LARGE', { boundBytes });
  if (Number(request.headers['content-length'] ?? 0) > boundBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  const slow = setTimeout(() => request.raw.destroy(), TIMEOUT_MS);
  try {
    for await (const chunk of request.raw.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length;
      if (size > boundBytes) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } finally {
    clearTimeout(slow);
  }
  return Buffer.concat(chunks);
}
