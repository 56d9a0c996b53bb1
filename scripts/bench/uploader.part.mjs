// A process of its own that sends many files at once over tus, each whole, as fast as the service takes them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { baseUrl, cookie, files } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

async function call(path, init) {
  const { pathname } = new URL(path, baseUrl);
  const answer = await fetch(baseUrl + pathname, {
    ...init,
    headers: { cookie, 'tus-resumable': '1.0.0', ...init.headers },
  });
  if (answer.status >= 300) throw new Error(`${init.method} ${pathname}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function send({ id, url, path }) {
  const bytes = readFileSync(path);
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const metadata = Object.entries({ videoId: id, filename: `${name}.mp4` })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
  const made = await call(url, {
    method: 'POST',
    headers: { 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  });
  const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  await call(made.headers.get('location'), { method: 'PATCH', headers, body: bytes });
}

await Promise.all(files.map(send));
