// Loaded into every child with --import: when the start itself is killed outright, the child stops in order.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel alone must not keep a finished child alive.
  process.channel.unref();
}
