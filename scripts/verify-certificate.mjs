// Checks a certificate of first publication without any service: node scripts/verify-certificate.mjs CERTIFICATE [--keys KEYS] [FILE]
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

const USAGE = `Usage: node scripts/verify-certificate.mjs CERTIFICATE [--keys KEYS] [FILE]

CERTIFICATE  the JSON that the creator downloaded
--keys KEYS  the service's public keys (/.well-known/vitrina-origin-keys.json), or one public key as PEM;
             without it only the keys inside the certificate are used, which proves less
FILE         the original file; its SHA-256 must be the signed one

Exit code: 0 everything fits; 1 something does not; 2 wrong arguments or files.`;

/** The public keys that a file names, as base64 of their DER form. */
function keysIn(text) {
  if (text.includes('-----BEGIN')) {
    return [createPublicKey(text).export({ format: 'der', type: 'spki' }).toString('base64')];
  }
  return JSON.parse(text).keys.map((one) => one.publicKey);
}

function fits(proof, publicKey) {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(proof.statement), key, Buffer.from(proof.signature, 'base64'));
  } catch {
    return false;
  }
}

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function argumentsOf(args) {
  const at = args.indexOf('--keys');
  const keys = at < 0 ? null : args[at + 1];
  const [certificate, file = null, ...more] = at < 0 ? args : args.filter((_, i) => i !== at && i !== at + 1);
  if (!certificate || more.length > 0 || (at >= 0 && !keys)) return null;
  return { certificate, keys, file };
}

async function check({ certificate, keys, file }) {
  const { format, video, proofs } = JSON.parse(await readFile(certificate, 'utf8'));
  if (format !== 'vitrina-certificate-1' || !Array.isArray(proofs) || proofs.length === 0) {
    throw new Error('This is not a certificate of Vitrina.');
  }
  const trusted = keys ? keysIn(await readFile(keys, 'utf8')) : null;
  const hash = file ? await hashOf(file) : null;
  let good = true;
  let fileNamed = false;
  for (const proof of proofs) {
    const signed = (trusted ?? [proof.publicKey]).some((key) => fits(proof, key));
    const said = JSON.parse(proof.statement);
    const same = said.videoId === video.id;
    good &&= signed && same;
    fileNamed ||= hash === said.sha256;
    const verdict = !signed ? 'SIGNATURE WRONG' : same ? 'signature right' : 'SIGNED FOR ANOTHER VIDEO';
    console.log(`${verdict}: ${said.service} says ${said.kind} at ${said.at}, version ${said.version}`);
    console.log(`  SHA-256 ${said.sha256}, ${said.sizeBytes} bytes, creator ${said.creatorId}`);
  }
  if (hash) console.log(fileNamed ? `the file is the signed one: ${hash}` : `ANOTHER FILE: its SHA-256 is ${hash}`);
  if (!trusted)
    console.log('note: checked with the keys inside the certificate; --keys compares with the published ones');
  return good && (!hash || fileNamed);
}

const asked = argumentsOf(process.argv.slice(2));
if (!asked) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await check(asked)) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
