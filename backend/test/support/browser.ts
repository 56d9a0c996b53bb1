// Starts a real Chromium for browser specs, the same one on a laptop, in a container and in CI.
import { chromium as playwright, type Browser } from 'playwright-core';

/** Added: no sandbox for root, and nothing that calls home while a test counts requests. */
const ADDED = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
];

/** Taken out of the packaged switches: they are for a function in the cloud and would hide faults of CORS and isolation. */
const REMOVED = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  // A graphics processor played by software: pages drawn with it cost several times the CPU of drawing without one.
  '--ignore-gpu-blocklist',
  '--in-process-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
]);

async function program(): Promise<{ executablePath: string; args: string[] }> {
  const own = process.env['CHROMIUM_PATH'];
  if (own) return { executablePath: own, args: [] };
  // The packaged build reads its libraries only when it believes it runs on AWS, so this stands before the import.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return { executablePath: await packaged.executablePath(), args: packaged.args.filter((arg) => !REMOVED.has(arg)) };
}

/**
 * Starts a headless Chromium; the caller closes it.
 *
 * `CHROMIUM_PATH` names another browser. Without it the packaged build is unpacked once into the temporary folder;
 * another worker may be in the middle of unpacking it, so a failed start is tried again.
 */
export async function launchBrowser(extraArgs: string[] = []): Promise<Browser> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { executablePath, args } = await program();
      return await playwright.launch({ executablePath, headless: true, args: [...args, ...ADDED, ...extraArgs] });
    } catch (error) {
      if (attempt === 4) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1500 * attempt));
    }
  }
}
