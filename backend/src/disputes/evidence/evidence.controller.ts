// The doors of evidence: a creator sends a picture as raw bytes; the store and staff get it as a file that runs nothing.
import { Controller, Get, HttpCode, Param, Post, Req as HttpRequest, StreamableFile } from '@nestjs/common';
import { Header } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readBody } from '../../base/http/read-body.js';
import { EvidenceService, MAX_EVIDENCE_BYTES } from './evidence.service.js';

/** Pictures in memory at once: at most 40 MB of them, whatever comes. */
const MOST_AT_ONCE = 8;

@Controller()
export class EvidenceController {
  private reading = 0;

  constructor(private readonly evidence: EvidenceService) {}

  /** The parser of `image/*` leaves the body unread: the door knows who sends it first. */
  @Post('uploads/evidence/:disputeId')
  @Allow('creator')
  @HttpCode(201)
  async bring(@Who() who: AccountActor, @HttpRequest() request: FastifyRequest): Promise<{ id: string }> {
    const { disputeId } = request.params as { disputeId: string };
    await this.evidence.assertMay(who, disputeId);
    if (!request.headers['content-type']?.startsWith('image/')) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
    if (this.reading >= MOST_AT_ONCE) throw new AppError('UNAVAILABLE', { retryAfterS: 5 });
    this.reading++;
    try {
      return { id: await this.evidence.bring(who, disputeId, await readBody(request, MAX_EVIDENCE_BYTES)) };
    } finally {
      this.reading--;
    }
  }

  /** Never opened as a page of ours: a download, without sniffing, for nobody else's page. */
  @Get('v1/disputes/evidence/:id')
  @Allow('creator', 'store_owner', 'finance', 'administrator')
  @Header('cache-control', 'private, no-store')
  @Header('x-content-type-options', 'nosniff')
  @Header('content-security-policy', "default-src 'none'; sandbox")
  @Header('cross-origin-resource-policy', 'same-origin')
  async open(@Who() who: AccountActor, @Param('id') id: string): Promise<StreamableFile> {
    const { contentType, sizeBytes, stream } = await this.evidence.open(who, id);
    const name = `${id.replace(/[^\w-]/g, '_')}.${contentType.slice('image/'.length)}`;
    return new StreamableFile(stream, {
      ...{ type: contentType, length: sizeBytes, disposition: `attachment; filename="${name}"` },
    });
  }
}
