// The environment, parsed once, with defaults and why. The only file that reads process.env.
import { hkdfSync, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Injection token of the parsed configuration. */
export const CONFIG = Symbol('CONFIG');

const whole = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const schema = z.object({
  // demo: mails and second-factor codes can be read at /demo/mail. Never set on a real shop.
  VITRINA_MODE: z.enum(['demo', 'production', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  // What people type; links in mails and the Secure flag of cookies follow from it.
  VITRINA_PUBLIC_URL: z.url().optional(),
  VITRINA_DEMO_SHOP_URL: z.url().optional(),
  VITRINA_DATA: z.string().default('.vitrina'),
  DATABASE_URL: z.string().optional(),
  // Migrations need the owner of the tables; the service needs less. Default: the same login, another role.
  MIGRATION_DATABASE_URL: z.string().optional(),
  // 10 connections a process keeps two processes well below PostgreSQL's default of 100.
  DATABASE_POOL: whole(10),
  VITRINA_SECRET: z.string().min(32).optional(),
  VITRINA_DEMO_TOTP_SECRET: z.string().optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Vitrina <no-reply@vitrina.localhost>'),
  // Decisions may be appealed by answering their mail: name a box that a person reads. Default: answers go to MAIL_FROM.
  MAIL_REPLY_TO: z.string().optional(),
  S3_ENDPOINT: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  // Where browsers reach the same S3, when that is another address than S3_ENDPOINT.
  S3_PUBLIC_ENDPOINT: z.url().optional(),
  // auto: browsers send straight to S3 where the bucket lets them, and we add the rule where we may. off: tus only.
  S3_DIRECT_UPLOADS: z.enum(['auto', 'off']).default('auto'),
  FFMPEG_PATH: z.string().optional(),
  FFPROBE_PATH: z.string().optional(),
  // A list of module names whose jobs this worker takes; empty takes all.
  WORKER_TAKES: z.string().default(''),
  // One encode uses about two cores; more at once only makes each slower (stack.md).
  TRANSCODE_JOBS: whole(Math.max(1, Math.floor(availableParallelism() / 2))),
  // Left to the API while several videos wait, so that a bulk upload slows no shopper. 0 on machines that only prepare.
  VIDEO_LEAVES_PROCESSORS: z.coerce.number().int().min(0).default(1),
  // A graphics processor encodes H.264; what it cannot do is made in software. Empty: software, which looks better.
  VIDEO_ENCODER: z.enum(['h264_nvenc', 'h264_qsv', 'h264_vaapi']).optional(),
  // on: AV1 beside H.264 where this machine's ffmpeg makes it. off: half the work, and twice the bytes to most viewers.
  VIDEO_AV1: z.enum(['on', 'off']).default('on'),
  // Below this much free disk a worker takes no video, says so on /status, and goes on by itself when there is room.
  SCRATCH_MIN_FREE_MB: whole(2048),
  UPLOAD_MAX_BYTES: whole(5 * 1024 ** 3),
  UPLOAD_MIN_MS: whole(3000),
  UPLOAD_MAX_MS: whole(600_000),
  // Speech to text, off unless named: the address before /audio/transcriptions, such as http://localhost:8000/v1.
  SPEECH_URL: z.url({ protocol: /^https?$/ }).optional(),
  SPEECH_KEY: z.string().optional(),
  SPEECH_MODEL: z.string().default('whisper-1'),
  // A small computer listens longer than the video lasts; ten minutes of video is the most by default.
  SPEECH_TIMEOUT_MS: whole(1_800_000),
  // The short side of the picture in points. Below it a review looks poor on any phone.
  UPLOAD_MIN_SHORT_SIDE: whole(360),
  // What a store may keep, and one creator in one store: originals and every rendition. A store may have its own.
  QUOTA_STORE_BYTES: whole(500 * 1024 ** 3),
  QUOTA_CREATOR_BYTES: whole(50 * 1024 ** 3),
  // Fetching a video from an address: https only, unless this says true.
  UPLOAD_URL_HTTP: z.stringbool().default(false),
  // host:port pairs that may be private and plain http, such as a media server in the same rack. Each is a hole in the
  // fence around our own network, so the list is empty unless someone writes it.
  UPLOAD_URL_ALLOW: z.string().default(''),
  // No byte for so long, or the whole longer than that, and the fetch is cut and tried again later.
  UPLOAD_URL_IDLE_MS: whole(30_000),
  UPLOAD_URL_WHOLE_MS: whole(3_600_000),
  // What nobody needs is removed so long after its end; why so long: docs/decisions/0019-versions.md.
  RETIRED_MEDIA_HOURS: whole(1),
  OLD_VERSION_HOURS: whole(24),
  ORIGINALS_DAYS: whole(30),
  APPEAL_DAYS: whole(183),
  // The header in which your own proxy names the viewer's country, such as cf-ipcountry; default: countries are not known.
  COUNTRY_HEADER: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/)
    .optional(),
  // For failure drills only: VIDEO:STAGE pairs at which a worker stands still until it is killed (transcoding/stages.ts).
  VITRINA_HOLD_AT: z.string().default(''),
  // Behind a proxy the client's address is the last hop's X-Forwarded-For.
  TRUST_PROXY: z.stringbool().default(false),
  // Payouts by PayPal, off unless both are set. The address is the sandbox unless named; a real service must name it.
  PAYPAL_CLIENT_ID: z.string().optional(),
  PAYPAL_SECRET: z.string().optional(),
  PAYPAL_URL: z.url({ protocol: /^https?$/ }).optional(),
  // No answer for so long is an unknown outcome, and is asked about again.
  PAYPAL_TIMEOUT_MS: whole(30_000),
});

export interface S3Config {
  endpoint: string | undefined;
  /** The same server as browsers reach it; left out when it is `endpoint`. */
  publicEndpoint?: string | undefined;
  /** False: browsers never send to the bucket themselves. Left out: they do where the bucket lets them. */
  direct?: boolean;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SpeechConfig {
  url: string;
  key: string | undefined;
  model: string;
  timeoutMs: number;
}

export interface PaypalConfig {
  /** Without a slash at its end. */
  url: string;
  clientId: string;
  secret: string;
  timeoutMs: number;
  /** False only for PayPal's live address: everywhere else no real money moves. */
  isSandbox: boolean;
}

export interface Config {
  mode: 'demo' | 'production' | 'test';
  host: string;
  port: number;
  publicUrl: string;
  studioUrl: string;
  demoShopUrl: string | undefined;
  dataDir: string;
  databaseUrl: string | undefined;
  migrationDatabaseUrl: string | undefined;
  databasePool: number;
  secret: string;
  demoTotpSecret: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  mailReplyTo: string | undefined;
  s3: S3Config | undefined;
  ffmpegPath: string | undefined;
  ffprobePath: string | undefined;
  workerTakes: readonly string[];
  transcodeJobs: number;
  videoLeavesProcessors: number;
  scratchMinFreeBytes: number;
  videoAv1: boolean;
  videoEncoder: 'h264_nvenc' | 'h264_qsv' | 'h264_vaapi' | undefined;
  /** From a video's id to the stage at which its preparation stands still; empty outside drills. */
  holdAt: ReadonlyMap<string, string>;
  trustProxy: boolean;
  upload: { maxBytes: number; minDurationMs: number; maxDurationMs: number; minShortSide: number };
  quota: { storeBytes: number; creatorBytes: number };
  byUrl: { http: boolean; allow: readonly string[]; idleMs: number; wholeMs: number };
  speech: SpeechConfig | undefined;
  kept: KeptFor;
  /** Lower case; undefined where the viewer's country is not known. */
  countryHeader: string | undefined;
  paypal: PaypalConfig | undefined;
}

/** How long files stay in the store after nobody needs them. */
export interface KeptFor {
  retiredMediaHours: number;
  oldVersionHours: number;
  originalsDays: number;
  /** For originals of what staff or a store took away: so long a decision may be appealed. */
  appealDays: number;
}

/** Thrown at start when the environment is wrong; the message names each variable. */
export class ConfigError extends Error {
  readonly code = 'BAD_CONFIG';
}

/**
 * Parses an environment. Throws ConfigError with one line per wrong variable.
 * A production process without VITRINA_SECRET does not start: keys derived from a random one would not
 * survive a restart.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''));
  const parsed = schema.safeParse(filled);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'));
  }
  const e = parsed.data;
  if (e.VITRINA_MODE === 'production' && !e.VITRINA_SECRET) {
    throw new ConfigError('VITRINA_SECRET: set it to at least 32 random characters and keep it.');
  }
  if (e.VITRINA_MODE === 'production' && e.VITRINA_HOLD_AT) {
    throw new ConfigError('VITRINA_HOLD_AT: is for drills; a real service must not stand still.');
  }
  const publicUrl = (e.VITRINA_PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, '');
  return {
    mode: e.VITRINA_MODE,
    host: e.HOST,
    port: e.PORT,
    publicUrl,
    studioUrl: `${publicUrl}/studio`,
    demoShopUrl: e.VITRINA_DEMO_SHOP_URL,
    dataDir: resolve(e.VITRINA_DATA),
    databaseUrl: e.DATABASE_URL,
    migrationDatabaseUrl: e.MIGRATION_DATABASE_URL ?? e.DATABASE_URL,
    databasePool: e.DATABASE_POOL,
    secret: e.VITRINA_SECRET ?? randomBytes(32).toString('hex'),
    demoTotpSecret: e.VITRINA_DEMO_TOTP_SECRET,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    mailReplyTo: e.MAIL_REPLY_TO,
    s3: readS3(e),
    ffmpegPath: e.FFMPEG_PATH,
    ffprobePath: e.FFPROBE_PATH,
    workerTakes: listOf(e.WORKER_TAKES),
    transcodeJobs: e.TRANSCODE_JOBS,
    videoLeavesProcessors: e.VIDEO_LEAVES_PROCESSORS,
    videoEncoder: e.VIDEO_ENCODER,
    videoAv1: e.VIDEO_AV1 === 'on',
    scratchMinFreeBytes: e.SCRATCH_MIN_FREE_MB * 1024 ** 2,
    holdAt: new Map(e.VITRINA_HOLD_AT.split(',').map((pair) => pair.split(':') as [string, string])),
    trustProxy: e.TRUST_PROXY,
    upload: {
      maxBytes: e.UPLOAD_MAX_BYTES,
      minDurationMs: e.UPLOAD_MIN_MS,
      maxDurationMs: e.UPLOAD_MAX_MS,
      minShortSide: e.UPLOAD_MIN_SHORT_SIDE,
    },
    quota: { storeBytes: e.QUOTA_STORE_BYTES, creatorBytes: e.QUOTA_CREATOR_BYTES },
    byUrl: {
      http: e.UPLOAD_URL_HTTP,
      allow: listOf(e.UPLOAD_URL_ALLOW),
      idleMs: e.UPLOAD_URL_IDLE_MS,
      wholeMs: e.UPLOAD_URL_WHOLE_MS,
    },
    speech: readSpeech(e),
    kept: {
      ...{ retiredMediaHours: e.RETIRED_MEDIA_HOURS, oldVersionHours: e.OLD_VERSION_HOURS },
      ...{ originalsDays: e.ORIGINALS_DAYS, appealDays: e.APPEAL_DAYS },
    },
    countryHeader: e.COUNTRY_HEADER,
    paypal: readPaypal(e),
  };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean);
}

function readS3(e: z.infer<typeof schema>): S3Config | undefined {
  if (!e.S3_BUCKET) return undefined;
  if (!e.S3_ACCESS_KEY_ID || !e.S3_SECRET_ACCESS_KEY) {
    throw new ConfigError('S3_BUCKET is set, so S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are needed too.');
  }
  return {
    endpoint: e.S3_ENDPOINT,
    region: e.S3_REGION,
    bucket: e.S3_BUCKET,
    accessKeyId: e.S3_ACCESS_KEY_ID,
    secretAccessKey: e.S3_SECRET_ACCESS_KEY,
    ...(e.S3_PUBLIC_ENDPOINT ? { publicEndpoint: e.S3_PUBLIC_ENDPOINT } : {}),
    direct: e.S3_DIRECT_UPLOADS === 'auto',
  };
}

function readSpeech(e: z.infer<typeof schema>): SpeechConfig | undefined {
  if (!e.SPEECH_URL) return undefined;
  const url = e.SPEECH_URL.replace(/\/$/, '');
  return { url, key: e.SPEECH_KEY, model: e.SPEECH_MODEL, timeoutMs: e.SPEECH_TIMEOUT_MS };
}

const PAYPAL_SANDBOX = 'https://api-m.sandbox.paypal.com';
const PAYPAL_LIVE = 'https://api-m.paypal.com';

function readPaypal(e: z.infer<typeof schema>): PaypalConfig | undefined {
  if (!e.PAYPAL_CLIENT_ID && !e.PAYPAL_SECRET) return undefined;
  if (!e.PAYPAL_CLIENT_ID || !e.PAYPAL_SECRET)
    throw new ConfigError('PAYPAL_CLIENT_ID and PAYPAL_SECRET belong together: one of them is not set.');
  // A real service that pays into the sandbox would book money that never moved: its owner says which it is.
  if (e.VITRINA_MODE === 'production' && !e.PAYPAL_URL)
    throw new ConfigError(`PAYPAL_URL: set it to ${PAYPAL_LIVE}, or to ${PAYPAL_SANDBOX} to try payouts out.`);
  const url = (e.PAYPAL_URL ?? PAYPAL_SANDBOX).replace(/\/$/, '');
  if (e.VITRINA_MODE === 'production' && !url.startsWith('https:'))
    throw new ConfigError('PAYPAL_URL: the secret goes there, so it must be https.');
  const common = { url, clientId: e.PAYPAL_CLIENT_ID, secret: e.PAYPAL_SECRET, timeoutMs: e.PAYPAL_TIMEOUT_MS };
  return { ...common, isSandbox: url !== PAYPAL_LIVE };
}

/** A 32-byte key for one purpose, so that no two uses share one (HKDF, RFC 5869). */
export function deriveKey(config: Pick<Config, 'secret'>, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', config.secret, 'vitrina', purpose, 32));
}
