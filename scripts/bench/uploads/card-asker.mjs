// A process of its own that asks for a product card at a steady pace and writes each answer's time to standard output.
// Asked from elsewhere, the card would also wait for whatever else that process does.
import { Agent, request } from 'node:http';
import { setPriority } from 'node:os';

const [url, everyMs] = [process.argv[2], Number(process.argv[3])];
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

// The shopper's phone is no part of the server: where allowed, it is not kept from looking at the clock.
try {
  setPriority(-10);
} catch {
  // Not root: the figures then hold our own waiting too, idle and under load alike.
}

/** Milliseconds from the moment it was due, so that a slow answer cannot hide those behind it; -1 for a failure. */
function ask(dueMs) {
  const done = (ms) => process.stdout.write(`${Date.now()} ${ms.toFixed(3)}\n`);
  const call = request(url, { agent, timeout: 20_000 }, (answer) => {
    answer.resume();
    answer.on('end', () => done(answer.statusCode === 200 ? performance.now() - dueMs : -1));
  });
  call.on('timeout', () => call.destroy(new Error('timeout')));
  call.on('error', () => done(-1));
  call.end();
}

let due = performance.now();
(function next() {
  for (const now = performance.now(); due <= now; due += everyMs) ask(due);
  setTimeout(next, Math.max(0, due - performance.now()));
})();
