// A process of its own that asks one address as fast as so many connections allow, as often as it is told: `{ url, method, headers, body,
// bytes, connections }` as JSON in its first argument, then a message with the number of requests; it answers with the milliseconds of each.
// An answer of another length or status ends it. The request is written whole and the answer only counted, so that the server has the work
// and not this process: a server that waits for its asker pays for waking up.
import { connect } from 'node:net';

const { url, method, headers, body, bytes, connections } = JSON.parse(process.argv[2]);
const { hostname, port, pathname, search } = new URL(url);
const sent = { host: `${hostname}:${port}`, ...headers };
if (body !== undefined) sent['content-length'] = Buffer.byteLength(body);
const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
const request = Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
let times = [];
let left = 0;

/** The whole length of an answer, of its first part: its head and the body that was promised. */
function lengthOf(part) {
  const end = part.indexOf('\r\n\r\n');
  const head = part.toString('latin1', 0, end);
  if (end < 0 || !head.startsWith('HTTP/1.1 200 ') || !head.toLowerCase().includes(`\r\ncontent-length: ${bytes}\r\n`))
    throw new Error(`${url}: not 200 with ${bytes} bytes but ${head.slice(0, 500)}`);
  return end + 4 + bytes;
}

/** A connection that stays; it asks whenever told until nothing is left to ask. */
function open() {
  return new Promise((resolve) => {
    let begun = 0;
    let missing = 0;
    let rest = () => undefined;
    const ask = () => {
      if (left <= 0) return rest();
      left--;
      begun = performance.now();
      socket.write(request);
    };
    const goOn = () =>
      new Promise((done) => {
        rest = done;
        ask();
      });
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(goOn));
    socket.on('data', (part) => {
      missing = (missing === 0 ? lengthOf(part) : missing) - part.length;
      if (missing < 0) throw new Error(`${url}: more than was promised`);
      if (missing > 0) return;
      times.push(performance.now() - begun);
      ask();
    });
    socket.on('close', () => {
      throw new Error(`${url}: closed`);
    });
  });
}

const sockets = await Promise.all(Array.from({ length: connections }, open));
process.on('message', async (count) => {
  left = count;
  times = [];
  await Promise.all(sockets.map((goOn) => goOn()));
  process.send(times.map((ms) => Math.round(ms * 1000) / 1000));
});
process.on('disconnect', () => process.exit());
process.send('ready');
