// A process of its own that asks one address as fast as so many connections allow: `{ url, method, headers, body, bytes, count, connections }`
// as JSON in its first argument. Writes the milliseconds of every answer as JSON; an answer of another length or status ends it.
import { Agent, request } from 'node:http';

const { url, method, headers, body, bytes, count, connections } = JSON.parse(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const times = [];

function ask() {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const call = request(url, { agent, method, headers, timeout: 20_000 }, (answer) => {
      let got = 0;
      answer.on('data', (chunk) => (got += chunk.length));
      answer.on('end', () => {
        times.push(performance.now() - begun);
        if (answer.statusCode === 200 && got === bytes) resolve();
        else reject(new Error(`${url}: ${answer.statusCode} with ${got} bytes instead of ${bytes}`));
      });
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', reject);
    call.end(body);
  });
}

let left = count;
async function goOn() {
  while (left-- > 0) await ask();
}
await Promise.all(Array.from({ length: connections }, goOn));
agent.destroy();
process.stdout.write(JSON.stringify(times.map((ms) => Math.round(ms * 1000) / 1000)));
