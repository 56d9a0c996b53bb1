// Notices that npm, which started us, was ended: npm does not pass every signal on.
const EVERY_MS = 500;

/** Calls `gone` once when the process that started us is no more. Only under npm: a shell may leave on purpose. */
export function whenNpmLeaves(gone) {
  if (!process.env.npm_lifecycle_event || process.env.VITRINA_LEASH) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
}
