// A process that cannot start says why in a line and ends; one that meets an unforeseen rejection ends loudly.
import { Logger } from '@nestjs/common';

/** Runs the start of a process; on failure prints the reason and exits with 1. */
export async function endOnFailure(start: () => Promise<void>): Promise<void> {
  const log = new Logger('process');
  process.on('unhandledRejection', (reason) => {
    log.error(`unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
    process.exit(70);
  });
  try {
    await start();
  } catch (error) {
    const code = (error as { code?: unknown })?.code;
    log.error(code === 'BAD_CONFIG' ? (error as Error).message : error instanceof Error ? error.stack : String(error));
    process.exit(1);
  }
}
