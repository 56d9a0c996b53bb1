#!/usr/bin/env node
// Checks a proof of one entry, or a whole book, without trusting who gave it: needs Node alone, no network and no package.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const HELP = `Usage: node verify-proof.mjs [PROOF.json] [--book BOOK.ndjson] [--seal DAY=HASH]...

  PROOF.json           the file a creator downloads beside an entry: is this entry in the book that was sealed?
  --book BOOK.ndjson   the file an auditor downloads: is every row what it was when it was sealed? Names the row that is not.
  --seal DAY=HASH      a seal that you noted on that day, from /v1/ledger/seals/<store>, on paper if you like: the file must agree with it

Give a proof and a book together to ask whether the book still holds the entry that was proved.
A proof shows that one entry belongs to a sealed day. That the seal is the one the world saw is shown by --seal: note it when you can.

Ends with 0 when everything fits, with 1 and the name of what does not, with 2 when it was called wrongly.`;

const ZERO = Buffer.alloc(32);
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (text) => {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) throw new Wrong(`"${text}" is not a SHA-256 in hex`);
  return Buffer.from(text, 'hex');
};
const whole = (text) => {
  if (typeof text !== 'string' || !/^-?(0|[1-9]\d*)$/.test(text)) throw new Wrong(`"${text}" is not a whole number`);
  return text;
};

/** Something that does not fit; `row` names it. */
class Wrong extends Error {
  constructor(message, row = null) {
    super(message);
    this.row = row;
  }
}

/** The text a transaction's hash covers: keys in order, no spaces, numbers bare. */
export function textOfTransaction(programme, t) {
  const entries = t.entries.map(([account, currency, amount]) => {
    return `[${JSON.stringify(account)},${JSON.stringify(currency)},${whole(amount)}]`;
  });
  return (
    `{"cause":${JSON.stringify(t.cause)},"entries":[${entries.join(',')}],"idempotency_key":${JSON.stringify(t.idempotency_key)},` +
    `"kind":${JSON.stringify(t.kind)},"posted_at":${JSON.stringify(t.posted_at)},"programme_id":${JSON.stringify(programme)},` +
    `"seq":${whole(t.seq)},"subject_id":${JSON.stringify(t.subject_id)}}`
  );
}

const hashOfTransaction = (programme, t) =>
  sha256(hex(t.prev_hash), Buffer.from(textOfTransaction(programme, t), 'utf8'));
const leafOf = (hash) => sha256(Buffer.from([0]), hash);
const nodeOf = (left, right) => sha256(Buffer.from([1]), left, right);

function split(size) {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

export function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return nodeOf(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

export function climb(leaf, index, size, path) {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return null;
  if (size === 1) return path.length === 0 ? leaf : null;
  if (path.length === 0) return null;
  const k = split(size);
  const [rest, beside] = [path.slice(0, -1), path.at(-1)];
  const below = index < k ? climb(leaf, index, k, rest) : climb(leaf, index - k, size - k, rest);
  if (!below) return null;
  return index < k ? nodeOf(below, beside) : nodeOf(beside, below);
}

function hashOfSeal(programme, s) {
  hex(s.root);
  hex(s.head_hash);
  const text =
    `{"day":${JSON.stringify(s.day)},"from_seq":${whole(s.from_seq)},"head_hash":"${s.head_hash}",` +
    `"programme_id":${JSON.stringify(programme)},"root":"${s.root}","through_seq":${whole(s.through_seq)}}`;
  return sha256(hex(s.prev_hash), Buffer.from(text, 'utf8'));
}

/** Sums to zero in each currency, as every transaction must. */
function assertBalanced(t) {
  const sums = new Map();
  for (const [, currency, amount] of t.entries) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(whole(amount)));
  for (const [currency, sum] of sums)
    if (sum !== 0n) throw new Wrong(`the entries of transaction ${t.id} sum to ${sum} ${currency}, not to zero`, t.id);
}

/** Seals follow one another without a gap; `previous` is the one before the first, null where it is not known. */
function checkSeals(programme, seals, previous) {
  for (const seal of seals) {
    if (!hashOfSeal(programme, seal).equals(hex(seal.hash)))
      throw new Wrong(`the seal of ${seal.day} does not fit what it says`, seal.day);
    if (previous && seal.prev_hash !== previous.hash)
      throw new Wrong(`the seal of ${seal.day} does not follow the one of ${previous.day}`, seal.day);
    if (previous && BigInt(seal.from_seq) !== BigInt(previous.through_seq) + 1n)
      throw new Wrong(`entries between the seals of ${previous.day} and ${seal.day} are in neither`, seal.day);
    previous = seal;
  }
}

function checkNoted(seals, noted) {
  for (const [day, hash] of noted) {
    const seal = seals.find((one) => one.day === day);
    if (!seal) throw new Wrong(`no seal of ${day} is in the file`, day);
    if (seal.hash !== hash) throw new Wrong(`the seal of ${day} is ${seal.hash}, you noted ${hash}`, day);
  }
}

/** Throws Wrong when the proof does not hold. */
export function checkProof(proof, noted = []) {
  if (proof?.format !== 'vitrina-proof/1') throw new Wrong('this is not a proof (format vitrina-proof/1)');
  const { programme_id: programme, transaction: t, seals } = proof;
  assertBalanced(t);
  const hash = hashOfTransaction(programme, t);
  if (!hash.equals(hex(t.hash))) throw new Wrong(`transaction ${t.id} is not what its hash says: it was changed`, t.id);
  const [seal] = seals;
  if (!seal) throw new Wrong('the proof has no seal');
  const size = BigInt(seal.through_seq) - BigInt(seal.from_seq) + 1n;
  const at = BigInt(t.seq) - BigInt(seal.from_seq);
  if (BigInt(proof.tree_size) !== size || BigInt(proof.leaf_index) !== at)
    throw new Wrong(`transaction ${t.id} is not at the place the seal of ${seal.day} gives it`, t.id);
  const root = climb(leafOf(hash), proof.leaf_index, proof.tree_size, proof.path.map(hex));
  if (!root || !root.equals(hex(seal.root)))
    throw new Wrong(`transaction ${t.id} is not in the tree of ${seal.day}`, t.id);
  checkSeals(programme, seals, null);
  checkNoted(seals, noted);
  return { id: t.id, day: seal.day, entries: t.entries };
}

/** Reads a book line by line and checks chain, sums and seals. Throws Wrong with the first row that does not fit. */
export async function checkBook(lines, noted = []) {
  let programme = null;
  let last = null;
  let count = 0;
  const hashes = [];
  const seals = [];
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const row = JSON.parse(line);
    if (row.type === 'book') {
      if (row.format !== 'vitrina-book/1') throw new Wrong('this is not a book (format vitrina-book/1)');
      programme = row.programme_id;
    } else if (row.type === 'transaction') {
      checkRow(programme, row, last);
      hashes.push(row.hash);
      last = row;
      count += 1;
    } else if (row.type === 'seal') seals.push(row);
  }
  if (programme === null) throw new Wrong('this is not a book (format vitrina-book/1)');
  checkSeals(programme, seals, null);
  if (seals[0] && (seals[0].prev_hash !== ZERO.toString('hex') || seals[0].from_seq !== '1'))
    throw new Wrong(`the seals before ${seals[0].day} are missing`, seals[0].day);
  for (const seal of seals) checkDay(seal, hashes);
  checkNoted(seals, noted);
  return { programme, count, seals, hashes };
}

function checkRow(programme, row, last) {
  const seq = BigInt(whole(row.seq));
  const expected = last ? BigInt(last.seq) + 1n : 1n;
  if (seq !== expected)
    throw new Wrong(`transaction number ${expected} is missing: ${row.id} follows with number ${seq}`, row.id);
  if (!hashOfTransaction(programme, row).equals(hex(row.hash)))
    throw new Wrong(`transaction ${row.id} (number ${seq}) is not what its hash says: it was changed`, row.id);
  if (row.prev_hash !== (last ? last.hash : ZERO.toString('hex')))
    throw new Wrong(`transaction ${row.id} (number ${seq}) does not follow the one before it`, row.id);
  assertBalanced(row);
}

function checkDay(seal, hashes) {
  const [from, through] = [Number(seal.from_seq), Number(seal.through_seq)];
  const own = hashes.slice(from - 1, through);
  if (own.length !== through - from + 1) throw new Wrong(`entries sealed on ${seal.day} are missing`, seal.day);
  const root = rootOf(own.map((hash) => leafOf(hex(hash))));
  if (root.toString('hex') !== seal.root || own.at(-1) !== seal.head_hash)
    throw new Wrong(`the entries of ${seal.day} are not those that were sealed: the day was rewritten`, seal.day);
}

/** A book must hold what an earlier proof showed. */
function checkTogether(proof, book) {
  const t = proof.transaction;
  if (book.programme !== proof.programme_id) throw new Wrong('the proof and the book are of different programmes');
  if (book.hashes[Number(t.seq) - 1] !== t.hash)
    throw new Wrong(`transaction ${t.id} stands otherwise in the book than in the proof`, t.id);
  for (const seal of proof.seals) {
    const now = book.seals.find((one) => one.day === seal.day);
    if (now?.hash !== seal.hash)
      throw new Wrong(`the seal of ${seal.day} is another one in the book than in the proof`, seal.day);
  }
}

function argumentsOf(given) {
  const asked = { proof: null, book: null, noted: [] };
  for (let i = 0; i < given.length; i += 1) {
    if (given[i] === '--book') asked.book = given[(i += 1)];
    else if (given[i] === '--seal') {
      const [, day, hash] = /^(\d{4}-\d{2}-\d{2})=([0-9a-f]{64})$/.exec(given[(i += 1)] ?? '') ?? [];
      if (!day) return null;
      asked.noted.push([day, hash]);
    } else if (given[i].startsWith('-') || asked.proof) return null;
    else asked.proof = given[i];
  }
  return asked.proof || asked.book ? asked : null;
}

async function main() {
  const asked = argumentsOf(process.argv.slice(2));
  if (!asked) {
    console.error(HELP);
    return 2;
  }
  try {
    const proof = asked.proof ? JSON.parse(readFileSync(asked.proof, 'utf8')) : null;
    if (proof) {
      const shown = checkProof(proof, asked.noted);
      console.log(`Fits: transaction ${shown.id} is in the book, sealed on ${shown.day}.`);
      for (const [account, currency, amount] of shown.entries)
        console.log(`  ${account} ${amount} ${currency} (minor)`);
    }
    if (asked.book) {
      const lines = createInterface({ input: createReadStream(asked.book), crlfDelay: Infinity });
      const book = await checkBook(lines, asked.noted);
      console.log(`Fits: ${book.count} transactions of ${book.programme}, ${book.seals.length} sealed days.`);
      if (proof) {
        checkTogether(proof, book);
        console.log('Fits: the book holds what the proof shows.');
      }
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Wrong || error instanceof SyntaxError || error instanceof TypeError || error.code))
      throw error;
    console.error(`DOES NOT FIT: ${error.message}`);
    return 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main();
