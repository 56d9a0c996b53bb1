// Asks an engine over HTTP: POST {SPEECH_URL}/audio/transcriptions, as OpenAI does it and local engines after it.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SpeechConfig } from '../../base/config.js';
import { judgeStatus, readTranscript, type Heard } from './speech.rules.js';

export interface SpeechQuestion {
  /** 16 kHz mono WAV. */
  sound: Buffer;
  /** BCP 47; engines want its first part. */
  language: string;
  durationMs: number;
  signal: AbortSignal;
}

/** A transcript of ten minutes is some 200 kB with all its numbers. */
const MAX_ANSWER_BYTES = 4 * 1024 ** 2;

/** The form of the format, with its boundary, as one body: engines want to know its length. */
async function formOf(config: SpeechConfig, question: SpeechQuestion): Promise<{ type: string; body: Buffer }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(question.sound)], { type: 'audio/wav' }), 'sound.wav');
  form.set('model', config.model);
  form.set('language', question.language.split('-')[0] ?? '');
  form.set('response_format', 'verbose_json');
  form.set('timestamp_granularities[]', 'segment');
  form.set('temperature', '0');
  const encoded = new Response(form);
  return { type: encoded.headers.get('content-type') ?? '', body: Buffer.from(await encoded.arrayBuffer()) };
}

/**
 * One question, one answer; throws only when `signal` ends it. Not fetch: it gives up after five minutes without a
 * header, and an engine on a small computer says nothing until it has heard everything. Redirects are not followed,
 * so the key goes to the named address and nowhere else.
 */
export async function transcribe(config: SpeechConfig, question: SpeechQuestion): Promise<Heard> {
  const { type, body } = await formOf(config, question);
  const url = new URL(`${config.url}/audio/transcriptions`);
  const signal = AbortSignal.any([question.signal, AbortSignal.timeout(config.timeoutMs)]);
  const headers = {
    ...{ 'content-type': type, 'content-length': body.length, accept: 'application/json' },
    ...(config.key ? { authorization: `Bearer ${config.key}` } : {}),
  };
  try {
    const { status, text } = await exchange(url, { method: 'POST', headers, signal }, body);
    const verdict = judgeStatus(status);
    if (verdict === 'unavailable') return { kind: 'unavailable', why: `It answered ${status}.` };
    if (verdict === 'refused') return { kind: 'refused', reason: 'REFUSED' };
    return text === null ? { kind: 'refused', reason: 'NOT_UNDERSTOOD' } : readTranscript(text, question.durationMs);
  } catch (error) {
    question.signal.throwIfAborted();
    const why = signal.aborted ? `It said nothing for ${config.timeoutMs} ms.` : (error as Error).message;
    return { kind: 'unavailable', why };
  }
}

/** The status and the text of an answer; the text is null when there is more of it than any transcript has. */
function exchange(
  url: URL,
  options: { method: string; headers: Record<string, string | number>; signal: AbortSignal },
  body: Buffer,
): Promise<{ status: number; text: string | null }> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const call = request(url, options, (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      const end = (text: string | null) => resolve({ status: answer.statusCode ?? 0, text });
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        if (bytes <= MAX_ANSWER_BYTES) return;
        end(null);
        answer.destroy();
      });
      answer.on('end', () => end(Buffer.concat(parts).toString()));
      answer.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
