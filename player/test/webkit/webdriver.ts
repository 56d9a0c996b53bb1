// WebKit itself, where a machine has it (Debian: webkit2gtk-driver, xvfb and GStreamer's libav): a small client of W3C WebDriver.
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';
const BROWSERS = ['4.1', '4.0', '6.0'].map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`);

/** The browser to drive; undefined where this machine has none. */
export const webkitBrowser = (): string | undefined =>
  existsSync(DRIVER) && existsSync(XVFB) ? BROWSERS.find((path) => existsSync(path)) : undefined;

export interface WebKit {
  open(url: string): Promise<void>;
  /** Runs a function body in the page and gives what it returns. */
  run<Result>(script: string, ...args: unknown[]): Promise<Result>;
  /** A tap of a person on what this body returns: media may sound only after one. */
  tap(script: string): Promise<void>;
  press(key: keyof typeof KEYS): Promise<void>;
  close(): Promise<void>;
}

/** As WebDriver numbers them. */
const KEYS = { ArrowDown: '\uE015', Escape: '\uE00C' };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The number of the display that Xvfb found free. */
function startDisplay(): Promise<{ screen: ChildProcess; display: string }> {
  const screen = spawn(XVFB, ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    screen.once('exit', () => reject(new Error('Xvfb ended')));
    screen.stdout?.once('data', (data: Buffer) => resolve({ screen, display: `:${data.toString().trim()}` }));
  });
}

/** What WebDriver calls an element in JSON. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export async function startWebKit(binary: string): Promise<WebKit> {
  const { screen, display } = await startDisplay();
  const port = await freePort();
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/tmp', DISPLAY: display, GTK_A11Y: 'none' };
  // As root it must not put its web process into a sandbox of its own.
  const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1' },
    stdio: 'ignore',
    detached: true,
  });
  const end = (): void => {
    if (driver.pid !== undefined && driver.exitCode === null) process.kill(-driver.pid, 'SIGKILL');
    screen.kill('SIGKILL');
  };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  try {
    for (let left = 100; ; left -= 1) {
      const ready = await ask('GET', '/status').catch(() => null);
      if (ready) break;
      if (left === 0) throw new Error('WebKitWebDriver did not start');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const wish = { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } };
    const made = await ask('POST', '/session', { capabilities: { alwaysMatch: wish } });
    const session = `/session/${(made as { sessionId: string }).sessionId}`;
    const run = (script: string, ...args: unknown[]) => ask('POST', `${session}/execute/sync`, { script, args });
    return {
      open: async (url) => void (await ask('POST', `${session}/url`, { url })),
      run: <Result>(script: string, ...args: unknown[]) => run(script, ...args) as Promise<Result>,
      tap: async (script) => {
        const origin = await run(script);
        if (!(origin as Record<string, string> | null)?.[ELEMENT]) throw new Error('nothing to tap');
        const actions = [
          { type: 'pointerMove', duration: 0, x: 0, y: 0, origin },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ];
        const pointer = { type: 'pointer', id: 'finger', parameters: { pointerType: 'mouse' }, actions };
        await ask('POST', `${session}/actions`, { actions: [pointer] });
      },
      press: async (key) => {
        const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] }));
        await ask('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
      },
      close: async () => {
        await ask('DELETE', session).catch(() => undefined);
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}
